/** Fuzzers of the argument parser and what is behind it: any words are understood or refused with a message; never an accident. */

import fc from 'fast-check';
import { renderDiagnostic } from '../../src/cli/diagnostic.ts';
import type { Expression } from '../../src/walk/expr/ast.ts';
import { compileExpression } from '../../src/walk/expr/compile.ts';
import { ExpressionError } from '../../src/walk/expr/expression-error.ts';
import { optimize } from '../../src/walk/expr/optimize.ts';
import { parseCommandLine } from '../../src/walk/expr/parse.ts';
import { allPrimaries } from '../../src/walk/expr/primaries.ts';
import { makeCompileHost, makeEntry, makeHost } from '../walk/expr/plain-host.ts';
import { type FuzzProperty, fuzz, latin1, same, wordOf } from './property.ts';

const NAMES: readonly string[] = allPrimaries().flatMap((row) => [row.name, ...row.aliases]);
const OPERATORS = ['(', ')', '!', '-a', '-o', ',', '-not', '-and', '-or', '--', '-', ';', '+', '{}'];
const VALUES = [
  '',
  '0',
  '+1',
  '-1k',
  '7',
  '1.5',
  'f,d',
  'u=rwx,g-w',
  '/222',
  '2020-01-01',
  '*.c',
  '[a',
  'a**b',
  '%p%t\\n',
  'root',
  'x',
  '.',
  '/',
];

const word: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES).map(latin1) },
  { weight: 4, arbitrary: fc.constantFrom(...OPERATORS).map(latin1) },
  { weight: 5, arbitrary: fc.constantFrom(...VALUES).map(latin1) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)).map((parts) => latin1(parts.join('='))),
  },
  { weight: 1, arbitrary: wordOf('-+=%\\{}()[]*?.:,;0123456789aefmnprstuwx /', 12) },
);

const host = makeHost({ lookupUser: (name) => (name.length === 4 ? 7 : null) });

function parse(words: readonly Uint8Array[]): ReturnType<typeof parseCommandLine> | undefined {
  try {
    return parseCommandLine(words, host);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    for (const { start, end } of error.spans) {
      if (!(0 <= start && start < end && end <= words.length)) throw new Error(`underlines words ${start} to ${end}`);
    }
    if (!renderDiagnostic('tswalk', words, error.diagnostic, {}).startsWith('tswalk: error: '))
      throw new Error('not told as an error');
    return undefined;
  }
}

/** What is done where the expression is evaluated on a regular file. */
function effectsOf(expression: Expression): readonly string[] {
  const compileHost = makeCompileHost();
  const entry = makeEntry({ path: 'dir/name.c', status: { mode: 0o100644, size: 5n, links: 1, inode: 3n } });
  compileExpression(expression, compileHost)(entry);
  return compileHost.effects;
}

export const COMMAND_LINES: readonly FuzzProperty[] = [
  fuzz('any words are parsed or refused, and what is parsed can be compiled', fc.array(word, { maxLength: 14 }), (words) => {
    const parsed = parse(words);
    if (parsed !== undefined) effectsOf(parsed.expression);
  }),
  fuzz('optimizing changes nothing that can be seen', fc.array(word, { maxLength: 10 }), (words) => {
    const parsed = parse(words);
    if (parsed === undefined || parsed.exclude !== null) return;
    const { expression, options } = parsed;
    if (options.minDepth > 1 || options.maxDepth < 1) return;
    const expected = effectsOf(expression);
    for (const level of [1, 2, 3, 4]) {
      const range = { expression, exclude: null, minDepth: options.minDepth, maxDepth: options.maxDepth };
      same(`-O${level}`, effectsOf(optimize(range, level).expression), expected);
    }
  }),
];
