/**
 * A regular program run as a deterministic automaton over bytes whose states are made when a path first leads to them.
 *
 * Matching is a walk through one table, `table[state + byte]`, so a byte costs the same whatever the pattern: a state stands for all
 * instructions the program could be at. States are numbered in steps of 256, the row of state s is table[s .. s + 255], 0 means "not
 * known yet" and 1 "no match can follow".
 *
 * Two things keep it small. In UTF-8 the bytes of one character lead through states of their own (`Pending`: how much of which
 * character has been read), and its tests are asked when its last byte is known; so only characters that occur are ever classified,
 * and a byte that is not valid UTF-8 leads to 1. And when the table or what the states stand for has grown to its bound, all is
 * forgotten and made anew from the state at hand: time stays linear, memory constant.
 *
 * Assertions look one character ahead. So a state holds the instructions reached after a character as they are, unresolved
 * assertions among them, and what that character was (`before`); the next character, or the end, decides them (Thompson's
 * simulation with deferred closure, as in RE2 and GNU's dfa.c, where the ideas of lazy states and of flushing come from as well).
 */

import type { Ctype } from '../ctype.ts';
import { isContinuation, sequenceLength } from '../utf8.ts';
import { EDGE, holds, type Neighbour, neighbourOf } from './context.ts';
import { InstructionSet } from './instruction-set.ts';
import { ASSERT, CHARACTER, MATCH, type Program } from './program.ts';

const UNKNOWN = 0;
const DEAD = 1;

/** Most states at a time: a table of 4 MiB. */
const MAX_STATES = 4096;

/** Most instructions that the states at a time stand for, all together. */
const MAX_INSTRUCTIONS = 1 << 20;

/** Where the program may be between two characters. */
interface Between {
  /** The same for no other, also after a flush. */
  readonly serial: number;
  /** CHARACTER, ASSERT and MATCH instructions, ascending. */
  readonly instructions: Int32Array;
  readonly before: Neighbour;
}

/** Where it is within a character: `value` has the bits of the `index` bytes read so far, the first of which was `lead`. */
interface Pending {
  readonly from: Between;
  readonly lead: number;
  readonly index: number;
  readonly value: number;
}

type State = Between | Pending;

/** A matcher of bytes [start, end) as a whole. */
export class LazyDfa {
  readonly #program: Program;
  readonly #ctype: Ctype;
  readonly #utf8: boolean;
  readonly #reached: InstructionSet;
  readonly #resolved: InstructionSet;
  readonly #verdicts: Int8Array;
  readonly #first: Between;

  #table: Int32Array = new Int32Array(16 * 256);
  #states: State[] = [];
  #accepting: boolean[] = [];
  #numbers: Map<string, number> = new Map();
  #instructionCount = 0;
  #serial = 0;
  #start = 0;
  #entered = 0;
  #enteredState: State | undefined;

  constructor(program: Program, ctype: Ctype, utf8: boolean) {
    this.#program = program;
    this.#ctype = ctype;
    this.#utf8 = utf8;
    this.#reached = new InstructionSet(program);
    this.#resolved = new InstructionSet(program);
    this.#verdicts = new Int8Array(program.tests.length);
    this.#reached.follow(program.start);
    this.#first = this.#between(this.#reached, EDGE);
    this.#flush();
    this.#entered = this.#start;
  }

  match(bytes: Uint8Array, start: number, end: number): boolean {
    const state = this.#run(this.#start, bytes, start, end);
    return this.#accepting[state >> 8]!;
  }

  /** Remember where bytes [start, end), the beginning of many texts, lead. */
  enter(bytes: Uint8Array, start: number, end: number): void {
    const state = this.#run(this.#start, bytes, start, end);
    this.#entered = state;
    this.#enteredState = state === DEAD ? undefined : this.#states[state >> 8];
  }

  /** Match what was entered followed by bytes [start, end). */
  matchBelow(bytes: Uint8Array, start: number, end: number): boolean {
    const state = this.#entered === DEAD ? DEAD : this.#run(this.#entered, bytes, start, end);
    return this.#accepting[state >> 8]!;
  }

  /** Where bytes [start, end) lead from `from`: a state, or DEAD. */
  #run(from: number, bytes: Uint8Array, start: number, end: number): number {
    let table = this.#table;
    let state = from;
    for (let at = start; at < end; at++) {
      let next = table[state + bytes[at]!]!;
      if (next <= DEAD) {
        if (next === UNKNOWN) next = this.#advance(state, bytes[at]!);
        if (next === DEAD) return DEAD;
        table = this.#table;
      }
      state = next;
    }
    return state;
  }

  /** Make the transition from `state` by `byte`; returns where it leads. */
  #advance(state: number, byte: number): number {
    const states = this.#states;
    const target = this.#targetOf(states[state >> 8]!, byte);
    const next = target === undefined ? DEAD : this.#numberOf(target);
    // A flush on the way has renumbered the states; then this transition is made again when it is met again.
    if (states === this.#states) this.#table[state + byte] = next;
    return next;
  }

  #targetOf(state: State, byte: number): State | undefined {
    if ('from' in state) {
      const { from, lead, index } = state;
      if (!isContinuation(lead, index, byte)) return undefined;
      const value = (state.value << 6) | (byte & 0x3f);
      return index + 1 === sequenceLength(lead) ? this.#step(from, value) : { from, lead, index: index + 1, value };
    }
    if (!this.#utf8 || byte < 0x80) return this.#step(state, byte);
    const length = sequenceLength(byte);
    return length === 0 ? undefined : { from: state, lead: byte, index: 1, value: byte & (0x7f >> length) };
  }

  /** Where the program may be after `character`; undefined: nowhere. */
  #step(from: Between, character: number): Between | undefined {
    const { x, y, operations, tests } = this.#program;
    const after = this.#asserts ? neighbourOf(character, this.#ctype) : EDGE;
    const reached = this.#reached;
    reached.clear();
    this.#verdicts.fill(0);
    for (const instruction of this.#resolve(from, after)) {
      if (operations[instruction] !== CHARACTER) continue;
      const test = x[instruction]!;
      const verdict = this.#verdicts[test] || (tests[test]!.has(character) ? 1 : -1);
      this.#verdicts[test] = verdict;
      if (verdict === 1) reached.follow(y[instruction]!);
    }
    return reached.size === 0 ? undefined : this.#between(reached, after);
  }

  /** The instructions of `from`, and those behind the assertions among them that hold before `after`. */
  #resolve(from: Between, after: Neighbour): Iterable<number> {
    if (!this.#asserts) return from.instructions;
    const { x, y, operations, assertions } = this.#program;
    const resolved = this.#resolved;
    resolved.clear();
    for (const instruction of from.instructions) resolved.follow(instruction);
    for (let i = 0; i < resolved.size; i++) {
      const instruction = resolved.at(i);
      if (operations[instruction] !== ASSERT) continue;
      if (holds(assertions[x[instruction]!]!, from.before, after)) resolved.follow(y[instruction]!);
    }
    return resolved.values();
  }

  get #asserts(): boolean {
    return this.#program.assertions.length > 0;
  }

  #between(set: InstructionSet, before: Neighbour): Between {
    return { serial: this.#serial++, instructions: set.values().slice().sort(), before };
  }

  /** The number of `state` in the table, which gets a row if it is new. */
  #numberOf(state: State): number {
    const key =
      'from' in state
        ? `${state.from.serial}:${state.index}:${state.lead}:${state.value}`
        : `${state.before}|${state.instructions.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const size = 'from' in state ? 0 : state.instructions.length;
    if (this.#states.length >= MAX_STATES || (this.#instructionCount + size > MAX_INSTRUCTIONS && this.#states.length > 1)) {
      this.#flush();
    }
    return this.#add(key, state, size);
  }

  #add(key: string, state: State, size: number): number {
    const index = this.#states.push(state) - 1;
    this.#accepting.push(!('from' in state) && this.#accepts(state));
    this.#numbers.set(key, index << 8);
    this.#instructionCount += size;
    if (this.#table.length < (index + 1) << 8) {
      const grown = new Int32Array(2 * this.#table.length);
      grown.set(this.#table);
      this.#table = grown;
    }
    return index << 8;
  }

  #accepts(state: Between): boolean {
    for (const instruction of this.#resolve(state, EDGE)) if (this.#program.operations[instruction] === MATCH) return true;
    return false;
  }

  /**
   * Forget all states but the first and the one entered. Row 0 is no state's, so that no number is mistaken for `UNKNOWN` or `DEAD`; it
   * never accepts.
   */
  #flush(): void {
    this.#table.fill(UNKNOWN);
    this.#states = [this.#first];
    this.#accepting = [false];
    this.#numbers = new Map();
    this.#instructionCount = 0;
    this.#start = this.#numberOf(this.#first);
    if (this.#enteredState !== undefined) this.#entered = this.#numberOf(this.#enteredState);
  }
}
