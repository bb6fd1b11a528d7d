/**
 * A set of a program's instructions that adds an instruction with all that follows it without taking a character.
 *
 * Only CHARACTER, ASSERT and MATCH become members, in the order in which they are found; a SPLIT is gone through. The memory is that
 * of the program, once; clearing costs nothing.
 */

import { type Program, SPLIT } from './program.ts';

export class InstructionSet {
  readonly #program: Program;
  readonly #members: Int32Array;
  readonly #seen: Uint32Array;
  readonly #stack: number[] = [];
  #generation = 1;
  #size = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#members = new Int32Array(program.operations.length);
    this.#seen = new Uint32Array(program.operations.length);
  }

  get size(): number {
    return this.#size;
  }

  at(index: number): number {
    return this.#members[index]!;
  }

  /** The members; borrowed until the set changes. */
  values(): Int32Array {
    return this.#members.subarray(0, this.#size);
  }

  clear(): void {
    this.#generation++;
    this.#size = 0;
  }

  /** Add `instruction`, or what a SPLIT there leads to. */
  follow(instruction: number): void {
    const { operations, x, y } = this.#program;
    const stack = this.#stack;
    stack.push(instruction);
    while (stack.length > 0) {
      const next = stack.pop()!;
      if (this.#seen[next] === this.#generation) continue;
      this.#seen[next] = this.#generation;
      if (operations[next] === SPLIT) stack.push(y[next]!, x[next]!);
      else this.#members[this.#size++] = next;
    }
  }
}
