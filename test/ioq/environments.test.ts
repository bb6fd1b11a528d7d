/**
 * Queues in the environments that Node has beside the main thread, and the ends that these may come to: terminated, left by
 * process.exit, forgotten. A thread of the addon that outlived its environment would abort the process or crash it.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../fixture/backends.ts';
import { run } from '../fixture/run.ts';
import { makeScript, type Script } from '../fixture/script.ts';
import { directory, makeTree, type Tree, wide } from '../fixture/tree.ts';

const CODE = `
  import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
  import { openIoq } from './open-ioq.ts';
  import type { Backend } from '../../src/ioq/ioq.ts';
  import { Requests } from './requests.ts';

  const [, , backend, path, what] = process.argv;
  const open = () => {
    const { ioq, warning } = openIoq({ queueDepth: 32, workers: 4, backend: backend as Backend }, '');
    if (warning !== undefined) throw new Error(warning);
    return ioq;
  };
  /** Lists all the directories of the tree, \`rounds\` times, in a window of 32. @returns how many entries were seen. */
  const walk = (ioq: ReturnType<typeof open>, rounds: number): number => {
    const requests = new Requests(ioq);
    const free = Array.from({ length: 32 }, (_, slot) => slot);
    let next = 0;
    let entries = 0;
    for (let answered = 0; answered < 50 * rounds; ) {
      while (free.length > 0 && next < 50 * rounds) requests.submit(requests.prepareOpen({ slot: free.pop()!, path: path + '/d' + (next++ % 50) }));
      for (const { slot, result, count } of requests.reap(1)) {
        if (result !== 0) throw new Error('result: ' + result);
        entries += count;
        answered++;
        free.push(slot);
      }
    }
    return entries;
  };
  const start = (role: string) => new Worker(__filename, { argv: process.argv.slice(2), workerData: role });
  const ended = (worker: Worker) => new Promise((resolve) => worker.once('exit', resolve));

  if (!isMainThread && workerData === 'reopen') {
    parentPort!.postMessage(0);
    while (true) open().destroy();
  } else if (!isMainThread) {
    const ioq = open();
    parentPort!.postMessage(walk(ioq, 2));
    if (workerData === 'endless') walk(ioq, 1e9);
    if (workerData === 'exit') process.exit(7);
    if (workerData === 'destroy') ioq.destroy();
  } else if (what === 'threads') {
    const workers = ['destroy', 'forget', 'exit', 'destroy'].map(start);
    const seen: number[] = [];
    for (const worker of workers) worker.on('message', (entries) => seen.push(entries));
    seen.push(walk(open(), 2));
    Promise.all(workers.map(ended)).then((codes) => console.log(JSON.stringify({ seen, codes })));
  } else if (what === 'reopen') {
    (async () => {
      for (let round = 0; round < 15; round++) {
        const worker = start('reopen');
        await new Promise((resolve) => worker.once('message', resolve));
        await worker.terminate();
      }
      console.log(JSON.stringify({ seen: walk(open(), 1) }));
    })();
  } else if (what === 'terminate') {
    const workers = ['endless', 'endless'].map(start);
    Promise.all(workers.map(async (worker) => {
      await new Promise((resolve) => worker.once('message', resolve));
      await worker.terminate();
    })).then(() => console.log(JSON.stringify({ seen: walk(open(), 1) })));
  } else {
    const ioq = open();
    walk(ioq, 1);
    const requests = new Requests(ioq);
    for (let slot = 0; slot < 32; slot++) requests.submit(requests.prepareOpen({ slot, path: path + '/d' + slot }));
    if (what === 'exit') process.exit(3);
    if (what === 'throw') throw new Error('on purpose');
    if (what === 'kill') process.kill(process.pid, 'SIGTERM');
    // "forget": nothing more; garbage collection and the end of the environment do the rest.
    (globalThis as { gc?: () => void }).gc?.();
  }
`;

const ENTRIES = 50 * 20;

let script: Script;
let tree: Tree;
beforeAll(async () => {
  script = await makeScript(CODE);
  tree = await makeTree({ t: directory(wide({ directories: 50, filesPerDirectory: 20 })) });
});
afterAll(async () => {
  await script[Symbol.asyncDispose]();
  await tree[Symbol.asyncDispose]();
});

describe.each(BACKENDS)('%s', (backend) => {
  const start = (what: string): ReturnType<typeof run> =>
    run([process.execPath, '--expose-gc', script.path, backend, tree.path('t'), what]);

  test('five threads have a queue each, and end as they like', () => {
    const { stdout, stderr, status } = start('threads');
    expect(stderr.toString()).toBe('');
    expect(JSON.parse(stdout.toString())).toEqual({ seen: Array(5).fill(2 * ENTRIES), codes: [0, 0, 7, 0] });
    expect(status).toBe(0);
  });

  test('a thread that is terminated in the middle of a walk takes its workers with it', () => {
    const { stdout, stderr, status } = start('terminate');
    expect(stderr.toString()).toBe('');
    expect(JSON.parse(stdout.toString())).toEqual({ seen: ENTRIES });
    expect(status).toBe(0);
  });

  test('a thread may be terminated while it makes a queue', () => {
    const { stdout, stderr, status } = start('reopen');
    expect(stderr.toString()).toBe('');
    expect(JSON.parse(stdout.toString())).toEqual({ seen: ENTRIES });
    expect(status).toBe(0);
  });

  test.each([
    ['process.exit', 'exit', 3, null],
    ['the end of the script', 'forget', 0, null],
    ['a signal', 'kill', null, 'SIGTERM'],
    ['an exception', 'throw', 1, null],
  ])('%s with requests in flight', (_, what, status, signal) => {
    const outcome = start(what);
    expect(outcome).toMatchObject({ status, signal });
    if (what === 'throw') expect(outcome.stderr.toString()).toContain('on purpose');
    else expect(outcome.stderr.toString()).toBe('');
  });
});
