/** Fuzzers of globs, regular expressions, path globs and gitignore patterns: against slow models, and with any bytes. */

import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { endsOfGlob } from '../../src/walk/expr/glob/ends.ts';
import { compilePathGlob } from '../../src/walk/expr/glob/path-glob.ts';
import { compileGlob } from '../../src/walk/expr/glob.ts';
import { REGEX_DIALECTS } from '../../src/walk/expr/regex/dialect.ts';
import { compileRegex } from '../../src/walk/expr/regex/regex.ts';
import { RegexSyntaxError } from '../../src/walk/expr/regex/syntax-error.ts';
import { IgnoreFile } from '../../src/walk/ignore/ignore-file.ts';
import { compilePattern } from '../../src/walk/ignore/ignore-pattern.ts';
import { hasEnds } from '../fixture/entry-clause.ts';
import { type FuzzProperty, fuzz, latin1, refusing, same, wordOf } from './property.ts';

const GLOB_BYTES = 'aabbc.*?*[]![^-\\:=alpha/{},()+@\xc3\xa9';
const REGEX_BYTES = "aabbc.*+?|()[]{}^$\\1<>wWsb,2-:=alpha'`\n\xc3\xa9";
const name = wordOf('aabbcc.-/]\xc3\xa9', 16);

/** A piece of a glob that is also an expression of JavaScript. */
interface Piece {
  readonly glob: string;
  readonly regex: string;
}

const literal = fc.constantFrom('a', 'b', 'c', '-');
const globPiece: fc.Arbitrary<Piece> = fc.oneof(
  literal.map((letter) => ({ glob: letter, regex: letter })),
  fc.constantFrom('*', '[', '?', '\\').map((letter) => ({ glob: `\\${letter}`, regex: `\\${letter}` })),
  fc.constant({ glob: '?', regex: '[^]' }),
  fc.constant({ glob: '*', regex: '[^]*' }),
  fc.tuple(fc.boolean(), fc.constantFrom('ab', 'a-c', 'c', 'b-b', 'c-a', '.-c')).map(([isNegated, set]) => ({
    glob: `[${isNegated ? '!' : ''}${set}]`,
    // A range from back to front is empty.
    regex: set === 'c-a' ? (isNegated ? '[^]' : '[]') : `[${isNegated ? '^' : ''}${set}]`,
  })),
);
const globPieces = fc.array(globPiece, { maxLength: 9 });
const asciiName = fc
  .array(fc.constantFrom('a', 'b', 'c', '-', '*', '[', '?', '\\', '.'), { maxLength: 12 })
  .map((letters) => letters.join(''));

const MODEL_MS = 100;
const matching = { model: /x/, text: '' };
const matchingContext = createContext(matching);
const matchingScript = new Script('model.test(text)');

/** Null where it takes too long: JavaScript's expressions try every way, for hours in one of ours. */
function testInTime(model: RegExp, text: string): boolean | null {
  Object.assign(matching, { model, text });
  try {
    return matchingScript.runInContext(matchingContext, { timeout: MODEL_MS }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  }
}

/** An expression that POSIX and JavaScript spell and read alike. */
const regexText: fc.Arbitrary<string> = fc.letrec<{ tree: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '[a-b]', '\\.', '\\*'),
    tie('tree').map((tree) => `(${tree})`),
  ),
  tree: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,}')), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((parts) => {
      const text = parts.map((part) => part.join('')).join('');
      return fc.oneof(
        { weight: 3, arbitrary: fc.constant(text) },
        { weight: 1, arbitrary: tie('tree').map((tree) => `${text}|${tree}`) },
      );
    }),
})).tree;

const bools = fc.record({ foldCase: fc.boolean(), utf8: fc.boolean() });

export const PATTERNS: readonly FuzzProperty[] = [
  fuzz(
    'a glob takes what the same pattern of JavaScript takes',
    fc.tuple(globPieces, asciiName, bools),
    ([pieces, text, options]) => {
      const glob = compileGlob(latin1(pieces.map((piece) => piece.glob).join('')), options);
      const model = new RegExp(`^${pieces.map((piece) => piece.regex).join('')}$`, options.foldCase ? 'i' : '');
      same('match', glob.match(latin1(text), 0, text.length), model.test(text));
    },
  ),

  fuzz(
    'any bytes are a glob that keeps what it says of itself',
    fc.tuple(wordOf(GLOB_BYTES, 40), name, bools),
    ([pattern, text, options]) => {
      const glob = compileGlob(pattern, options);
      const matches = glob.match(text, 0, text.length);
      if (glob.constant !== undefined) same('constant', matches, glob.constant);
      const begins = Buffer.from(text.subarray(0, glob.literalPrefix.length)).equals(glob.literalPrefix);
      if (matches && !begins) throw new Error('matches without its prefix');
      if (matches && !hasEnds(text, endsOfGlob(pattern, options.foldCase))) throw new Error('matches without its ends');
      const within = Uint8Array.from([0x2a, ...text, 0x61]);
      same('within other bytes', glob.match(within, 1, 1 + text.length), matches);
    },
  ),

  fuzz('stars do not make a glob slow', fc.tuple(fc.integer({ min: 1, max: 40 }), bools), ([stars, options]) => {
    const text = latin1('a'.repeat(4000));
    same('match', compileGlob(latin1(`${'*a'.repeat(stars)}*b`), options).match(text, 0, text.length), false);
  }),

  fuzz(
    'a regular expression takes what that of JavaScript takes',
    fc.tuple(regexText, fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '*'), maxLength: 10 }), bools),
    ([pattern, text, options]) => {
      const regex = compileRegex(latin1(pattern), { ...options, dialect: 'posix-extended' });
      const model = new RegExp(`^(?:${pattern})$`, options.foldCase ? 'is' : 's');
      const expected = testInTime(model, text);
      const found = regex.match(latin1(text), 0, text.length);
      if (expected !== null) same('match', found, expected ? 1 : 0);
    },
  ),

  fuzz(
    'any bytes are a regular expression or refused, in every dialect',
    fc.tuple(wordOf(REGEX_BYTES), name, bools, fc.constantFrom(...REGEX_DIALECTS)),
    ([pattern, text, options, dialect]) => {
      const regex = refusing(RegexSyntaxError, () => compileRegex(pattern, { ...options, dialect }));
      if (regex === undefined) return;
      const verdict = regex.match(text, 0, text.length);
      if (verdict === -1 && !regex.undecidable) throw new Error('undecided');
      const begins = Buffer.from(text.subarray(0, regex.literalPrefix.length)).equals(regex.literalPrefix);
      if (verdict === 1 && !begins) throw new Error('matches without its prefix');
      const slash = text.lastIndexOf(0x2f);
      regex.names?.enter(text, 0, slash + 1);
      if (regex.names !== undefined) same('by name', regex.names.match(text, slash + 1, text.length), verdict === 1);
    },
  ),

  fuzz(
    'nested repeats do not make a regular expression slow',
    fc.tuple(fc.constantFrom('(a*)*b', '(a|a)*b', '(a+)+(a+)+b', '(a?){60}a{60}b'), bools),
    ([pattern, options]) => {
      const text = latin1('a'.repeat(4000));
      same('match', compileRegex(latin1(pattern), { ...options, dialect: 'posix-extended' }).match(text, 0, text.length), 0);
    },
  ),

  fuzz(
    'any bytes are a path glob; below what cannot hold a match nothing matches',
    fc.tuple(wordOf(GLOB_BYTES, 16), name, bools),
    ([pattern, text, options]) => {
      if (pattern[0] === 0x2f) return;
      const glob = compilePathGlob(pattern, options);
      const path = Uint8Array.from(
        Buffer.from(
          Buffer.from(text)
            .toString('latin1')
            .replace(/\/+/g, '/')
            .replace(/^\/|\/$/g, ''),
          'latin1',
        ),
      );
      if (!glob.match(path, 0, path.length, false)) return;
      for (let slash = path.indexOf(0x2f, 1); slash > 0; slash = path.indexOf(0x2f, slash + 1)) {
        if (!glob.mayHoldBelow(path, 0, slash)) throw new Error(`a match below ${slash} bytes that was ruled out`);
      }
    },
  ),

  fuzz('a gitignore pattern takes what that of JavaScript takes', fc.tuple(globPieces, asciiName), ([pieces, text]) => {
    const pattern = latin1(pieces.map((piece) => piece.glob).join(''));
    // git's ranges have their first letter in them, whatever the last one is.
    const model = new RegExp(
      `^${pieces.map((piece) => (piece.glob === '[c-a]' ? 'c' : piece.glob === '[!c-a]' ? '[^c]' : piece.regex)).join('')}$`,
    );
    same('match', compilePattern(pattern, { isPath: false, foldCase: false })(latin1(text), 0, text.length), model.test(text));
  }),

  fuzz(
    'any bytes are an ignore file',
    fc.tuple(wordOf(`${GLOB_BYTES}\n\n!# /`, 60), name, fc.boolean()),
    ([content, text, foldCase]) => {
      const file = new IgnoreFile(content, latin1('.gitignore'), 0, foldCase);
      const rule = file.ruleOf({ bytes: text, nameStart: text.lastIndexOf(0x2f) + 1, end: text.length, isDirectory: true });
      if (rule !== null && file.isEmpty) throw new Error('a rule of an empty file');
      if (rule !== null && !(rule.line >= 1 && rule.line <= content.filter((byte) => byte === 0x0a).length + 1))
        throw new Error(`line ${rule.line}`);
    },
  ),

  fuzz('stars do not make an ignore file slow', fc.integer({ min: 1, max: 40 }), (stars) => {
    const text = latin1('a'.repeat(4000));
    same(
      'match',
      compilePattern(latin1(`${'*a'.repeat(stars)}*b`), { isPath: true, foldCase: false })(text, 0, text.length),
      false,
    );
  }),
];
