/** The nearest name: REFERENCE.md 13.3 and the vectors 23.14. */

import { expect, test } from 'vitest';
import { suggestedNames } from '../../../src/walk/expr/primaries.ts';
import { suggestName, typingDistance } from '../../../src/walk/expr/suggest.ts';

test.each([
  ['-nme', '-name'],
  ['-tpye', '-true'],
  ['-sizee', '-size'],
  ['-exce', '-exec'],
  ['-prnt', '-print'],
  ['-maxdeth', '-maxdepth'],
  ['-exlude', '-exclude'],
  ['-n', '-H'],
  ['-foo', '-ok'],
  ['-x1', '-x'],
  ['--name', '-lname'],
  ['--hel', '--help'],
  ['-ignore-readdir-race', '-ignore_readdir_race'],
  ['-mdtime', '-mtime'],
  ['-F', '-f'],
  ['-Q', '-a'],
  ['-dx', '-d'],
  ['-LfX', '-ls'],
])('%s: did you mean %s?', (word, name) => {
  expect(suggestName(word, suggestedNames())).toBe(name);
});

test.each([
  ['', '', 0],
  ['a', 'a', 0],
  ['a', '', 12],
  ['', 'ab', 24],
  ['a', 's', 3],
  ['a', 'A', 1],
  ['q', 'a', 4],
  ['1', 'q', 4],
  ['-', 'l', 10],
  ['é', '`', 0],
])('from %j to %j it is %i', (from, to, distance) => {
  expect(typingDistance(from, to)).toBe(distance);
  expect(typingDistance(to, from)).toBe(distance);
});
