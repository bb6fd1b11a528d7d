/**
 * How often each part of an expression was evaluated, how often it was true, and how long that took: -D rates.
 *
 * `Rates.wrap` is a compile host's `wrap`; it costs a clock call a node, so it is there only when it is asked for. Afterwards
 * `Rates.note` says of each node what format-tree.ts writes behind it.
 */

import type { Matcher } from '../entry.ts';
import type { Expression } from './ast.ts';
import { shortNumber } from './format-tree.ts';

interface Rate {
  evaluated: number;
  matched: number;
  nanoseconds: number;
}

export class Rates {
  readonly #rates = new Map<Expression, Rate>();
  readonly #nowNs: () => number;

  /** @param nowNs - A clock in nanoseconds that only goes forward. */
  constructor(nowNs: () => number) {
    this.#nowNs = nowNs;
  }

  readonly wrap = (expression: Expression, matcher: Matcher): Matcher => {
    const rate: Rate = { evaluated: 0, matched: 0, nanoseconds: 0 };
    this.#rates.set(expression, rate);
    const nowNs = this.#nowNs;
    return (entry) => {
      const start = nowNs();
      const value = matcher(entry);
      rate.nanoseconds += nowNs() - start;
      rate.evaluated++;
      if (value) rate.matched++;
      return value;
    };
  };

  /** ` [true/evaluated=percent%; ns per call]`; what was not compiled was not evaluated. */
  readonly note = (expression: Expression): string => {
    const { evaluated, matched, nanoseconds } = this.#rates.get(expression) ?? { evaluated: 0, matched: 0, nanoseconds: 0 };
    const percent = evaluated === 0 ? 0 : (100 * matched) / evaluated;
    const perCall = evaluated === 0 ? 0 : nanoseconds / evaluated;
    return ` [${matched}/${evaluated}=${shortNumber(percent)}%; ${shortNumber(perCall)}ns]`;
  };
}
