/**
 * A walk of a program ends whenever and however the program ends it, and leaves nothing behind: descriptors are counted, processes
 * have to come to their end. What cannot be done to the test's own process is done in one of its own (`CODE`).
 *
 * The tree has more directories than there are slots, so that requests are in flight and directories open when a walk is left after its
 * first entries.
 */

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, count, walk, walkSync } from '../../../src/walk/index.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { run } from '../../fixture/run.ts';
import { makeScript, type Script } from '../../fixture/script.ts';
import { directory, makeTree, type Tree, wide } from '../../fixture/tree.ts';

const DIRECTORIES = 300;
const ENTRIES = 1 + DIRECTORIES * 5;

const CODE = `
  import { readdirSync } from 'node:fs';
  import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
  import { count, walk, walkSync } from '../../src/walk/index.ts';

  const [, , backend, root, what] = process.argv;
  const options = { backend: backend as 'sync', queueDepth: 16 };
  const openDescriptors = (): number => readdirSync('/proc/self/fd').length;
  const collectGarbage = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) {
      (globalThis as unknown as { gc(): void }).gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  /** Walks that nobody holds when this returns. */
  const abandon = async (): Promise<void> => {
    const walks = [walk(root), walk(root, null, options), walk(root, '-size +1G', options)];
    for (const each of walks) await each.next();
    walkSync(root, null, options).next();
    await walk.batches(root, '-follow', options).next();
  };

  const main = async (): Promise<void> => {
    if (what === 'abandoned') {
      await abandon();
      await collectGarbage();
      const before = openDescriptors();
      for (let i = 0; i < 5; i++) await abandon();
      await collectGarbage();
      console.log(openDescriptors() - before);
    } else if (what === 'terminate') {
      const terminate = async (role: string): Promise<void> => {
        const worker = new Worker(__filename, { argv: process.argv.slice(2), workerData: role });
        await new Promise((resolve) => worker.once('message', resolve));
        await worker.terminate();
      };
      await terminate('async');
      const before = openDescriptors();
      for (let i = 0; i < 4; i++) await Promise.all(['async', 'sync', 'idle'].map(terminate));
      console.log(openDescriptors() - before);
    } else if (what === 'left') {
      await walk(root, null, options).next();
      console.log('left');
    } else if (what === 'exit') {
      for await (const entry of walk(root, null, options)) if (entry.depth === 2) process.exit(5);
    }
  };

  const inThread = async (): Promise<void> => {
    for (let i = 0; ; i++) {
      if (workerData === 'idle') {
        const kept = walk(root, null, options);
        for (let n = 0; n < 700; n++) await kept.next();
        parentPort!.postMessage(i);
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        await kept.next();
      } else if (workerData === 'sync') {
        for (const entry of walkSync(root, '-size -1G', options)) if (entry.depth === 2) parentPort!.postMessage(i);
      } else {
        for await (const entry of walk(root, null, options)) if (entry.depth === 2) parentPort!.postMessage(i);
      }
    }
  };
  void (isMainThread ? main() : inThread());
`;

let tree: Tree;
let script: Script;
beforeAll(async () => {
  script = await makeScript(CODE);
  tree = await makeTree({ t: directory(wide({ directories: DIRECTORIES, filesPerDirectory: 4 })) });
});
afterAll(async () => {
  await script[Symbol.asyncDispose]();
  await tree[Symbol.asyncDispose]();
});

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

describe.each(BACKENDS)('over %s', (backend) => {
  const options = { backend, queueDepth: 16, threads: 2 } as const;
  const top = (): string => tree.path('t');
  const start = (what: string): ReturnType<typeof run> =>
    run([process.execPath, '--expose-gc', script.path, backend, top(), what], { timeoutMs: 60_000 });

  test('leaving the loop closes every descriptor', async () => {
    const before = openDescriptors();
    for await (const entry of walk(top(), '-follow', options)) if (entry.depth === 2) break;
    for await (const _ of walk.batches(top(), null, options)) break;
    for (const entry of walkSync(top(), '-follow', options)) if (entry.depth === 2) break;
    {
      await using disposed = walk(top(), null, { ...options, cwd: '/' });
      await disposed.next();
      using disposedToo = walkSync(top(), null, options);
      disposedToo.next();
    }
    await walk(top(), null, options).return!();
    expect(openDescriptors()).toBe(before);
  });

  test('nothing more comes of a walk that was left', async () => {
    const left = walk(top(), null, options);
    await left.next();
    await left.return!();
    expect(await left.next()).toEqual({ done: true, value: undefined });
    const waiting = walk(top(), null, options);
    const [first, end] = await Promise.all([waiting.next(), waiting.return!()]);
    expect(end).toEqual({ done: true, value: undefined });
    expect(first.done).toBe(true);
  });

  test('calls of next that overlap are answered in order', async () => {
    const all = (await collect(top(), null, options)).map(({ path }) => path);
    const overlapping = walk(top(), null, options);
    const results = await Promise.all(Array.from({ length: ENTRIES + 2 }, () => overlapping.next()));
    expect(results.slice(0, ENTRIES).map(({ value }) => value?.path)).toEqual(all);
    expect(results.slice(ENTRIES)).toEqual(Array(2).fill({ done: true, value: undefined }));
  });

  test('many walks at once do not disturb one another', async () => {
    const counts = await Promise.all(Array.from({ length: 12 }, () => count(top(), null, options)));
    expect(counts).toEqual(Array(12).fill(ENTRIES));
    const one = walkSync(top(), null, options);
    const other = walkSync(top(), null, options);
    let pairs = 0;
    for (const { path } of one) {
      expect(other.next().value?.path).toBe(path);
      pairs++;
    }
    expect(pairs).toBe(ENTRIES);
    expect(other.next().done).toBe(true);
  });

  test('an aborted walk fails with the reason, before it begins, between entries and from within', async () => {
    const before = openDescriptors();
    const reason = new Error('enough');
    await expect(collect(top(), null, { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(() => walkSync(top(), null, { ...options, signal: AbortSignal.abort(reason) }).next()).toThrow(reason);

    const between = new AbortController();
    const seen = async (): Promise<void> => {
      for await (const entry of walk.batches(top(), null, { ...options, signal: between.signal })) {
        expect(entry.length).toBeGreaterThan(0);
        between.abort(reason);
      }
    };
    await expect(seen()).rejects.toBe(reason);

    const within = new AbortController();
    const abort = (): boolean => {
      within.abort(reason);
      return true;
    };
    await expect(count(top(), abort, { ...options, signal: within.signal })).rejects.toBe(reason);
    expect(openDescriptors()).toBe(before);
  });

  test('a signal may be a polyfill, which need not have a reason', async () => {
    const signal = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal;
    const found = async (): Promise<void> => {
      for await (const _ of walk.batches(top(), null, { ...options, signal })) {
        Object.assign(signal, { aborted: true });
        signal.dispatchEvent(new Event('abort'));
      }
    };
    await expect(found()).rejects.toMatchObject({ name: 'AbortError' });
    expect(() => walk(top(), null, { signal: {} as AbortSignal })).toThrow(TypeError);
  });

  test('a function may leave the walk that calls it', async () => {
    const before = openDescriptors();
    const left = walk(
      top(),
      (entry) => {
        if (entry.depth === 1) void left.return!();
        return true;
      },
      options,
    );
    const seen: number[] = [];
    for await (const entry of left) seen.push(entry.depth);
    expect(Math.max(0, ...seen)).toBeLessThan(2);
    expect(openDescriptors()).toBe(before);
  });

  test('a slow consumer stops the reading', async () => {
    const slow = walk(top(), null, { ...options, queueDepth: 2 });
    await slow.next();
    // Directories that come after those in flight are removed meanwhile: whoever had read ahead would have seen their files.
    const { rmSync } = await import('node:fs');
    await using copy = await makeTree({ t: directory(wide({ directories: 40, filesPerDirectory: 4 })) });
    const other = walk(copy.path('t'), null, { ...options, queueDepth: 2, onError: 'ignore', sort: 'name', order: 'dfs' });
    for (let entry = await other.next(); entry.value!.depth < 2; ) entry = await other.next();
    for (const name of readdirSync(copy.path('t')).sort().slice(-5)) rmSync(copy.path('t', name), { recursive: true });
    let files = 0;
    for await (const entry of other) if (entry.depth === 2) files++;
    expect(files).toBeLessThan(4 * 40);
    await slow.return!();
  });

  test('walks that nobody holds any more are closed', () => {
    const { stdout, stderr, status } = start('abandoned');
    expect(stderr.toString()).toBe('');
    expect(stdout.toString()).toBe('0\n');
    expect(status).toBe(0);
  });

  test('a thread that is terminated in the middle of a walk leaves no descriptor', () => {
    const { stdout, stderr, status } = start('terminate');
    expect(stderr.toString()).toBe('');
    expect(stdout.toString()).toBe('0\n');
    expect(status).toBe(0);
  });

  test('a walk that is left open does not keep the process', () => {
    expect(start('left')).toMatchObject({ status: 0, stdout: Buffer.from('left\n') });
  });

  test('process.exit in the middle of a walk', () => {
    expect(start('exit')).toMatchObject({ status: 5, stderr: Buffer.alloc(0) });
  });
});
