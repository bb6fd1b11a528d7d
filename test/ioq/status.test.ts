/** Statuses filled through the queue, with a listing or asked for afterwards. */

import { execFileSync } from 'node:child_process';
import { lstatSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DT, REQUEST_KEEP, REQUEST_STATUS_FOLLOW } from '../../src/ioq/layout.ts';
import type { Status } from '../../src/walk/status.ts';
import { BACKENDS, openQueue } from '../fixture/backends.ts';
import type { AnsweredEntry } from '../fixture/requests.ts';
import { directory, fifo, file, link, makeTree, numberedFiles, socket } from '../fixture/tree.ts';

const EVERY_TYPE = Object.values(DT);
const ENOENT = -2;
const ELOOP = -40;

describe.each(BACKENDS)('%s', (backend) => {
  test('a status has every field that stat(2) has', async () => {
    await using tree = await makeTree({
      d: directory({}, { mode: 0o1777, time: 1_234_567_890.5 }),
      f: file({ content: 'x'.repeat(5_000), mode: 0o4750, time: 86_400 }),
      hole: file({ sizeBytes: 3 * 2 ** 40 }),
      l: link('nope', { time: 1 }),
      p: fifo({ mode: 0o600 }),
      s: socket(),
    });
    execFileSync('touch', ['-d', '@-2000000000.25', tree.path('hole')]);
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: tree.root, statusTypes: EVERY_TYPE });
    expect(entries).toHaveLength(6);
    for (const { name, status } of entries) expect(fieldsOf(status!)).toEqual(expectedFields(tree.path(name)));
  });

  test('a device has its number', () => {
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: '/dev', statusTypes: [DT.char] });
    const status = entries.find(({ name }) => name === 'null')?.status;
    expect(fieldsOf(status!)).toEqual(expectedFields('/dev/null'));
    expect(status?.rdeviceBig).toBe(0x103n);
  });

  test('a file system without birth times says so', () => {
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: '/proc/self/task/..', flags: 2, statusTypes: [DT.regular] });
    const status = entries.find(({ name }) => name === 'status')?.status;
    expect(status).toMatchObject({ result: 0, hasBirthTime: false });
    expect(status?.seconds('B')).toBe(0);
  });

  test('only the types asked for are examined with the listing', async () => {
    await using tree = await makeTree({ a: file(), b: link('a'), c: directory(), d: file(), e: link('a') });
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: tree.root, statusTypes: [DT.link] });
    expect(entries.filter(({ status }) => status !== undefined).map(({ name }) => name)).toEqual(
      entries.filter(({ type }) => type === DT.link).map(({ name }) => name),
    );
    for (const { name, status } of entries) if (status) expect(status.inodeBig).toBe(inodeOf(tree.path(name)));
  });

  test('entries marked afterwards are examined by STAT', async () => {
    await using tree = await makeTree(numberedFiles(100));
    using queue = openQueue(backend);
    const listing = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    queue.requests.want(0, ({ name }) => name.endsWith('7'));
    queue.requests.rewindStatus(0);
    const answer = queue.requests.serve(queue.requests.prepare('stat', 0));
    expect(answer).toMatchObject({ result: 0, statusCount: 10, statusMore: false, count: 100, dirfd: listing.dirfd });
    for (const { name, status } of answer.entries) {
      expect(status !== undefined).toBe(name.endsWith('7'));
      if (status) expect(status.inodeBig).toBe(inodeOf(tree.path(name)));
    }
    queue.system.close(answer.dirfd);
  });

  /** 700 entries, 256 records: three passes, each of which goes on where the last one stopped. */
  test.each([
    ['with the listing', true],
    ['by STAT', false],
  ])('more entries than records take several passes, %s', async (_, atOnce) => {
    await using tree = await makeTree(numberedFiles(700));
    using queue = openQueue(backend);
    const { requests } = queue;
    const statusTypes = atOnce ? [DT.regular] : [];
    let answer = requests.open({ path: tree.root, flags: atOnce ? 0 : REQUEST_KEEP, statusTypes });
    if (!atOnce) {
      requests.want(0, () => true);
      requests.rewindStatus(0);
      answer = requests.serve(requests.prepare('stat', 0));
    }
    const passes: number[] = [];
    const seen: AnsweredEntry[] = [];
    for (;;) {
      passes.push(answer.statusCount);
      seen.push(...answer.entries.filter(({ status }) => status !== undefined));
      if (!answer.statusMore) break;
      expect(answer.dirfd).toBeGreaterThanOrEqual(0);
      answer = requests.serve(requests.prepare('stat', 0));
    }
    expect(passes).toEqual([256, 256, 188]);
    expect(new Set(seen.map(({ name }) => name)).size).toBe(700);
    for (const { name, status } of seen) expect(status?.inodeBig).toBe(inodeOf(tree.path(name)));
    if (answer.dirfd >= 0) queue.system.close(answer.dirfd);
  });

  /** The listing does not fit a slot either: after the passes over a chunk the directory goes on. */
  test('passes within chunks: every entry has its own status', async () => {
    const names = Array.from({ length: 300 }, (_, i) => String(i).padStart(200, 'n'));
    await using tree = await makeTree(names.map((name) => [name, file()] as const));
    using queue = openQueue(backend);
    const { requests } = queue;
    const inodes = new Map<string, bigint>();
    for (let answer = requests.open({ path: tree.root, statusTypes: [DT.regular] }); ; ) {
      expect(answer.result).toBe(0);
      for (const { name, status } of answer.entries) if (status) inodes.set(name, status.inodeBig);
      if (!answer.statusMore && !answer.more) break;
      answer = requests.serve(requests.prepare(answer.statusMore ? 'stat' : 'read', 0));
    }
    expect(inodes.size).toBe(300);
    for (const name of names) expect(inodes.get(name)).toBe(inodeOf(tree.path(name)));
  });

  /**
   * With the listing the links were examined, and their entries say so; a STAT from the start fills the records anew, and must
   * give those entries theirs again, although they have the types of their targets now.
   */
  test('a STAT from the start examines again what was examined with the listing', async () => {
    await using tree = await makeTree({ a: file(), b: link('a'), c: file(), d: link('c'), e: file() });
    using queue = openQueue(backend);
    const flags = REQUEST_KEEP | REQUEST_STATUS_FOLLOW;
    const listing = queue.requests.open({ path: tree.root, flags, statusTypes: [DT.link, DT.unknown] });
    expect(listing.statusCount).toBe(2);
    queue.requests.want(0, ({ name }) => name === 'a' || name === 'e');
    queue.requests.rewindStatus(0);
    const answer = queue.requests.serve(queue.requests.prepare('stat', 0));
    expect(answer.statusCount).toBe(4);
    for (const { name, status } of answer.entries) {
      if (name === 'c') expect(status).toBeUndefined();
      else expect(status?.inodeBig).toBe(statSync(tree.path(name), { bigint: true }).ino);
    }
    queue.system.close(answer.dirfd);
  });

  test('a name that has gone has its error in its record, and the others are good', async () => {
    await using tree = await makeTree(numberedFiles(3));
    using queue = openQueue(backend);
    const listing = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    execFileSync('rm', [tree.path('f1')]);
    queue.requests.want(0, () => true);
    queue.requests.rewindStatus(0);
    const answer = queue.requests.serve(queue.requests.prepare('stat', 0));
    const results = Object.fromEntries(answer.entries.map(({ name, status }) => [name, status?.result]));
    expect(results).toEqual({ f0: 0, f1: ENOENT, f2: 0 });
    queue.system.close(listing.dirfd);
  });

  describe('through links', () => {
    test.each([
      ['to a file', 'to-file', DT.regular, 0, false],
      ['to a directory', 'to-directory', DT.directory, 0, false],
      ['whose target is missing', 'broken', DT.link, 0, true],
      ['whose target lies below a file', 'below-file', DT.link, 0, true],
      ['to itself', 'self', DT.link, ELOOP, false],
      ['that is none', 'f', DT.regular, 0, false],
    ])('a link %s', async (_, name, type, result, isUnfollowed) => {
      await using tree = await makeTree({
        f: file(),
        d: directory(),
        'to-file': link('f'),
        'to-directory': link('d'),
        broken: link('nope'),
        'below-file': link('f/x'),
        self: link('self'),
      });
      using queue = openQueue(backend);
      const entries = queue.requests.list({ path: tree.root, flags: REQUEST_STATUS_FOLLOW, statusTypes: EVERY_TYPE });
      const entry = entries.find((candidate) => candidate.name === name);
      expect(entry).toMatchObject({ type, status: { result } });
      if (result !== 0) return;
      expect(entry?.status?.isUnfollowedLink).toBe(isUnfollowed);
      expect(entry?.status?.inodeBig).toBe((isUnfollowed ? lstatSync : statSync)(tree.path(name), { bigint: true }).ino);
    });
  });
});

function inodeOf(path: string): bigint {
  return lstatSync(path, { bigint: true }).ino;
}

function fieldsOf(status: Status): unknown {
  const { result, mode, inodeBig, deviceBig, links, uid, gid, sizeBig, blocksBig, rdeviceBig, hasBirthTime } = status;
  const time = (field: 'a' | 'm' | 'c' | 'B'): bigint =>
    BigInt(status.seconds(field)) * 1_000_000_000n + BigInt(status.nanoseconds(field));
  const times = [time('a'), time('m'), time('c'), time('B')];
  return { result, mode, inodeBig, deviceBig, links, uid, gid, sizeBig, blocksBig, rdeviceBig, hasBirthTime, times };
}

function expectedFields(path: string): unknown {
  const stats = lstatSync(path, { bigint: true });
  return {
    result: 0,
    mode: Number(stats.mode),
    inodeBig: stats.ino,
    deviceBig: stats.dev,
    links: Number(stats.nlink),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    sizeBig: stats.size,
    blocksBig: stats.blocks,
    rdeviceBig: stats.rdev,
    hasBirthTime: stats.birthtimeNs !== 0n,
    times: [stats.atimeNs, stats.mtimeNs, stats.ctimeNs, stats.birthtimeNs],
  };
}
