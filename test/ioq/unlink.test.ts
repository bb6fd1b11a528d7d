/** Entries of a listing removed through the queue: those that are marked, as what they are, and each failure with its entry. */

import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REQUEST_KEEP } from '../../src/ioq/layout.ts';
import { BACKENDS, openQueue } from '../fixture/backends.ts';
import { directory, fifo, file, link, makeTree, numberedFiles, socket } from '../fixture/tree.ts';

const EINTR = 4;
const ENOENT = 2;
const ENOTEMPTY = 39;

describe.each(BACKENDS)('%s', (backend) => {
  test('what is marked is gone, whatever it is; what a link leads to stays', async () => {
    await using tree = await makeTree({
      t: directory({ f: file(), d: directory(), l: link('../outside'), p: fifo(), s: socket(), kept: file() }),
      outside: directory({ x: file() }),
    });
    using queue = openQueue(backend);
    const { slot } = queue.requests.open({ path: tree.path('t'), flags: REQUEST_KEEP });
    queue.requests.markForUnlink(slot, ({ name }) => name !== 'kept');
    const answer = queue.requests.serve(queue.requests.prepare('unlink', slot));
    expect([answer.result, queue.requests.unlinkErrors(slot)]).toEqual([0, []]);
    expect([readdirSync(tree.path('t')), readdirSync(tree.path('outside'))]).toEqual([['kept'], ['x']]);
    expect(queue.ioq.served().operations.unlink).toEqual({ uring: 0, plain: 5 });
    queue.system.close(answer.dirfd);
  });

  test('what cannot be removed is named with its error, and the rest is gone', async () => {
    await using tree = await makeTree({
      full: directory({ x: file() }),
      gone: file(),
      a: file(),
      z: file(),
      'full-too': directory({ x: file() }),
    });
    using queue = openQueue(backend);
    const { slot } = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    rmSync(tree.path('gone'));
    queue.requests.markForUnlink(slot, () => true);
    const answer = queue.requests.serve(queue.requests.prepare('unlink', slot));
    expect(queue.requests.unlinkErrors(slot).sort()).toEqual([
      ['full', -ENOTEMPTY],
      ['full-too', -ENOTEMPTY],
      ['gone', -ENOENT],
    ]);
    expect(readdirSync(tree.root).sort()).toEqual(['full', 'full-too']);
    queue.system.close(answer.dirfd);
  });

  test('a directory that has become a link is not removed, nor what it leads to', async () => {
    await using tree = await makeTree({ t: directory({ d: directory() }), outside: directory() });
    using queue = openQueue(backend);
    const { slot } = queue.requests.open({ path: tree.path('t'), flags: REQUEST_KEEP });
    rmSync(tree.path('t', 'd'), { recursive: true });
    symlinkSync('../outside', tree.path('t', 'd'));
    queue.requests.markForUnlink(slot, () => true);
    const answer = queue.requests.serve(queue.requests.prepare('unlink', slot));
    expect(queue.requests.unlinkErrors(slot)).toEqual([['d', -20]]);
    expect([readdirSync(tree.path('t')), readdirSync(tree.root).sort()]).toEqual([['d'], ['outside', 't']]);
    queue.system.close(answer.dirfd);
  });

  test('the chunk after it is read on from where the listing was', async () => {
    await using tree = await makeTree(numberedFiles(4_000));
    using queue = openQueue(backend);
    let answer = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    const { slot } = answer;
    let chunks = 0;
    for (;;) {
      chunks++;
      queue.requests.markForUnlink(slot, () => true);
      const { more } = answer;
      queue.requests.serve(queue.requests.prepare('unlink', slot));
      expect(queue.requests.unlinkErrors(slot)).toEqual([]);
      if (!more) break;
      answer = queue.requests.serve(queue.requests.prepare('read', slot));
    }
    expect([readdirSync(tree.root), chunks > 1]).toEqual([[], true]);
    queue.system.close(answer.dirfd);
  });

  test('after a cancel nothing is removed', async () => {
    await using tree = await makeTree({ f: file() });
    using queue = openQueue(backend, { workers: 1 });
    const { slot } = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    queue.requests.markForUnlink(slot, () => true);
    queue.ioq.cancel();
    expect(queue.requests.submit(queue.requests.prepare('unlink', slot))).toBe(-EINTR);
    expect(readdirSync(tree.root)).toEqual(['f']);
    queue.system.close(queue.requests.answer(slot).dirfd);
  });
});
