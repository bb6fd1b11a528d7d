/** The main thread's system calls: the same answers from the addon and from node:fs. */

import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TRAIL_DESCRIPTORS } from '../../src/ioq/fallback-trail.ts';
import { REQUEST_FOLLOW, REQUEST_TRUSTED, STATUS_BYTES } from '../../src/ioq/layout.ts';
import { AT_FDCWD, type Follow, type SystemCalls } from '../../src/ioq/system.ts';
import { Status } from '../../src/walk/status.ts';
import { openQueue } from '../fixture/backends.ts';
import { countOpenDescriptors, directory, file, link, makeTree, type Tree } from '../fixture/tree.ts';

const ENOENT = -2;
const EBADF = -9;
const EACCES = -13;
const ENOTDIR = -20;
const EINVAL = -22;
const ENOSPC = -28;
const EPIPE = -32;
const ELOOP = -40;

const makeLinks = (): Promise<Tree> =>
  makeTree({
    d: directory({ e: directory(), x: file() }),
    empty: directory(),
    f: file({ content: 'content', mode: 0o644 }),
    'to-d': link('d'),
    'to-f': link('f'),
    broken: link('nope'),
    'below-f': link('f/x'),
    self: link('self'),
  });

describe.each(['sync', 'node'] as const)('%s', (backend) => {
  /** Run a test with system calls and a descriptor of a tree with links of all kinds. */
  const withLinks = async (run: (system: SystemCalls, top: number, tree: Tree) => void): Promise<void> => {
    await using tree = await makeLinks();
    using queue = openQueue(backend);
    const before = countOpenDescriptors();
    const top = queue.system.openDirectory(AT_FDCWD, Buffer.from(tree.root), 0);
    expect(top).toBeGreaterThanOrEqual(0);
    run(queue.system, top, tree);
    expect(queue.system.close(top)).toBe(0);
    expect(countOpenDescriptors()).toBe(before);
  };

  describe('stat', () => {
    test.each<[string, Follow, number, string]>([
      ['f', 0, 0, 'f'],
      ['to-f', 0, 0, 'to-f'],
      ['to-f', 1, 0, 'f'],
      ['to-f', 2, 0, 'f'],
      ['to-d', 1, 0, 'd'],
      ['to-d/e', 0, 0, 'd/e'],
      ['to-d/', 0, 0, 'd'],
      ['broken', 0, 0, 'broken'],
      ['broken', 1, 0, 'broken'],
      ['broken', 2, ENOENT, ''],
      ['below-f', 1, 0, 'below-f'],
      ['below-f', 2, ENOTDIR, ''],
      ['self', 0, 0, 'self'],
      ['self', 1, ELOOP, ''],
      ['self', 2, ELOOP, ''],
      ['nope', 0, ENOENT, ''],
      ['nope', 1, ENOENT, ''],
      ['f/x', 1, ENOTDIR, ''],
      ['f/', 0, ENOTDIR, ''],
      ['', 0, ENOENT, ''],
    ])('of %j with follow %i', async (name, follow, result, same) => {
      await withLinks((system, top, tree) => {
        const status = new Status();
        const record = new Uint8Array(status.words.buffer);
        expect(system.stat(top, Buffer.from(name), follow, record)).toBe(result);
        expect(status.result).toBe(result);
        if (result !== 0) return;
        const reference = new Status();
        system.stat(AT_FDCWD, Buffer.from(tree.path(same)), 0, new Uint8Array(reference.words.buffer));
        expect(status.inodeBig).toBe(reference.inodeBig);
        expect(status.sizeBig).toBe(reference.sizeBig);
        expect(status.isUnfollowedLink).toBe(follow === 1 && same === name && name !== 'f');
      });
    });

    test('fills a record at any place of a buffer, and nothing beside it', async () => {
      await withLinks((system, top) => {
        const bytes = new Uint8Array(3 * STATUS_BYTES).fill(0xaa);
        expect(system.stat(top, Buffer.from('f'), 0, bytes.subarray(STATUS_BYTES, 2 * STATUS_BYTES))).toBe(0);
        expect(bytes.subarray(0, STATUS_BYTES).every((byte) => byte === 0xaa)).toBe(true);
        expect(bytes.subarray(2 * STATUS_BYTES).every((byte) => byte === 0xaa)).toBe(true);
        expect(new Status(new Int32Array(bytes.buffer), STATUS_BYTES / 4).size).toBe(7);
      });
    });
  });

  describe('openDirectory', () => {
    test.each([
      ['d', 0, 0],
      ['d/e', 0, 0],
      ['to-d', 0, ENOTDIR],
      ['to-d/e', 0, ELOOP],
      ['to-d/e', REQUEST_TRUSTED, 0],
      ['to-d', REQUEST_TRUSTED, ENOTDIR],
      ['to-d', REQUEST_TRUSTED | REQUEST_FOLLOW, 0],
      ['to-d', REQUEST_FOLLOW, 0],
      ['f', REQUEST_FOLLOW, ENOTDIR],
      ['nope', 0, ENOENT],
      ['', 0, ENOENT],
    ])('%j with flags %i', async (path, flags, result) => {
      await withLinks((system, top) => {
        const fd = system.openDirectory(top, Buffer.from(path), flags);
        expect(Math.min(fd, 0)).toBe(result);
        if (fd >= 0) expect(system.close(fd)).toBe(0);
      });
    });

    test('takes a directory that may be searched but not read', async () => {
      await using tree = await makeTree({ d: directory({ x: file() }, { mode: 0o111 }) });
      using queue = openQueue(backend);
      const fd = queue.system.openDirectory(AT_FDCWD, Buffer.from(tree.path('d')), 0);
      expect(queue.system.stat(fd, Buffer.from('x'), 0, new Uint8Array(STATUS_BYTES))).toBe(0);
      queue.system.close(fd);
    });
  });

  test.each([
    ['to-f', 'f'],
    ['broken', 'nope'],
    ['f', EINVAL],
    ['nope', ENOENT],
    ['', ENOENT],
  ])('readLink of %j', async (name, result) => {
    await withLinks((system, top) => {
      const text = system.readLink(top, Buffer.from(name));
      expect(typeof text === 'number' ? text : Buffer.from(text).toString()).toBe(result);
    });
  });

  test("readLink gives a link's bytes, up to 4,095", async () => {
    const target = Buffer.alloc(4_095, 0xff);
    await using tree = await makeTree({ l: link(target) });
    using queue = openQueue(backend);
    const text = queue.system.readLink(AT_FDCWD, Buffer.from(tree.path('l')));
    expect(Buffer.from(text as Uint8Array)).toEqual(target);
  });

  test.each([
    ['d', 0],
    ['empty', 1],
    ['f', ENOTDIR],
    ['to-d', ENOTDIR],
    ['to-d/', 0],
    ['to-d/e', 1],
    ['nope', ENOENT],
  ])('isEmptyDirectory of %j', async (name, result) => {
    await withLinks((system, top) => expect(system.isEmptyDirectory(top, Buffer.from(name), false)).toBe(result));
  });

  test.each([
    ['f', 4, 0],
    ['f', 2, 0],
    ['f', 1, EACCES],
    ['to-d', 1, 0],
    ['broken', 4, ENOENT],
  ])('access to %j with mode %i', async (name, mode, result) => {
    await withLinks((system, top) => expect(system.access(top, Buffer.from(name), mode)).toBe(result));
  });

  test('openFile opens a regular file, and a link to one only where links are followed', async () => {
    await withLinks((system, _, tree) => {
      const dirfd = system.openDirectory(AT_FDCWD, Buffer.from(tree.root), 0);
      symlinkSync('f', tree.path('to'));
      const bytes = new Uint8Array(10);
      for (const [name, follow] of [
        ['f', false],
        ['f', true],
        ['to', true],
      ] as const) {
        const fd = system.openFile(dirfd, Buffer.from(name), follow);
        expect(system.read(fd, bytes)).toBeGreaterThanOrEqual(0);
        expect(system.close(fd)).toBe(0);
      }
      expect(system.openFile(dirfd, Buffer.from('to'), false)).toBe(ELOOP);
      expect(system.openFile(dirfd, Buffer.from('nope'), true)).toBe(ENOENT);
      for (const other of [tree.root, '/dev/null']) expect(system.openFile(dirfd, Buffer.from(other), true)).toBe(EINVAL);
      system.close(dirfd);
    });
  });

  test('createFile makes or truncates a file, with the mode that the umask leaves', async () => {
    await withLinks((system, _, tree) => {
      for (const name of ['new', 'f']) {
        const fd = system.createFile(Buffer.from(tree.path(name)));
        expect(fstatSync(fd).size).toBe(0);
        expect(system.close(fd)).toBe(0);
      }
      expect(statSync(tree.path('new')).mode & 0o777).toBe(0o666 & ~system.umask());
      expect(system.createFile(Buffer.from(tree.path('f', 'x')))).toBe(ENOTDIR);
    });
  });

  test('close says where there is nothing to close', () => {
    using queue = openQueue(backend);
    const fd = openSync('/dev/null', 'r');
    expect(queue.system.close(fd)).toBe(0);
    expect(queue.system.close(fd)).toBe(EBADF);
  });

  describe('write', () => {
    test('writes the given part', async () => {
      await withLinks((system, _, tree) => {
        const fd = system.createFile(Buffer.from(tree.path('new')));
        expect(system.write(fd, Buffer.from('0123456789'), 3, 7)).toBe(0);
        expect(system.write(fd, Buffer.from('abc'), 1, 1)).toBe(0);
        system.close(fd);
        expect(readFileSync(tree.path('new'), 'latin1')).toBe('3456');
      });
    });

    test('a full device is ENOSPC', () => {
      using queue = openQueue(backend);
      const fd = openSync('/dev/full', 'w');
      expect(queue.system.write(fd, Buffer.from('x'), 0, 1)).toBe(ENOSPC);
      closeSync(fd);
    });

    test('a descriptor that is not open is EBADF', () => {
      using queue = openQueue(backend);
      expect(queue.system.write(999, Buffer.from('x'), 0, 1)).toBe(EBADF);
    });

    test('a pipe that nobody reads is EPIPE', async () => {
      await withFifo((read, write) => {
        using queue = openQueue(backend);
        closeSync(read);
        expect(queue.system.write(write, Buffer.from('x'), 0, 1)).toBe(EPIPE);
        return [write];
      });
    });

    /** `cat` begins to read only after the pipe has been full for a while; all that time write() must wait, and lose nothing. */
    test('a full non-blocking pipe is waited for', async () => {
      await using tree = await makeTree({});
      const fifo = tree.path('fifo');
      const copy = tree.path('copy');
      const reader = `mkfifo ${fifo}; exec 3<>${fifo}; (sleep 0.3; exec cat <&3 >${copy}) >/dev/null 2>&1 & echo $!`;
      const pid = Number(spawnSync('bash', ['-c', reader], { encoding: 'latin1' }).stdout);
      using queue = openQueue(backend);
      const fd = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
      const bytes = Buffer.alloc(1_000_000, 'tswalk');
      expect(queue.system.write(fd, bytes, 0, bytes.length)).toBe(0);
      closeSync(fd);
      while (statSync(copy).size < bytes.length) await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(pid);
      expect(readFileSync(copy).equals(bytes)).toBe(true);
    });
  });

  test('descriptorLimits counts what is open', () => {
    using queue = openQueue(backend);
    /** What earlier tests have left is closed by the garbage collector at any time: only a count that was steady is worth something. */
    const openNow = (): { readonly told: number; readonly counted: number } => {
      for (;;) {
        const counted = countOpenDescriptors();
        const told = queue.system.descriptorLimits().open;
        if (countOpenDescriptors() === counted) return { told, counted };
      }
    };
    const first = openNow();
    const fd = openSync('/dev/null', 'r');
    const second = openNow();
    closeSync(fd);
    // Without the addon a command takes some, and so do directories kept open for speed: they are counted beforehand.
    const kept = backend === 'node' ? 9 + TRAIL_DESCRIPTORS : 0;
    expect(first.told).toBe(first.counted + kept);
    expect(second.told).toBe(second.counted + kept);
    const soft = spawnSync('prlimit', ['--pid', String(process.pid), '--nofile', '-o', 'SOFT', '--noheadings'], {
      encoding: 'latin1',
    });
    expect(queue.system.descriptorLimits().limit).toBe(Number(soft.stdout));
  });

  test('isTerminal is false for files, pipes and closed descriptors', async () => {
    await withFifo((read, write) => {
      using queue = openQueue(backend);
      const fd = openSync('/dev/null', 'r');
      for (const candidate of [fd, read, write, 999]) expect(queue.system.isTerminal(candidate)).toBe(false);
      closeSync(fd);
      return [read, write];
    });
  });

  test.each([
    ['/dev/null', 'w', false],
    ['/dev/null', 'r', false],
    ['/dev/zero', 'r+', false],
  ])('wasClosed: %s opened %s', (path, mode, result) => {
    using queue = openQueue(backend);
    const fd = openSync(path, mode);
    expect(queue.system.wasClosed(fd)).toBe(result);
    closeSync(fd);
    expect(queue.system.wasClosed(fd)).toBe(true);
  });

  test('commandLine gives the words of the process', () => {
    using queue = openQueue(backend);
    const words = queue.system.commandLine().map((word) => Buffer.from(word).toString());
    expect(words).toEqual(readFileSync('/proc/self/cmdline', 'utf8').split('\0').slice(0, -1));
  });

  test('the process is told how many processors it may use', () => {
    using queue = openQueue(backend);
    const nproc = Number(spawnSync('nproc', { encoding: 'latin1', env: {} }).stdout);
    expect(queue.system.usableProcessors()).toBeGreaterThanOrEqual(1);
    expect(queue.system.usableProcessors()).toBeLessThanOrEqual(nproc);
  });
});

describe('addon and node:fs', () => {
  test('word every errno alike', () => {
    using native = openQueue('sync');
    using fallback = openQueue('node');
    for (let errno = 0; errno <= 140; errno++) expect(fallback.system.errorText(errno)).toBe(native.system.errorText(errno));
  });

  test('say the same of this process', () => {
    using native = openQueue('sync');
    using fallback = openQueue('node');
    expect(fallback.system.usableProcessors()).toBe(native.system.usableProcessors());
    expect(fallback.system.umask()).toBe(native.system.umask());
    expect(fallback.system.isUtf8Locale()).toBe(native.system.isUtf8Locale());
    expect(fallback.system.commandLine()).toEqual(native.system.commandLine());
  });
});

/** Run a test with both ends of a pipe; it returns those that are still to be closed. */
async function withFifo(run: (read: number, write: number) => number[]): Promise<void> {
  await using tree = await makeTree({});
  spawnSync('mkfifo', [tree.path('fifo')]);
  const read = openSync(tree.path('fifo'), constants.O_RDONLY | constants.O_NONBLOCK);
  const write = openSync(tree.path('fifo'), constants.O_WRONLY | constants.O_NONBLOCK);
  writeSync(write, 'x');
  readSync(read, Buffer.alloc(1));
  for (const fd of run(read, write)) closeSync(fd);
}
