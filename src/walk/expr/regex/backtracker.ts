/**
 * A program with groups, tried way by way: the only method for back-references, whose time may grow exponentially.
 *
 * So it counts its steps, and gives up. Ways are kept on a stack of its own (a path may be longer than the call stack is deep); each
 * entry is a way to try or a register to restore. It looks for any way that takes the whole text, so which way comes first
 * decides nothing, and the text that a group matched is whatever makes the whole match (POSIX's longest leftmost groups are not
 * enforced; neither does glibc).
 *
 * Characters are code points or bytes, decoded by the caller.
 */

import type { Ctype } from '../ctype.ts';
import { EDGE, holds, neighbourOf } from './context.ts';
import { ASSERT, BACK_REFERENCE, CHARACTER, LOOP, MATCH, type Program, SAVE, SPLIT } from './program.ts';

/** 1: matches; 0: does not; -1: undecided when the steps were spent. */
export type BacktrackVerdict = 0 | 1 | -1;

const UNSET = -1;
const MATCHED = Number.MAX_SAFE_INTEGER;

export class Backtracker {
  readonly #program: Program;
  readonly #ctype: Ctype;
  readonly #fold: (character: number) => number;
  readonly #registers: Int32Array;
  /** `ascii[128 * test + character]`: what a test says of an ASCII character. */
  readonly #ascii: Uint8Array;
  /** Pairs: an instruction and a position, or the complement of a register and its former value. */
  #trail: Int32Array = new Int32Array(1024);
  #height = 0;

  constructor(program: Program, ctype: Ctype, foldCase: boolean) {
    this.#program = program;
    this.#ctype = ctype;
    this.#fold = foldCase ? ctype.caseFold : (character) => character;
    this.#registers = new Int32Array(program.registers);
    this.#ascii = Uint8Array.from({ length: 128 * program.tests.length }, (_, i) =>
      program.tests[i >> 7]!.has(i & 127) ? 1 : 0,
    );
  }

  /** Match characters [0, count), in at most `steps` instructions. */
  match(text: Int32Array, count: number, steps: number): BacktrackVerdict {
    this.#registers.fill(UNSET);
    this.#height = 0;
    this.#push(this.#program.start, 0);
    for (let left = steps; this.#height > 0; ) {
      this.#height -= 2;
      const instruction = this.#trail[this.#height]!;
      const value = this.#trail[this.#height + 1]!;
      if (instruction < 0) {
        this.#registers[~instruction] = value;
        continue;
      }
      left = this.#run(instruction, value, text, count, left);
      if (left === MATCHED) return 1;
      if (left <= 0) return -1;
    }
    return 0;
  }

  /** Follow one way to its end, leaving the others on the trail. Returns the steps left, or MATCHED. */
  #run(from: number, begin: number, text: Int32Array, count: number, steps: number): number {
    const { operations, x, y } = this.#program;
    const registers = this.#registers;
    let position = begin;
    let left = steps;
    for (let at = from; left > 0; left--) {
      const first = x[at]!;
      switch (operations[at]) {
        case MATCH:
          return position === count ? MATCHED : left;
        case CHARACTER:
          if (position === count || !this.#has(first, text[position]!)) return left;
          position++;
          at = y[at]!;
          break;
        case SPLIT:
          this.#push(y[at]!, position);
          at = first;
          break;
        case ASSERT:
          if (!this.#holds(first, text, count, position)) return left;
          at = y[at]!;
          break;
        case SAVE:
          this.#push(~first, registers[first]!);
          registers[first] = position;
          at = y[at]!;
          break;
        case LOOP:
          at = registers[first] === position ? y[y[at]!]! : y[at]!;
          break;
        case BACK_REFERENCE: {
          const length = this.#repeats(first, text, count, position);
          if (length < 0) return left;
          left -= length;
          position += length;
          at = y[at]!;
          break;
        }
      }
    }
    return left;
  }

  #push(what: number, value: number): void {
    if (this.#height === this.#trail.length) {
      const grown = new Int32Array(2 * this.#height);
      grown.set(this.#trail);
      this.#trail = grown;
    }
    this.#trail[this.#height++] = what;
    this.#trail[this.#height++] = value;
  }

  #has(test: number, character: number): boolean {
    if (character < 128) return this.#ascii[(test << 7) | character] === 1;
    return this.#program.tests[test]!.has(character);
  }

  /** How long the text of the group at register `first` is, which stands at `position` again; -1 where it does not, or is unset. */
  #repeats(first: number, text: Int32Array, count: number, position: number): number {
    const begin = this.#registers[first]!;
    const length = this.#registers[first + 1]! - begin;
    if (begin === UNSET || length < 0 || position + length > count) return -1;
    for (let i = 0; i < length; i++) if (this.#fold(text[begin + i]!) !== this.#fold(text[position + i]!)) return -1;
    return length;
  }

  #holds(assertion: number, text: Int32Array, count: number, position: number): boolean {
    const before = position === 0 ? EDGE : neighbourOf(text[position - 1]!, this.#ctype);
    const after = position === count ? EDGE : neighbourOf(text[position]!, this.#ctype);
    return holds(this.#program.assertions[assertion]!, before, after);
  }
}
