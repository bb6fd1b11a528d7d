/**
 * The form of a fuzzer: inputs, and what has to hold of each; and the inputs that most of them share.
 *
 * Out: `FuzzProperty`, made by `fuzz`. Runs go through fast-check, which makes what fails small and tells the seed and the path to it.
 */

import fc from 'fast-check';

export interface FuzzProperty {
  readonly name: string;
  /** Try some inputs. @returns What was found, or null. */
  run(options: { readonly seed: number; readonly runs: number }): string | null;
}

/** No input of the sizes made here may take longer: a machine under load takes some hundred times less. */
const TOO_LONG_MS = 10_000;

/** @param check - Throws where what is promised does not hold. */
export function fuzz<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => void,
  examples: readonly T[] = [],
): FuzzProperty {
  const property = fc.property(inputs, (input) => {
    const start = performance.now();
    check(input);
    const took = performance.now() - start;
    if (took > TOO_LONG_MS) throw new Error(`took ${Math.round(took)} ms`);
  });
  return {
    name,
    run: ({ seed, runs }) => {
      const details = fc.check(property, { seed, numRuns: runs, examples: examples.map((example) => [example]) });
      return details.failed ? `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}` : null;
    },
  };
}

export const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Bytes of which most are letters that mean something in `alphabet`, some any, and none is NUL, which no word of a command line has. */
export function wordOf(alphabet: string, maxLength = 24): fc.Arbitrary<Uint8Array> {
  const letter = fc.constantFrom(...Buffer.from(alphabet));
  const byte = fc.oneof({ weight: 12, arbitrary: letter }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 255 }) });
  return fc.array(byte, { maxLength }).map((bytes) => Uint8Array.from(bytes));
}

/** Run `body`; only errors of the kind that users are told about may come. @returns Its value, undefined where it refused. */
export function refusing<T>(kind: new (...words: never[]) => Error, body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}

/** @throws where the two are not the same. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [inspect(actual), inspect(expected)];
  if (left !== right) throw new Error(`${what}: ${left}, expected ${right}`);
}

function inspect(value: unknown): string {
  return JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? 'undefined';
}
