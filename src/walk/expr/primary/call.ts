/**
 * A function of the program that uses the library, in the place of a primary.
 *
 * `addCalls` makes the language understand it, `callWord` makes the word to put among those of an expression. The word holds a NUL,
 * which no argument of a command can. Each is an object of its own, by which the walk knows the function again: the words of a CallAction
 * begin with it. A function may look at anything and do anything: it is neither moved nor left out, and may be true or false.
 */

import type { Expression } from '../ast.ts';
import { addHiddenPrimary } from '../primaries.ts';
import type { Item } from '../primary.ts';

const NAME = '-\0call';

/** What a function costs, in the units of the table: more than any test, less than a command. */
const COST = 10_000;

export function addCalls(): void {
  addHiddenPrimary({
    name: NAME,
    kind: 'action',
    aliases: [],
    values: [],
    valueForm: 'separate',
    prefix: null,
    parse: parseCall,
    usage: '',
    help: '',
    cost: COST,
    probability: 0.5,
    pure: false,
    need: 'path',
  });
}

/** A word for one function. */
export function callWord(): Uint8Array {
  return new TextEncoder().encode(NAME);
}

/** An implicit -print stands beside it: it decides, and does not print. */
function parseCall(item: Item): Expression {
  return { kind: 'action', action: 'call', ...item.action(false) };
}
