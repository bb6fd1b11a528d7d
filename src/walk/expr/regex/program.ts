/**
 * A syntax tree as a nondeterministic automaton: instructions in typed arrays, each with the instruction that follows it.
 *
 * Code is made backwards: `emit` gets a node and the instruction to go on with after it, and returns where the node begins. So
 * nothing is patched but loops, and a repeat is its body emitted again and again. The program is small for what people write; a
 * pattern whose intervals multiply beyond `MAX_INSTRUCTIONS` is refused as regcomp(3) refuses it.
 *
 * There are two programs of a pattern. The regular one serves the DFA: it has no groups, and in place of a back-reference a copy of
 * what the group may match, so that it accepts at least what the pattern does. The one with groups serves the backtracker.
 */

import { RegexSyntaxError } from './syntax-error.ts';
import type { Assertion, CharacterTest, RegexNode } from './tree.ts';

/** The path ends here, or this is no match. */
export const MATCH = 0;
/** Take a character that `tests[x]` has, go on at y. */
export const CHARACTER = 1;
/** Go on at x and at y. */
export const SPLIT = 2;
/** Go on at y if `assertions[x]` holds. */
export const ASSERT = 3;
/** Only with groups. Remember the position in register x, go on at y. */
export const SAVE = 4;
/** Only with groups. Take what registers x and x + 1 enclose, go on at y. */
export const BACK_REFERENCE = 5;
/**
 * Only with groups, at the end of a body that may be empty. At y stands the SPLIT of a loop: go on there, or, if the position is still that
 * in register x, behind the loop.
 */
export const LOOP = 6;

/** Instructions by index; it begins at `start`. */
export interface Program {
  readonly start: number;
  readonly operations: Uint8Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly tests: readonly CharacterTest[];
  readonly assertions: readonly Assertion[];
  /** How many registers the SAVEs use: two a group, one a loop. */
  readonly registers: number;
}

const MAX_INSTRUCTIONS = 250_000;

/**
 * Compile `tree`.
 *
 * @param groups - The groups that back-references name, for a program with groups; undefined for the regular one.
 * @throws {RegexSyntaxError} it is too big.
 */
export function compileProgram(tree: RegexNode, groups: ReadonlySet<number> | undefined): Program {
  const operations: number[] = [];
  const x: number[] = [];
  const y: number[] = [];
  const tests = new Map<CharacterTest, number>();
  const assertions = new Map<Assertion, number>();
  const bodies = new Map<number, RegexNode>();
  let registers = groups === undefined ? 0 : 2 * (Math.max(0, ...groups) + 1);

  const push = (operation: number, first: number, next: number): number => {
    if (operations.length >= MAX_INSTRUCTIONS) throw new RegexSyntaxError('tooBig');
    operations.push(operation);
    x.push(first);
    return y.push(next) - 1;
  };

  const emit = (node: RegexNode, next: number): number => {
    switch (node.kind) {
      case 'character':
        return push(CHARACTER, indexIn(tests, node.test), next);
      case 'assertion':
        return push(ASSERT, indexIn(assertions, node.assertion), next);
      case 'sequence':
        return node.items.reduceRight((following, item) => emit(item, following), next);
      case 'alternation':
        return node.branches
          .map((branch) => emit(branch, next))
          .reduceRight((following, branch) => push(SPLIT, branch, following));
      case 'group':
        if (groups?.has(node.index) !== true) return emit(node.body, next);
        return push(SAVE, 2 * node.index, emit(node.body, push(SAVE, 2 * node.index + 1, next)));
      case 'repeat':
        return emitRepeat(node.body, node.min, node.max, next);
      case 'backReference':
        if (groups !== undefined) return push(BACK_REFERENCE, 2 * node.index, next);
        return emit(bodies.get(node.index)!, next);
    }
  };

  const emitRepeat = (body: RegexNode, min: number, max: number, next: number): number => {
    let begin = next;
    let copies = min;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = emitLoop(body, next);
      begin = min === 0 ? loop : x[loop]!;
      copies = Math.max(0, min - 1);
    } else {
      for (let i = min; i < max; i++) begin = push(SPLIT, emit(body, begin), next);
    }
    for (let i = 0; i < copies; i++) {
      const before = emit(body, begin);
      if (before === begin) break;
      begin = before;
    }
    return begin;
  };

  /** `body` any number of times; the SPLIT that is returned has the body at x, so that a loop taken at least once begins there. */
  const emitLoop = (body: RegexNode, next: number): number => {
    const split = push(SPLIT, 0, next);
    if (groups === undefined || !matchesEmpty(body)) {
      x[split] = emit(body, split);
    } else {
      const register = registers++;
      x[split] = push(SAVE, register, emit(body, push(LOOP, register, split)));
    }
    return split;
  };

  if (groups === undefined) for (const [index, body] of bodiesOf(tree)) bodies.set(index, body);
  const start = emit(tree, push(MATCH, 0, 0));
  return {
    start,
    operations: Uint8Array.from(operations),
    x: Int32Array.from(x),
    y: Int32Array.from(y),
    tests: [...tests.keys()],
    assertions: [...assertions.keys()],
    registers,
  };
}

/** The groups that back-references in `node` name. */
export function referencedGroups(node: RegexNode): ReadonlySet<number> {
  const found = new Set<number>();
  visit(node, (inner) => {
    if (inner.kind === 'backReference') found.add(inner.index);
  });
  return found;
}

/** What each group may match, wherever its text occurs again: its body less the assertions. */
function bodiesOf(tree: RegexNode): ReadonlyMap<number, RegexNode> {
  const bodies = new Map<number, RegexNode>();
  visit(tree, (node) => {
    if (node.kind === 'group') bodies.set(node.index, withoutAssertions(node.body));
  });
  return bodies;
}

/** Whether `node` may match without taking a character, so that a loop around it might go on for ever. */
function matchesEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'character':
      return false;
    case 'assertion':
    case 'backReference':
      return true;
    case 'sequence':
      return node.items.every(matchesEmpty);
    case 'alternation':
      return node.branches.some(matchesEmpty);
    case 'group':
      return matchesEmpty(node.body);
    case 'repeat':
      return node.min === 0 || matchesEmpty(node.body);
  }
}

function visit(node: RegexNode, see: (node: RegexNode) => void): void {
  see(node);
  if (node.kind === 'sequence') for (const item of node.items) visit(item, see);
  else if (node.kind === 'alternation') for (const branch of node.branches) visit(branch, see);
  else if (node.kind === 'group' || node.kind === 'repeat') visit(node.body, see);
}

function withoutAssertions(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'assertion':
      return { kind: 'sequence', items: [] };
    case 'sequence':
      return { kind: 'sequence', items: node.items.map(withoutAssertions) };
    case 'alternation':
      return { kind: 'alternation', branches: node.branches.map(withoutAssertions) };
    case 'group':
      return withoutAssertions(node.body);
    case 'repeat':
      return { ...node, body: withoutAssertions(node.body) };
    default:
      return node;
  }
}

/** The place of `value` among those seen so far. */
function indexIn<T>(places: Map<T, number>, value: T): number {
  const place = places.get(value) ?? places.size;
  places.set(value, place);
  return place;
}
