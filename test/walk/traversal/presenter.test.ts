/** When entries are visited and what is descended into: REFERENCE 3.6, one entry at a time. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../src/ioq/layout.ts';
import { Presenter } from '../../../src/walk/traversal/presenter.ts';
import type { TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { fillStatus } from '../expr/plain-host.ts';
import { bytes, HeldQueue, makeCursors, makeOptions, makeRecorder, makeRoots, pathOf, recordCalls, text } from './plain-walk.ts';

const ENOENT = -2;

/** @param files - By path: the type of a starting point, or minus an errno. */
function makePresenter(
  overrides: Partial<TraversalOptions> = {},
  recorder = makeRecorder(),
  files: Readonly<Record<string, number>> = { x: DT.directory },
) {
  const { system: recorded } = recordCalls();
  const system = {
    ...recorded,
    stat: (_dirfd: number, path: Uint8Array, _follow: unknown, record: Uint8Array): number => {
      const type = files[text(path)]!;
      if (type < 0) return type;
      new DataView(record.buffer).setUint32(4, type << 12, true);
      return 0;
    },
  };
  const roots = makeRoots(...Object.keys(files));
  const presenter = new Presenter(new HeldQueue(1), system, roots, makeOptions(overrides), recorder.visitor, makeCursors(system));
  /** Show an entry of a directory. @returns Its number where it is to be descended into, else -1. */
  const show = (parent: number, name: string, type: number = DT.directory, isAbove = true): number => {
    const { entry } = presenter;
    presenter.enter(parent, bytes(name));
    entry.nameStart = 0;
    entry.nameEnd = bytes(name).length;
    entry.type = type;
    entry.statusResult = 1;
    return presenter.show(parent, isAbove) ? presenter.add(parent) : -1;
  };
  const start = (): number => presenter.visitRoot(roots[0]!);
  return { presenter, recorder, roots, show, start };
}

describe('a starting point', () => {
  test.each([
    ['x', 'x'],
    ['x/', 'x'],
    ['x//', 'x'],
    ['/', '/'],
    ['//', '/'],
    ['a/b', 'b'],
    ['a/b/', 'b'],
    ['/b', 'b'],
    ['.', '.'],
  ])('%s has the name %s', (path, name) => {
    const names: string[] = [];
    const recorder = makeRecorder({}, (_path, _verdict, entry) =>
      names.push(text(entry.bytes.subarray(entry.nameStart, entry.nameEnd))),
    );
    const { start } = makePresenter({}, recorder, { [path]: DT.regular });
    start();
    expect([names, recorder.visits]).toEqual([[name], [path]]);
  });

  test('that cannot be examined is told, and not visited', () => {
    const { start, recorder } = makePresenter({}, makeRecorder(), { x: ENOENT });
    expect([start(), recorder.visits, recorder.failures]).toEqual([-1, [], ['entry x 2']]);
  });

  test('is entered where it is a directory above the depth limit', () => {
    expect(makePresenter().start()).toBe(0);
    expect(makePresenter({ maxDepth: 0 }).start()).toBe(-1);
    expect(makePresenter({}, makeRecorder(), { x: DT.link }).start()).toBe(-1);
  });
});

describe('an entry', () => {
  test('has the path and depth of where it is', () => {
    const depths: number[] = [];
    const recorder = makeRecorder({}, (_path, _verdict, entry) => depths.push(entry.depth));
    const { show, start } = makePresenter({}, recorder);
    const inner = show(start(), 'a');
    show(inner, 'b', DT.regular);
    expect([recorder.visits, depths]).toEqual([
      ['x', 'x/a', 'x/a/b'],
      [0, 1, 2],
    ]);
  });

  test.each<[string, Partial<TraversalOptions>, string[]]>([
    ['above the least depth is not visited, but entered', { minDepth: 2 }, ['x/a/b']],
    ['of a type that nobody asks for is not visited, but entered', { visitedTypes: 1 << DT.regular }, ['x/a/b']],
    ['that is a directory waits for its post visit', { postOrder: true }, ['x/a/b', 'x/a/', 'x/']],
  ])('%s', (_title, options, visits) => {
    const { presenter, show, start, recorder } = makePresenter(options);
    const root = start();
    const inner = show(root, 'a');
    expect(show(inner, 'b', DT.regular)).toBe(-1);
    presenter.finish(inner);
    presenter.finish(root);
    expect(recorder.visits).toEqual(visits);
  });

  test('at the depth limit is visited at once, even with post visits', () => {
    const { show, start, recorder } = makePresenter({ postOrder: true });
    expect([show(start(), 'a', DT.directory, false), recorder.visits]).toEqual([-1, ['x/a']]);
  });

  test('that is pruned is not entered; the next one is asked again', () => {
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path === 'x/a') verdict.pruned = true;
    });
    const { show, start } = makePresenter({}, recorder);
    const root = start();
    expect(show(root, 'a')).toBe(-1);
    expect(show(root, 'b')).toBeGreaterThan(0);
  });

  test('that is not admitted is neither visited nor entered', () => {
    const recorder = makeRecorder({ admit: (entry) => !pathOf(entry).endsWith('a') });
    const { show, start } = makePresenter({}, recorder);
    expect([show(start(), 'a'), recorder.visits]).toEqual([-1, ['x']]);
  });

  test('below which nothing can matter is visited and not entered', () => {
    const mayDescend = (path: Uint8Array, length: number): boolean => text(path.subarray(0, length)) !== 'x/a';
    const { show, start, recorder } = makePresenter({ mayDescend });
    expect([show(start(), 'a'), recorder.visits]).toEqual([-1, ['x', 'x/a']]);
  });

  test('that loops is told with the path of its ancestor', () => {
    const { presenter, show, start, recorder } = makePresenter({ follow: 'always' });
    const root = start();
    const { entry } = presenter;
    presenter.enter(root, bytes('up'));
    entry.nameStart = 0;
    entry.nameEnd = 2;
    entry.type = DT.directory;
    entry.statusResult = 0;
    entry.status.words = new Int32Array(32);
    fillStatus(entry.status, { inode: 0, device: 0 });
    expect(presenter.show(root, true)).toBe(false);
    expect([recorder.visits, recorder.failures]).toEqual([['x'], ['loop x/up x']]);
    expect(show(root, 'other', DT.regular)).toBe(-1);
  });
});

describe('finishing', () => {
  test('the last child finishes its ancestors, upwards', () => {
    const { presenter, show, start, recorder } = makePresenter({ postOrder: true });
    const root = start();
    const a = show(root, 'a');
    const b = show(a, 'b');
    presenter.finish(root);
    presenter.finish(a);
    expect(recorder.visits).toEqual([]);
    presenter.finish(b);
    expect(recorder.visits).toEqual(['x/a/b/', 'x/a/', 'x/']);
  });

  test('nothing more is shown once the walk has been stopped', () => {
    const recorder = makeRecorder({}, (_path, verdict) => {
      verdict.stopped = true;
    });
    const { presenter, show, start } = makePresenter({ postOrder: true }, recorder);
    const root = start();
    const a = show(root, 'a');
    presenter.finish(root);
    presenter.finish(a);
    expect([recorder.visits, presenter.stopped]).toEqual([['x/a/'], true]);
  });

  test('a directory that failed is told by its path', () => {
    const { presenter, show, start, recorder } = makePresenter();
    const root = start();
    presenter.failDirectory(show(root, 'a'), 13);
    presenter.failDirectory(root, 5);
    expect(recorder.failures).toEqual(['directory x/a 13', 'directory x 5']);
  });
});
