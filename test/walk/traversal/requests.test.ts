/** Requests as they stand in slots: what is opened from where, with which flags, and what is done where nothing can be opened. */

import { describe, expect, test } from 'vitest';
import {
  NAMES_OFFSET,
  OPERATION,
  REQUEST_FILTER,
  REQUEST_FOLLOW,
  REQUEST_KEEP,
  REQUEST_SAME_DEVICE,
  REQUEST_STATUS_FOLLOW,
  REQUEST_TRUSTED,
  SLOT,
} from '../../../src/ioq/layout.ts';
import { AT_FDCWD } from '../../../src/ioq/system.ts';
import { Presenter } from '../../../src/walk/traversal/presenter.ts';
import { Requests } from '../../../src/walk/traversal/requests.ts';
import { Slots, slotByte, slotWord } from '../../../src/walk/traversal/slots.ts';
import type { TraversalOptions, Visitor } from '../../../src/walk/traversal/visitor.ts';
import {
  bytes,
  HeldQueue,
  makeCursors,
  makeOptions,
  makeRecorder,
  makeRoots,
  packEntries,
  recordCalls,
  text,
} from './plain-walk.ts';

const EACCES = -13;
const EMFILE = -24;

interface Setting {
  readonly options?: Partial<TraversalOptions>;
  readonly keepsOpen?: boolean;
  readonly visitor?: Partial<Visitor>;
  readonly refuse?: (path: string) => number;
}

function makeRequests({ options: overrides = {}, keepsOpen = false, visitor = {}, refuse }: Setting = {}) {
  const queue = new HeldQueue(2);
  const { system, calls } = recordCalls(refuse);
  const options = makeOptions(overrides);
  const slots = new Slots(queue, system);
  const roots = makeRoots('x');
  const presenter = new Presenter(queue, system, roots, options, makeRecorder(visitor).visitor, makeCursors(system));
  const requests = new Requests(queue, slots, presenter, options, keepsOpen);
  const { directories, cache } = presenter;
  const root = directories.addRoot(0);
  const add = (parent: number, name: string): number => directories.add(parent, bytes(name), 0, name.length);
  const field = (name: keyof typeof SLOT): number => queue.words[slotWord(0) + SLOT[name]]!;
  const setField = (name: keyof typeof SLOT, value: number): void => {
    queue.words[slotWord(0) + SLOT[name]] = value;
  };
  const path = (): string => {
    const at = slotByte(0) + NAMES_OFFSET;
    const length = field('pathLength');
    return `${text(queue.bytes.subarray(at, at + length))}${queue.bytes[at + length] === 0 ? '' : ' without an end'}`;
  };
  return { queue, calls, requests, cache, root, add, field, setField, path };
}

describe('what is opened', () => {
  test('a starting point by its path, to be kept', () => {
    const { requests, root, field, path } = makeRequests();
    requests.fill(0, root);
    expect([field('operation'), field('dirfd'), path(), field('token')]).toEqual([OPERATION.opendir, AT_FDCWD, 'x', root]);
    expect(field('flags')).toBe(REQUEST_TRUSTED | REQUEST_KEEP);
  });

  test('what is below it from the nearest directory that is open', () => {
    const { requests, cache, root, add, field, path } = makeRequests();
    cache.keep(root, 50);
    requests.fill(0, add(add(root, 'a'), 'b'));
    expect([field('dirfd'), path(), field('flags')]).toEqual([50, 'a/b', 0]);
  });

  test('a shorter path after a longer one has an end of its own', () => {
    const { requests, cache, root, add, path } = makeRequests();
    cache.keep(root, 50);
    requests.fill(0, add(root, 'a-long-name'));
    requests.fill(0, add(root, 'b'));
    expect(path()).toBe('b');
  });

  test.each<[Partial<TraversalOptions>, boolean, number]>([
    [{ follow: 'always' }, false, REQUEST_FOLLOW | REQUEST_STATUS_FOLLOW],
    [{ follow: 'roots' }, false, 0],
    [{ sameDevice: true }, false, REQUEST_SAME_DEVICE],
    [{ filter: [] }, false, REQUEST_FILTER],
    [{}, true, REQUEST_KEEP],
  ])('%j, kept open: %s', (options, keepsOpen, flags) => {
    const { requests, cache, root, add, field } = makeRequests({ options, keepsOpen });
    cache.keep(root, 50);
    requests.fill(0, add(root, 'a'));
    expect(field('flags')).toBe(flags);
  });

  test.each([
    ['never', 0],
    ['roots', REQUEST_FOLLOW],
    ['always', REQUEST_FOLLOW | REQUEST_STATUS_FOLLOW],
  ] as const)('links among the starting points, followed %s', (follow, flags) => {
    const { requests, root, field } = makeRequests({ options: { follow } });
    requests.fill(0, root);
    expect(field('flags')).toBe(REQUEST_TRUSTED | REQUEST_KEEP | flags);
  });
});

describe('the directory that a request is based on', () => {
  test('stays open until the answer is there', () => {
    const { requests, cache, root, add } = makeRequests();
    cache.keep(root, 50);
    requests.fill(0, add(root, 'a'));
    expect(cache.evictAll()).toBe(0);
    requests.answered(0);
    expect(cache.evictAll()).toBe(1);
  });

  test('cannot be opened: nothing is asked, and its error is the result', () => {
    const { requests, root, add, field } = makeRequests({ refuse: () => EACCES });
    requests.fill(0, add(root, 'a'));
    expect([field('operation'), requests.result(0)]).toEqual([OPERATION.nop, EACCES]);
  });

  test('is kept for what is below it, a starting point alone', () => {
    const { requests, calls, cache, root, add, setField } = makeRequests();
    setField('dirfd', 70);
    requests.keepRoot(0, add(root, 'a'));
    expect(cache.evictAll()).toBe(0);
    requests.keepRoot(0, root);
    expect([cache.open(root), calls]).toEqual([70, []]);
  });
});

describe('when descriptors have run out', () => {
  test('some are freed and the same directory is asked for again', () => {
    const { requests, cache, root, add, field, setField } = makeRequests();
    const a = add(root, 'a');
    requests.fill(0, root);
    cache.keep(a, 60);
    setField('operation', OPERATION.opendir);
    expect([requests.tryAgain(0, EMFILE), field('token')]).toEqual([true, root]);
  });

  test('once more where nothing could be freed, and then no more', () => {
    const { requests, root } = makeRequests();
    requests.fill(0, root);
    expect([requests.tryAgain(0, EMFILE), requests.tryAgain(0, EMFILE)]).toEqual([true, false]);
  });

  test('eight times at most, until something has been opened', () => {
    const { requests, cache, root, add } = makeRequests();
    const a = add(root, 'a');
    requests.fill(0, root);
    const tryAgain = (): boolean => {
      cache.keep(a, 60);
      return requests.tryAgain(0, EMFILE);
    };
    expect(Array.from({ length: 9 }, tryAgain)).toEqual([...new Array<boolean>(8).fill(true), false]);
    requests.settled(0);
    expect(tryAgain()).toBe(true);
  });

  test('other failures are not tried again, nor is reading on', () => {
    const { requests, root, setField } = makeRequests();
    requests.fill(0, root);
    expect(requests.tryAgain(0, EACCES)).toBe(false);
    setField('operation', OPERATION.read);
    expect(requests.tryAgain(0, EMFILE)).toBe(false);
  });
});

describe('the status of entries that may need it', () => {
  function probe(mayNeedStatus: () => boolean, result = 0): { again: boolean; operation: number } {
    const { queue, requests, root, field, setField } = makeRequests({ visitor: { mayNeedStatus }, keepsOpen: true });
    requests.fill(0, root);
    const packed = packEntries([{ name: 'a' }, { name: 'b' }]);
    queue.bytes.set(packed, slotByte(0) + NAMES_OFFSET);
    setField('namesLength', packed.length);
    setField('result', result);
    return { again: requests.probe(0), operation: field('operation') };
  }

  test('is asked for in the same slot', () => {
    expect(probe(() => true)).toEqual({ again: true, operation: OPERATION.stat });
  });

  test('is not asked for where no entry needs it, nor of what failed', () => {
    expect(probe(() => false)).toEqual({ again: false, operation: OPERATION.opendir });
    expect(probe(() => true, EACCES)).toEqual({ again: false, operation: OPERATION.opendir });
  });
});
