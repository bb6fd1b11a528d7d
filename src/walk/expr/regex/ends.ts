/**
 * What everything that matches begins and ends with, read off the syntax tree.
 *
 * The beginning is a string: plans skip directories by it. The end is a run of byte sets, compared before the automaton is asked:
 * paths of one tree begin alike and end differently, so `.*\.(c|h)` is refused by one or two bytes. Both are necessary, not
 * sufficient, and may be empty.
 */

import { utf8Of } from '../utf8.ts';
import type { CharacterTest, RegexNode } from './tree.ts';

/** Bytes that may stand at each of the last places: `sets[256 * i + byte]` is 1 where `byte` may be the i-th from the end. */
export interface Tail {
  readonly length: number;
  readonly sets: Uint8Array;
}

/** Longer ends would not refuse noticeably more. */
const MAX_TAIL = 8;

type ByteSet = Uint8Array;

/** A node's end: the sets, last byte first, and whether there is nothing before them in the node. */
interface End {
  readonly sets: readonly ByteSet[];
  readonly whole: boolean;
}

const NOTHING: End = { sets: [], whole: true };
const ANYTHING: End = { sets: [], whole: false };

/** The bytes that every match of `tree` begins with. */
export function prefixOf(tree: RegexNode, utf8: boolean): Uint8Array {
  const prefix: number[] = [];
  appendPrefix(tree, utf8, prefix);
  return Uint8Array.from(prefix);
}

/** Append what `node` begins with; returns whether that is all that it matches. */
function appendPrefix(node: RegexNode, utf8: boolean, prefix: number[]): boolean {
  switch (node.kind) {
    case 'character':
      if (node.test.only === undefined) return false;
      prefix.push(...bytesOf(node.test.only, utf8));
      return true;
    case 'assertion':
      return true;
    case 'sequence':
      return node.items.every((item) => appendPrefix(item, utf8, prefix));
    case 'group':
      return appendPrefix(node.body, utf8, prefix);
    case 'repeat':
      if (node.min > 0) appendPrefix(node.body, utf8, prefix);
      return false;
    case 'alternation':
    case 'backReference':
      return false;
  }
}

/** The bytes that every match of `tree` ends with. */
export function tailOf(tree: RegexNode, utf8: boolean): Tail {
  const { sets } = endOf(tree, utf8);
  const length = Math.min(sets.length, MAX_TAIL);
  const flat = new Uint8Array(256 * length);
  for (let i = 0; i < length; i++) flat.set(sets[i]!, 256 * i);
  return { length, sets: flat };
}

function endOf(node: RegexNode, utf8: boolean): End {
  switch (node.kind) {
    case 'character':
      return endOfCharacter(node.test, utf8);
    case 'assertion':
      return NOTHING;
    case 'sequence':
      return node.items.reduceRight<End>((after, item) => (isFull(after) ? after : join(endOf(item, utf8), after)), NOTHING);
    case 'alternation':
      return node.branches.map((branch) => endOf(branch, utf8)).reduce(either);
    case 'group':
      return endOf(node.body, utf8);
    case 'repeat':
      return node.min === 0 ? ANYTHING : { ...endOf(node.body, utf8), whole: false };
    case 'backReference':
      return ANYTHING;
  }
}

function isFull(end: End): boolean {
  return !end.whole || end.sets.length >= MAX_TAIL;
}

/** The end of one node followed by another, where the latter's is whole. */
function join(before: End, after: End): End {
  return { sets: [...after.sets, ...before.sets], whole: before.whole };
}

/** The end of either: as many places as both have. */
function either(one: End, other: End): End {
  const length = Math.min(one.sets.length, other.sets.length);
  const sets = Array.from({ length }, (_, place) => one.sets[place]!.map((has, byte) => has | other.sets[place]![byte]!));
  return { sets, whole: one.whole && other.whole && one.sets.length === other.sets.length };
}

/** A character of unknown length in bytes tells its last byte only. */
function endOfCharacter(test: CharacterTest, utf8: boolean): End {
  if (test.only !== undefined) {
    const sets = bytesOf(test.only, utf8).map((wanted) => byteSet((byte) => byte === wanted));
    return { sets: sets.reverse(), whole: true };
  }
  if (!utf8) return { sets: [byteSet(test.has)], whole: true };
  const last = byteSet((byte) => (byte < 0x80 ? test.has(byte) : test.aboveAscii && byte < 0xc0));
  return { sets: [last], whole: !test.aboveAscii };
}

function byteSet(has: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (has(byte) ? 1 : 0));
}

function bytesOf(character: number, utf8: boolean): readonly number[] {
  return utf8 ? utf8Of(character) : [character];
}
