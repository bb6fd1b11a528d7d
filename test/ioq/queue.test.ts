/** The queue itself: depth, cancelling, destroying, descriptors handed over, who served. */

import { execFileSync, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DT, REQUEST_FOLLOW, REQUEST_IDENTIFY, REQUEST_KEEP, REQUEST_SAME_DEVICE } from '../../src/ioq/layout.ts';
import { BACKENDS, openQueue } from '../fixture/backends.ts';
import { countOpenDescriptors, directory, file, link, makeTree, numberedFiles, type Tree, wide } from '../fixture/tree.ts';

const EINTR = -4;
const EBADF = -9;
const EAGAIN = -11;
const EACCES = -13;
const EXDEV = -18;
const EMFILE = -24;

let large: Tree;
beforeAll(async () => {
  large = await makeTree(numberedFiles(4_000));
});
afterAll(() => large[Symbol.asyncDispose]());

describe.each(BACKENDS)('%s', (backend) => {
  test('the backend that is claimed has served', async () => {
    await using tree = await makeTree({ d: directory(numberedFiles(10)) });
    using queue = openQueue(backend);
    const { requests, ioq } = queue;
    const first = requests.open({ path: tree.path('d'), flags: REQUEST_KEEP, statusTypes: [DT.regular] });
    requests.rewindStatus(0);
    requests.serve(requests.prepare('stat', 0));
    requests.markForUnlink(0, ({ name }) => name === 'f3');
    requests.serve(requests.prepare('unlink', 0));
    requests.serve(requests.prepare('read', 0));
    requests.serve(requests.prepare('close', 1, first.dirfd));
    const { backend: claimed, operations, workersStarted } = ioq.served();
    expect(claimed).toBe(backend);
    for (const [kind, { uring, plain }] of Object.entries(operations)) expect(uring + plain, kind).toBeGreaterThan(0);
    if (backend === 'uring') expect(operations.opendir.uring).toBe(1);
    else expect(operations.opendir).toEqual({ uring: 0, plain: 1 });
    if (backend === 'node') expect(workersStarted).toBe(0);
    else expect(workersStarted).toBeGreaterThan(0);
  });

  test('an empty queue answers nothing, at once', () => {
    using queue = openQueue(backend);
    expect(queue.ioq.reap(false)).toBe(0);
    expect(queue.ioq.reap(true)).toBe(0);
  });

  test('reap without waiting brings the answer in the end', async () => {
    await using tree = await makeTree({ f: file() });
    using queue = openQueue(backend);
    expect(queue.requests.submit(queue.requests.prepareOpen({ slot: 3, path: tree.root }))).toBe(1);
    let taken = 0;
    while (taken === 0) taken = queue.ioq.reap(false);
    expect(taken).toBe(1);
    expect(queue.requests.answer(3)).toMatchObject({ result: 0, entries: [{ name: 'f' }] });
  });

  /** The requests look up hundreds of statuses each, so that none is finished when the bell is left. */
  test('whoever must not sleep is told when something is finished', async () => {
    using queue = openQueue(backend);
    const { ioq, requests } = queue;
    for (let slot = 0; slot < 4; slot++) {
      requests.submit(requests.prepareOpen({ slot, path: large.root, statusTypes: [DT.regular] }));
    }
    let wake = (): void => {};
    let waits = 0;
    for (let answered = 0; answered < 4; answered += ioq.reap(false)) {
      const told = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!ioq.notify(() => wake())) continue;
      waits++;
      await told;
    }
    expect(waits > 0).toBe(backend !== 'node');
    expect(ioq.notify(() => {})).toBe(false);
    expect(ioq.waitFor(100)).toBe(true);
  });

  test('more requests than the queue is deep are refused, until answers have been taken', async () => {
    await using tree = await makeTree(wide({ directories: 4, filesPerDirectory: 3 }));
    using queue = openQueue(backend, { queueDepth: 4 });
    const { requests } = queue;
    const open = (slot: number): number => requests.prepareOpen({ slot, path: tree.path(`d${slot}`) });
    expect(requests.submit(open(0), open(1), open(2))).toBe(3);
    expect(requests.submit(3, 3)).toBe(EAGAIN);
    expect(requests.submit(open(3))).toBe(1);
    expect(requests.submit(0)).toBe(EAGAIN);
    const answers = requests.reap(4);
    expect(answers.map(({ slot }) => slot).sort()).toEqual([0, 1, 2, 3]);
    for (const { result, count } of answers) expect({ result, count }).toEqual({ result: 0, count: 3 });
    expect(requests.open({ path: tree.root }).count).toBe(4);
  });

  /** Far more requests than slots and workers, so that every slot is used again many times while others are being served. */
  test('two thousand requests are answered once each, with their own tokens', async () => {
    await using tree = await makeTree(wide({ directories: 64, filesPerDirectory: 2 }));
    using queue = openQueue(backend, { queueDepth: 16, workers: 4 });
    const { requests } = queue;
    const answered = new Uint8Array(2_000);
    let next = 0;
    const refill = (slot: number): void => {
      if (next === answered.length) return;
      requests.setToken(slot, next);
      requests.submit(requests.prepareOpen({ slot, path: tree.path(`d${next++ % 64}`) }));
    };
    for (let slot = 0; slot < 16; slot++) refill(slot);
    for (let done = 0; done < answered.length; ) {
      for (const { slot, result, count } of requests.reap(1)) {
        if (result !== 0 || count !== 2) throw new Error(`slot ${slot}: ${result}, ${count} entries`);
        answered[requests.token(slot)]!++;
        done++;
        refill(slot);
      }
    }
    expect(answered.every((times) => times === 1)).toBe(true);
  });

  describe('cancelled', () => {
    test('it refuses requests, and cancelling again changes nothing', async () => {
      await using tree = await makeTree({});
      using queue = openQueue(backend);
      queue.ioq.cancel();
      queue.ioq.cancel();
      expect(queue.requests.submit(queue.requests.prepareOpen({ path: tree.root }))).toBe(EINTR);
      expect(queue.requests.submit(queue.requests.prepare('close', 0, 999))).toBe(EINTR);
      expect(queue.ioq.reap(true)).toBe(0);
    });

    test('what was not started answers EINTR, what was is answered, and closes still run', async () => {
      await using tree = await makeTree(wide({ directories: 24, filesPerDirectory: 2 }));
      const before = countOpenDescriptors();
      using queue = openQueue(backend, { queueDepth: 32, workers: 1 });
      const { requests, system } = queue;
      const toClose = Array.from({ length: 8 }, () => openSync('/dev/null', 'r'));
      const opens = Array.from({ length: 24 }, (_, slot) =>
        requests.prepareOpen({ slot, path: tree.path(`d${slot}`), flags: REQUEST_KEEP }),
      );
      const closes = toClose.map((fd, i) => requests.prepare('close', 24 + i, fd));
      expect(requests.submit(...opens, ...closes)).toBe(32);
      queue.ioq.cancel();
      const answers = requests.reap(32);
      expect(new Set(answers.map(({ slot }) => slot)).size).toBe(32);
      for (const { slot, result, dirfd } of answers) {
        if (slot >= 24) expect(result).toBe(0);
        else expect([0, EINTR]).toContain(result);
        if (slot < 24 && result === EINTR) expect(dirfd).toBe(-1);
        if (dirfd >= 0) system.close(dirfd);
      }
      for (const fd of toClose) expect(() => fstatSync(fd)).toThrow('EBADF');
      queue.ioq.destroy();
      expect(countOpenDescriptors()).toBe(before);
    });

    test('a descriptor to be closed with a request is closed all the same', async () => {
      await using tree = await makeTree({});
      const before = countOpenDescriptors();
      using queue = openQueue(backend, { queueDepth: 16, workers: 1 });
      const slots = Array.from({ length: 16 }, (_, slot) =>
        queue.requests.prepareOpen({ slot, path: tree.root, closeFd: openSync('/dev/null', 'r') }),
      );
      expect(queue.requests.submit(...slots)).toBe(16);
      queue.ioq.cancel();
      queue.requests.reap(16);
      queue.ioq.destroy();
      expect(countOpenDescriptors()).toBe(before);
    });
  });

  describe('destroyed', () => {
    test('it is destroyed again without harm, and refuses requests', async () => {
      const { ioq, requests } = openQueue(backend);
      ioq.destroy();
      ioq.destroy();
      expect(requests.submit(0)).toBe(EINTR);
      expect(ioq.reap(true)).toBe(0);
    });

    /** Listings that are not read to their end leave a directory open in their slot. Nobody takes these answers, or only some. */
    test.each([0, 0, 0, 1, 1, 4, 4])(
      'with requests in flight and only %i answers taken, it leaves no descriptor open',
      async (taken) => {
        const before = countOpenDescriptors();
        const { ioq, system, requests } = openQueue(backend, { queueDepth: 16, workers: 4 });
        const slots = Array.from({ length: 16 }, (_, slot) => requests.prepareOpen({ slot, path: large.root }));
        expect(requests.submit(...slots)).toBe(16);
        const answers = requests.reap(taken);
        ioq.destroy();
        for (const { dirfd } of answers) if (dirfd >= 0) expect(system.close(dirfd)).toBe(0);
        expect(countOpenDescriptors()).toBe(before);
      },
    );
  });

  describe('descriptors', () => {
    test('close_fd is closed before the request is served', async () => {
      await using tree = await makeTree({ f: file() });
      using queue = openQueue(backend);
      const fd = openSync('/dev/null', 'r');
      expect(queue.requests.open({ path: tree.root, closeFd: fd })).toMatchObject({ result: 0, count: 1 });
      expect(() => fstatSync(fd)).toThrow('EBADF');
    });

    test('CLOSE and CLOSEDIR close, and say where there is nothing to close', async () => {
      await using tree = await makeTree({});
      using queue = openQueue(backend);
      const { requests } = queue;
      const fd = openSync('/dev/null', 'r');
      expect(requests.serve(requests.prepare('close', 0, fd)).result).toBe(0);
      expect(() => fstatSync(fd)).toThrow('EBADF');
      const { dirfd } = requests.open({ path: tree.root, flags: REQUEST_KEEP });
      expect(requests.serve(requests.prepare('closedir', 0)).result).toBe(0);
      expect(() => fstatSync(dirfd)).toThrow('EBADF');
      expect(requests.serve(requests.prepare('close', 0, dirfd)).result).toBe(EBADF);
      expect(requests.serve(requests.prepare('nop', 0)).result).toBe(0);
    });

    test('a directory that is kept stays open at its end, and reads as empty from there', async () => {
      await using tree = await makeTree({ f: file() });
      using queue = openQueue(backend);
      const { requests } = queue;
      const { dirfd } = requests.open({ path: tree.root, flags: REQUEST_KEEP });
      expect(fstatSync(dirfd).isDirectory()).toBe(true);
      expect(requests.serve(requests.prepare('read', 0))).toMatchObject({ result: 0, count: 0, more: false, dirfd });
      closeSync(dirfd);
    });

    test('no more are left: EMFILE, and the queue goes on when there are', async () => {
      await using tree = await makeTree({ f: file() });
      using queue = openQueue(backend);
      queue.requests.open({ path: tree.root });
      const { limit, open } = queue.system.descriptorLimits();
      const held: number[] = [];
      const setLimit = (soft: number): unknown =>
        execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${soft}:`], { stdio: 'ignore' });
      setLimit(open + 64);
      try {
        for (;;) held.push(openSync('/dev/null', 'r'));
      } catch {
        expect(queue.requests.open({ path: tree.root }).result).toBe(EMFILE);
        expect(queue.system.openDirectory(-100, Buffer.from(tree.root), 0)).toBe(EMFILE);
        for (const fd of held.splice(0, 8)) closeSync(fd);
        expect(queue.requests.open({ path: tree.root })).toMatchObject({ result: 0, count: 1 });
      } finally {
        for (const fd of held) closeSync(fd);
        setLimit(limit);
      }
    });
  });

  describe('devices', () => {
    test('IDENTIFY tells the device and inode of what was opened', async () => {
      await using tree = await makeTree({ d: directory(), l: link('d') });
      using queue = openQueue(backend);
      const { dev, ino } = statSync(tree.path('d'), { bigint: true });
      for (const name of ['d', 'l']) {
        const answer = queue.requests.open({ path: tree.path(name), flags: REQUEST_IDENTIFY | REQUEST_FOLLOW });
        expect(answer).toMatchObject({ result: 0, device: dev, inode: ino });
      }
    });

    test('SAME_DEVICE refuses a directory of another file system', async () => {
      await using disk = await makeTree({ d: directory({ f: file() }) });
      await using memory = await makeTree({ f: file() }, { within: '/dev/shm' });
      using queue = openQueue(backend);
      const device = statSync(disk.root, { bigint: true }).dev;
      const flags = REQUEST_SAME_DEVICE;
      expect(queue.requests.open({ path: disk.path('d'), flags, device })).toMatchObject({ result: 0, count: 1 });
      expect(queue.requests.open({ path: memory.root, flags, device })).toMatchObject({ result: EXDEV, dirfd: -1 });
      symlinkSync(memory.root, disk.path('l'));
      expect(queue.requests.open({ path: disk.path('l'), flags: flags | REQUEST_FOLLOW, device }).result).toBe(EXDEV);
    });
  });

  test('a directory that one may not read answers EACCES', async () => {
    await using tree = await makeTree({ d: directory({ f: file() }, { mode: 0o300 }) });
    using queue = openQueue(backend);
    const result = asOrdinaryUser(() => queue.requests.open({ path: tree.path('d') }).result);
    expect(result).toBe(EACCES);
  });

  test('a directory that one may read but not search is listed, and the status of its entries is refused', async () => {
    await using tree = await makeTree({ d: directory({ f: file() }, { mode: 0o444 }) });
    using queue = openQueue(backend);
    const answer = asOrdinaryUser(() => queue.requests.open({ path: tree.path('d'), statusTypes: [DT.regular] }));
    expect(answer).toMatchObject({ result: 0, entries: [{ name: 'f', status: { result: EACCES } }] });
  });

  test('a directory that is swapped for a link after it was listed is not entered', async () => {
    await using tree = await makeTree({
      d: directory({ e: directory({ inside: file() }) }),
      outside: directory({ e: directory() }),
    });
    using queue = openQueue(backend);
    const { requests, system } = queue;
    const top = requests.open({ path: tree.root, flags: REQUEST_KEEP }).dirfd;
    expect(requests.list({ slot: 1, dirfd: top, path: 'd/e' })).toMatchObject([{ name: 'inside' }]);
    renameSync(tree.path('d'), tree.path('moved'));
    symlinkSync('outside', tree.path('d'));
    expect(requests.open({ slot: 1, dirfd: top, path: 'd/e' }).result).toBe(-40);
    expect(system.openDirectory(top, Buffer.from('d/e'), 0)).toBe(-40);
    system.close(top);
  });

  /** Another process swaps the directory and a link as fast as it can, while paths through the name are opened. */
  test('nor while it is being swapped', async () => {
    await using tree = await makeTree({
      d: directory({ e: directory({ inside: file() }) }),
      l: link('outside'),
      outside: directory({ e: directory({ secret: file() }) }),
    });
    using queue = openQueue(backend);
    const { requests, system } = queue;
    const swapping = spawn(process.execPath, ['-e', SWAP_FOR_EVER], { cwd: tree.root, stdio: 'ignore' });
    const top = system.openDirectory(-100, Buffer.from(tree.root), 0);
    const seen = new Set<string | number>();
    const end = performance.now() + 5_000;
    while ((seen.size < 3 || !seen.has('inside')) && performance.now() < end) {
      const { result, entries } = requests.open({ dirfd: top, path: 'd/e' });
      seen.add(result === 0 ? entries.map(({ name }) => name).join() : result);
      if (seen.size < 3) await new Promise((resolve) => setImmediate(resolve));
    }
    swapping.kill('SIGKILL');
    system.close(top);
    expect(seen).toContain('inside');
    expect(seen.size).toBeGreaterThan(1);
    expect(seen).not.toContain('secret');
  });
});

const SWAP_FOR_EVER = `
  const { renameSync } = require('node:fs');
  for (;;) {
    renameSync('d', 'x'); renameSync('l', 'd');
    renameSync('d', 'l'); renameSync('x', 'd');
  }
`;

/** Run something with the rights of `nobody`, where we are root. */
function asOrdinaryUser<T>(run: () => T): T {
  if (process.getuid?.() !== 0) return run();
  process.seteuid!(65_534);
  try {
    return run();
  } finally {
    process.seteuid!(0);
  }
}
