/** -delete: what is asked to be removed, as what, and what comes of it. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../src/ioq/layout.ts';
import { compileDelete } from '../../../src/walk/action/delete.ts';
import { directory, file, link, makeTree } from '../../fixture/tree.ts';
import { makeEntry } from './entries.ts';

const ENOTEMPTY = 39;

describe('-delete', () => {
  test.each([
    ['f', DT.regular, false, false],
    ['d', DT.directory, false, true],
    ['to-d', DT.link, false, false],
    // As the walk sees them with -L.
    ['to-d', DT.directory, true, false],
    ['d', DT.directory, true, true],
    ['to-f', DT.regular, true, false],
    // As file systems without types in their directories give them.
    ['d', DT.unknown, false, true],
    ['to-d', DT.unknown, false, false],
  ])('%s seen as type %i, links followed: %s, is removed as a directory: %s', async (name, type, follows, isDirectory) => {
    await using tree = await makeTree({ f: file(), d: directory(), 'to-d': link('d'), 'to-f': link('f') });
    const { entry, failures } = makeEntry(tree.path(name), 1);
    entry.type = type;
    const asked: boolean[] = [];
    const matcher = compileDelete({
      follows: () => follows,
      unlinkLater: () => false,
      unlink: (_entry, as) => {
        asked.push(as);
        return 0;
      },
    });
    expect([matcher(entry), asked, failures]).toEqual([true, [isDirectory], []]);
  });

  test.each([
    ['.', true, 0],
    ['./', false, 1],
    ['./.', false, 1],
    ['..', false, 1],
  ])('the starting point %s: %s, asked for %i times', (path, value, times) => {
    const { entry, failures } = makeEntry(path);
    let asked = 0;
    const matcher = compileDelete({
      follows: () => false,
      unlinkLater: () => false,
      unlink: () => {
        asked++;
        return -ENOTEMPTY;
      },
    });
    expect([matcher(entry), asked, failures]).toEqual([value, times, times === 0 ? [] : [String(ENOTEMPTY)]]);
  });

  test('what is gone already is a failure', async () => {
    await using tree = await makeTree({});
    const { entry, failures } = makeEntry(tree.path('gone'), 1);
    expect(compileDelete({ follows: () => false, unlinkLater: () => false, unlink: () => 0 })(entry)).toBe(false);
    expect(failures).toEqual(['2']);
  });
});
