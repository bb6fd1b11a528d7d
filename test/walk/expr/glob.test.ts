/**
 * Globs against the rows of the reference and against the C library's own fnmatch(3).
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileGlob, type GlobOptions } from '../../../src/walk/expr/glob.ts';
import { seededRandom } from './seeded-random.ts';

const UTF8: GlobOptions = { foldCase: false, utf8: true };
const UTF8_FOLDED: GlobOptions = { foldCase: true, utf8: true };
const C_LOCALE: GlobOptions = { foldCase: false, utf8: false };

/** Latin-1 text as bytes, so that `\xff` is one byte; `utf8` below for characters. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Matches within a larger buffer, so that a matcher that looks outside its range is found out. */
function matches(pattern: string, name: string, options: GlobOptions = UTF8): boolean {
  const surrounded = bytesOf(`*.${name}.x*`);
  return compileGlob(bytesOf(pattern), options).match(surrounded, 2, surrounded.length - 3);
}

const NAMES = [
  'a',
  '.a',
  'ab',
  'a[b',
  'a]b',
  'a-b',
  'a\\b',
  'a*b',
  'a?b',
  'A',
  utf8('é'),
  '[',
  'a!b',
  'a^b',
  '{a,b}',
  'a\xffb',
  '\xff',
];

describe('the rows of REFERENCE 23.7', () => {
  const betweenAAndB = ['a[b', 'a]b', 'a-b', 'a\\b', 'a*b', 'a?b', 'a!b', 'a^b', 'a\xffb'];
  test.each([
    ['*', NAMES],
    ['?', ['a', 'A', utf8('é'), '[', '\xff']],
    ['[', ['[']],
    ['a[b', ['a[b']],
    ['a[[]b', ['a[b']],
    ['a[]]b', ['a]b']],
    ['a[]-]b', ['a]b', 'a-b']],
    ['a[a\\-z]b', ['a-b']],
    ['a[!b]b', betweenAAndB],
    ['a[^b]b', betweenAAndB],
    ['a\\*b', ['a*b']],
    ['\\a', ['a']],
    ['a\\', []],
    ['[[:upper:]]', ['A']],
    ['[![:alpha:]]', ['[', '\xff']],
    ['a[[.-.]]b', ['a-b']],
    ['a[[=b=]]', ['ab']],
    ['[[:foo:]]', []],
    ['a[b-]b', ['a-b']],
    ['{a,b}', ['{a,b}']],
    ['*(a)', []],
  ] as const)('%s', (pattern, expected) => {
    expect(NAMES.filter((name) => matches(pattern, name))).toEqual(expected);
  });
});

describe('characters', () => {
  test('a question mark takes one character in UTF-8 and one byte in the C locale', () => {
    expect(matches('?', utf8('é'))).toBe(true);
    expect(matches('?', utf8('é'), C_LOCALE)).toBe(false);
    expect(matches('??', utf8('é'), C_LOCALE)).toBe(true);
  });

  test('a character is not tried again as its bytes, as glibc does', () => {
    expect(matches('??', utf8('é'))).toBe(false);
  });

  test('one invalid byte anywhere makes every byte of the name a character', () => {
    expect(matches('??\xff', `${utf8('é')}\xff`)).toBe(true);
    expect(matches('?\xff', `${utf8('é')}\xff`)).toBe(false);
    expect(matches('??a*', `${utf8('é')}a\xff`)).toBe(true);
  });

  test('ranges are by code point', () => {
    expect(matches(utf8('[à-ö]'), utf8('é'))).toBe(true);
    expect(matches(utf8('[à-ö]'), utf8('ÿ'))).toBe(false);
    expect(matches('[\xe0-\xf6]', '\xe9', C_LOCALE)).toBe(true);
  });

  test.each([
    ['*.ts', '.ts'],
    ['*.ts', 'x.ts'],
    ['foo*', 'foobar'],
    ['*foo*', 'a/foo/b'],
    ['a*b*c', 'a/b.b/c'],
    ['*a?c*e?g*', 'xxabcxxefgxx'],
    ['**a**', 'a'],
  ])('%s matches %s', (pattern, name) => {
    expect(matches(pattern, name)).toBe(true);
  });

  test.each([
    ['*.ts', '.tsx'],
    ['foo*', 'fo'],
    ['*foo*', 'fofo'],
    ['ab*ba', 'aba'],
    ['*aba*', 'abba'],
    ['a*b*c', 'acb'],
  ])('%s does not match %s', (pattern, name) => {
    expect(matches(pattern, name)).toBe(false);
  });
});

describe('folded case', () => {
  test.each([
    ['É', 'é', true],
    ['é*', 'ÉTÉ', true],
    ['*été', 'ÉTÉ', true],
    ['k', '\u212a', true],
    ['\u212a', 'k', true],
    ['*ak', 'a\u212a', true],
    ['*kab', '\u212aab', true],
    ['*akb*', 'xa\u212abx', true],
    ['i', '\u0130', true],
    ['s', '\u017f', false],
    ['ß', 'ẞ', true],
    ['ς', 'Σ', false],
    ['σ', 'Σ', true],
    ['[J-L]', 'k', true],
    ['[[:upper:]]', 'k', false],
    ['[[=K=]]', 'k', false],
  ])('%s and %s: %s, as find -iname and bfs say', (pattern, name, expected) => {
    expect(matches(utf8(pattern), utf8(name), UTF8_FOLDED)).toBe(expected);
  });
});

describe('what a planner asks', () => {
  const glob = (pattern: string, options: GlobOptions = UTF8) => compileGlob(bytesOf(pattern), options);

  test.each([
    ['abc', true],
    ['a*c', false],
    ['a?c', false],
    ['a[c', false],
    ['a\\c', false],
  ])('%s is literal: %s', (pattern, literal) => {
    expect(glob(pattern).literal).toBe(literal);
  });

  test.each([
    ['*', true],
    ['**', true],
    ['', undefined],
    ['a*', undefined],
    ['a\\', false],
    ['a[b-', false],
    ['[[.x', false],
  ])('%s is constantly %s', (pattern, constant) => {
    expect(glob(pattern).constant).toBe(constant);
  });

  test('an odd number of backslashes at the end is reported and matches nothing', () => {
    expect(glob('a\\\\\\').trailingBackslash).toBe(true);
    expect(glob('a\\\\').trailingBackslash).toBe(false);
    expect(matches('a\\\\', 'a\\')).toBe(true);
  });

  test.each([
    ['/usr/share/git*', '/usr/share/git', '/'],
    ['./a\\*b?', './a*b', './'],
    ['./12[3]', './12', './12'],
    ['*', '', ''],
  ])('everything that matches %s begins with %j, folded with %j', (pattern, prefix, foldedPrefix) => {
    expect(Buffer.from(glob(pattern).literalPrefix).toString()).toBe(prefix);
    expect(Buffer.from(glob(pattern, UTF8_FOLDED).literalPrefix).toString()).toBe(foldedPrefix);
  });
});

test('a pattern of many stars is quick on a name that nearly matches', () => {
  const pattern = `${'*a?b'.repeat(40)}*c`;
  const name = 'axb'.repeat(85);
  const started = performance.now();
  for (let i = 0; i < 1000; i++) matches(pattern, name);
  expect(performance.now() - started).toBeLessThan(20_000);
});

/** fnmatch(3) itself, over random patterns and names from an alphabet that makes brackets, folds and invalid bytes likely. */
describe('the C library agrees', () => {
  const PIECES = [
    'a',
    'b',
    'c',
    'A',
    'B',
    'k',
    'i',
    'é',
    'É',
    'ß',
    'σ',
    'Σ',
    'ς',
    '\u212a',
    '\u0130',
    '漢',
    '😀',
    '.',
    '/',
    '-',
    '1',
    ' ',
  ];
  const ODD = ['[', ']', '!', '^', '-', '\\', '*', '?', ':', '=', ',', '{', '}'];
  const BRACKETS = [
    '[a-c]',
    '[!a]',
    '[^b-]',
    '[]a]',
    '[[:alpha:]]',
    '[[:upper:]b]',
    '[![:punct:]]',
    '[[=a=]]',
    '[[.-.]]',
    '[À-ÿ]',
    '[[:foo:]a]',
    '[a\\]]',
    '[σ-ω]',
    '[K-z]',
    '[a-[.c.]]',
  ];
  const latin = (pieces: readonly string[]) => pieces.map(utf8);

  function randomCases(count: number): { flag: string; pattern: string; name: string }[] {
    const random = seededRandom(20260117);
    const patternPieces = [
      ...latin(PIECES),
      ...ODD,
      ...ODD,
      ...latin(BRACKETS),
      ...latin(BRACKETS),
      '*',
      '*',
      '*',
      '?',
      '?',
      '\xff',
      '\xc3',
    ];
    const namePieces = [...latin(PIECES), ...latin(PIECES), ...ODD, '\xff', '\xa9'];
    return Array.from({ length: count }, () => {
      const pattern = random.text(patternPieces, 0, 6);
      // Half of the names are made from the pattern, so that many match.
      const name =
        random.below(2) === 0
          ? random.text(namePieces, 0, 6)
          : pattern.replace(/\[.*?\]|[*?\\]/g, () => random.text(namePieces, 0, 2));
      return { flag: random.pick(['-', 'i']), pattern, name };
    });
  }

  /** Where glibc 2.36 answers otherwise, and why tswalk does not follow. */
  const KNOWN_DIFFERENCES: readonly ((answer: {
    ours: boolean;
    theirs: boolean;
    retried: boolean;
    pattern: string;
  }) => boolean)[] = [
    // It tries again bytewise after characters have failed (section 22: not copied).
    ({ ours, theirs, retried }) => !ours && theirs && retried,
    // Its C.UTF-8 knows no ranges beyond U+00FF (find -regex says "Invalid collation character"); section 4.1: by code point.
    ({ ours, theirs, pattern }) => ours && !theirs && /-[\u0100-\u{10ffff}]/u.test(Buffer.from(pattern, 'latin1').toString()),
    // In a bracket cut within an item, its answer depends on which earlier item the character happened to match.
    ({ ours, theirs, pattern }) => !ours && theirs && /\[.*(-|\[\.[^\]]*)$/s.test(pattern),
  ];

  test('on 40,000 random patterns and names, in C and in C.UTF-8, with and without case', () => {
    const cases = randomCases(40_000);
    const directory = mkdtempSync(join(tmpdir(), 'tswalk-fnmatch-'));
    try {
      const program = join(directory, 'fnmatch');
      execFileSync('cc', ['-O1', '-o', program, join(import.meta.dirname, 'fnmatch.c')]);
      const input = Buffer.from(cases.map(({ flag, pattern, name }) => `${flag}\0${pattern}\0${name}\0`).join(''), 'latin1');
      const answers = execFileSync(program, { input, maxBuffer: 1 << 26 })
        .toString()
        .trimEnd()
        .split('\n');
      expect(answers.length).toBe(cases.length);
      const differences: string[] = [];
      let matched = 0;
      for (const [index, { flag, pattern, name }] of cases.entries()) {
        const foldCase = flag === 'i';
        const [inC, inUtf8] = [answers[index]![0] === '1', answers[index]![1] === '1'];
        if (inUtf8) matched++;
        for (const [locale, theirs] of [
          ['C', inC],
          ['C.UTF-8', inUtf8],
        ] as const) {
          const ours = matches(pattern, name, { foldCase, utf8: locale === 'C.UTF-8' });
          if (
            ours === theirs ||
            KNOWN_DIFFERENCES.some((known) => known({ ours, theirs, retried: locale === 'C.UTF-8' && inC, pattern }))
          )
            continue;
          differences.push(`${locale} ${flag} ${JSON.stringify(pattern)} ${JSON.stringify(name)}: ${theirs}, not ${ours}`);
        }
      }
      expect(differences.slice(0, 40)).toEqual([]);
      expect(matched).toBeGreaterThan(5_000);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the order of a locale', () => {
  /** Says of every character but `b` and `ß` that it is in the range, and writes down what it was asked once the pattern was compiled. */
  function compile(pattern: string, options: GlobOptions = UTF8) {
    const asked: string[] = [];
    const collation = () => (bracket: Uint8Array, character: Uint8Array, foldCase: boolean) => {
      asked.push(`${Buffer.from(bracket)} ${Buffer.from(character)}${foldCase ? ' folded' : ''}`);
      return !['b', 'ß'].includes(Buffer.from(character).toString());
    };
    const { match } = compileGlob(Buffer.from(pattern), { ...options, collation });
    // All of ASCII is asked about at once, for the tables.
    expect(asked.length > 0).toBe(pattern.includes('-') || pattern.includes('='));
    asked.length = 0;
    return { asked, matches: (name: string) => match(Buffer.from(name), 0, Buffer.byteLength(name)) };
  }

  test('is asked about ranges and equals, in the encoding of the locale', () => {
    const { asked, matches } = compile('[ä-ö]');
    expect([matches('é'), matches('b'), matches('ß')]).toEqual([true, false, false]);
    expect(asked).toEqual(['[\\ä-\\ö] é', '[\\ä-\\ö] ß']);
    const equal = compile('x[[=é=]]');
    expect([equal.matches('xê'), equal.asked]).toEqual([true, ['[[=é=]] ê']]);
    const folded = compile('[ä-ö]', UTF8_FOLDED);
    expect([folded.matches('É'), folded.asked]).toEqual([true, ['[\\ä-\\ö] É folded']]);
  });

  test('is asked about each character once', () => {
    const { asked, matches } = compile('*[à-ö]');
    for (let i = 0; i < 3; i++) expect(matches('éé')).toBe(true);
    expect(asked).toEqual(['[\\à-\\ö] é']);
  });

  test('has no say about single characters, classes and what is negated', () => {
    const { asked, matches } = compile('[[:upper:]é!]');
    expect([matches('É'), matches('é'), matches('b'), asked]).toEqual([true, true, false, []]);
    const negated = compile('[!ä-ö]');
    expect([negated.matches('é'), negated.matches('b')]).toEqual([false, true]);
  });
});
