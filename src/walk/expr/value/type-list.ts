/**
 * Lists of file types, `f,d,l` (REFERENCE 2.7).
 *
 * In: a word. Out: a mask of `1 << DT_*`, as the queue's requests and the optimizer's facts use it. Doors (`D`) are accepted and
 * set no bit: no Linux file is one.
 */

import { DT } from '../../../ioq/layout.ts';
import { characterAt } from '../utf8.ts';
import { ValueError } from './value-error.ts';

const COMMA = 0x2c;

const BITS: ReadonlyMap<string, number> = new Map([
  ['b', 1 << DT.block],
  ['c', 1 << DT.char],
  ['d', 1 << DT.directory],
  ['p', 1 << DT.fifo],
  ['f', 1 << DT.regular],
  ['l', 1 << DT.link],
  ['s', 1 << DT.socket],
  ['w', 1 << DT.whiteout],
  ['D', 0],
]);

/** True in a mask of {@link parseTypeList} where whiteouts are asked for, which the walk otherwise leaves out. */
export function wantsWhiteouts(mask: number): boolean {
  return (mask & (1 << DT.whiteout)) !== 0;
}

/** @throws {ValueError} `type-missing`, `type-unknown` or `type-separator`. */
export function parseTypeList(word: Uint8Array): number {
  let mask = 0;
  for (let i = 0; ; i += 2) {
    if (i === word.length) throw new ValueError('type-missing', 'Expected a type flag.');
    const bit = BITS.get(String.fromCharCode(word[i]!));
    if (bit === undefined) throw unknownType(characterAt(word, i));
    mask |= bit;
    if (i + 1 === word.length) return mask;
    if (word[i + 1] !== COMMA) throw new ValueError('type-separator', 'Types must be comma-separated.');
  }
}

function unknownType(letter: Uint8Array): ValueError {
  const letters = [...BITS.keys()].join('');
  return new ValueError('type-unknown', 'Unknown type flag ', letter, `; expected one of [${letters}].`);
}
