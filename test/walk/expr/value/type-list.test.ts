/** Type lists: REFERENCE 2.7. */

import { expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { parseTypeList, wantsWhiteouts } from '../../../../src/walk/expr/value/type-list.ts';
import { bytes, failure } from './oracle.ts';

test.each<[string, number[]]>([
  ['b', [DT.block]],
  ['c', [DT.char]],
  ['d', [DT.directory]],
  ['D', []],
  ['f', [DT.regular]],
  ['l', [DT.link]],
  ['p', [DT.fifo]],
  ['s', [DT.socket]],
  ['w', [DT.whiteout]],
  ['f,d,f', [DT.regular, DT.directory]],
])('%j is the types %j', (word, types) => {
  const mask = parseTypeList(bytes(word));
  expect(mask).toBe(types.reduce((bits, type) => bits | (1 << type), 0));
  expect(wantsWhiteouts(mask)).toBe(types.includes(DT.whiteout));
});

test.each([
  ['', 'type-missing: Expected a type flag.'],
  ['f,', 'type-missing: Expected a type flag.'],
  ['fd', 'type-separator: Types must be comma-separated.'],
  ['x', 'type-unknown: Unknown type flag x; expected one of [bcdpflswD].'],
  [',', 'type-unknown: Unknown type flag ,; expected one of [bcdpflswD].'],
  ['f,,d', 'type-unknown: Unknown type flag ,; expected one of [bcdpflswD].'],
  ['f,日', 'type-unknown: Unknown type flag 日; expected one of [bcdpflswD].'],
  ['f, d', 'type-unknown: Unknown type flag  ; expected one of [bcdpflswD].'],
])('%j is refused: %s', (word, text) => {
  expect(failure(() => parseTypeList(bytes(word)))).toBe(text);
});
