/**
 * Regular expressions against `find -regex` itself: random patterns of every dialect over one directory of odd names.
 *
 * A pattern is grown as a tree and spelt in the dialect, so that nearly all are valid and many match. What bfs and GNU find are known
 * to read differently (REFERENCE 4.2: there tswalk follows bfs) is not grown, dialect by dialect:
 *
 * - posix-basic and its aliases: `\+ \? \|`, word operators, a repeat of a repeat; word operators in posix-extended, egrep, emacs.
 * - `^` and `$` but at the ends: anchors everywhere in bfs, characters in GNU's basic and emacs types.
 * - emacs, findutils-default: intervals, groups without a number. awk: intervals, back-references.
 * - a newline under grep's `.` and `[^x]`, escapes in awk's brackets, repeats with nothing to repeat, `{,n}`.
 * - ranges beyond ASCII, which glibc 2.36 refuses in C.UTF-8.
 * - characters whose case glibc finds by upper case alone (k and the Kelvin sign, sharp s, the Turkish i), and `[:upper:]` with case
 *   folded, which glibc reads as `[:alpha:]`, ideographs and all.
 *
 * - an assertion in a repeated group, which glibc takes for granted after the first round: `\(\bb\)\{2\}` matches its `bb`.
 *
 * Nor do the names have the bytes of surrogates, which glibc lets `.` take.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REGEX_DIALECTS, type RegexDialect } from '../../../../src/walk/expr/regex/dialect.ts';
import { compileRegex } from '../../../../src/walk/expr/regex/regex.ts';
import { SYNTAXES, type Syntax } from '../../../../src/walk/expr/regex/syntax.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';

const PATTERNS_PER_DIALECT = 60;
const SEED = 20260118;

const ALPHABET = [
  'a',
  'b',
  'c',
  'A',
  'B',
  'é',
  'É',
  'σ',
  '漢',
  '1',
  '_',
  '-',
  '.',
  ' ',
  '+',
  '{',
  '}',
  '(',
  ')',
  '|',
  '\\',
  ']',
  '[',
  '^',
  '$',
  '*',
];

/** Paths below the directory, as Latin-1 text. */
function oddNames(random: SeededRandom): string[] {
  const names = new Set(['a\xff', '\xe9', '\xc3', 'ab\xa9b', 'a\nb', '\n', 'S', 's', ...['ς', 'Σ', 'ſ'].map(utf8)]);
  while (names.size < 400) names.add(utf8(random.text(ALPHABET, 1, 6)));
  return [...names].filter((name) => name !== '.' && name !== '..').map((name) => `./${name}`);
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

describe.runIf(spawnSync('find', ['--version']).stdout?.includes('GNU') === true)('find agrees', () => {
  let directory: string;
  let names: string[];

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tswalk-regex-'));
    names = oddNames(seededRandom(7));
    for (const name of names) writeFileSync(Buffer.from(`${directory}/${name}`, 'latin1'), '');
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  /** The names that find prints; undefined where it refuses the pattern. */
  function findMatches(pattern: string, dialect: RegexDialect, foldCase: boolean, locale: string): string[] | undefined {
    const test = foldCase ? '-iregex' : '-regex';
    const words = ['.', '-mindepth', '1', '-regextype', dialect, test, Buffer.from(pattern, 'latin1').toString(), '-print0'];
    const { status, stdout } = spawnSync('find', words, { cwd: directory, env: { ...process.env, LC_ALL: locale } });
    return status === 0 ? stdout.toString('latin1').split('\0').slice(0, -1).sort() : undefined;
  }

  function ourMatches(pattern: string, dialect: RegexDialect, foldCase: boolean, locale: string): string[] | undefined {
    try {
      const regex = compileRegex(Buffer.from(pattern, 'latin1'), { dialect, foldCase, utf8: locale !== 'C' });
      return names
        .filter((name) => {
          const bytes = Buffer.from(`x${name}x`, 'latin1');
          return regex.match(bytes, 1, bytes.length - 1) !== 0;
        })
        .sort();
    } catch {
      return undefined;
    }
  }

  test.each(REGEX_DIALECTS)('about random patterns of %s', (dialect) => {
    const random = seededRandom(SEED + REGEX_DIALECTS.indexOf(dialect));
    const differences: string[] = [];
    let matched = 0;
    for (let i = 0; i < PATTERNS_PER_DIALECT; i++) {
      const locale = random.below(5) === 0 ? 'C' : 'C.UTF-8';
      const foldCase = random.below(3) === 0;
      const pattern = utf8(new PatternGrower(random, dialect, foldCase).grow());
      const theirs = findMatches(pattern, dialect, foldCase, locale);
      const ours = ourMatches(pattern, dialect, foldCase, locale);
      if (theirs !== undefined && theirs.length > 0) matched++;
      const hidden = (name: string): boolean => dialect === 'grep' && name.includes('\n');
      const only = (some: string[] | undefined, others: string[] | undefined): string =>
        JSON.stringify(some?.filter((name) => !hidden(name) && others?.includes(name) !== true) ?? 'refused');
      const difference = `find has ${only(theirs, ours)}, tswalk ${only(ours, theirs)}`;
      if (difference !== 'find has [], tswalk []' && !(theirs === undefined && ours === undefined)) {
        differences.push(`${locale} ${foldCase ? '-iregex' : '-regex'} ${pattern}: ${difference}`);
      }
    }
    expect(differences).toEqual([]);
    expect(matched).toBeGreaterThan(PATTERNS_PER_DIALECT / 4);
  });
});

/** Grows random patterns of one dialect, of what both finds read alike. */
class PatternGrower {
  readonly #random: SeededRandom;
  readonly #dialect: RegexDialect;
  readonly #syntax: Syntax;
  readonly #limited: boolean;
  readonly #foldCase: boolean;
  #groups = 0;

  constructor(random: SeededRandom, dialect: RegexDialect, foldCase: boolean) {
    this.#random = random;
    this.#dialect = dialect;
    this.#foldCase = foldCase;
    this.#syntax = SYNTAXES[dialect];
    this.#limited = ['awk', 'emacs', 'findutils-default'].includes(dialect);
  }

  grow(): string {
    const { pick } = this.#random;
    return `${pick(['', '', '', '^'])}${pick(['./', './', '.*', '[.]/', '.*/'])}${this.#alternation(2)}${pick(['', '', '', '$', '.*'])}`;
  }

  #alternation(depth: number): string {
    const branches = this.#syntax.alternation === 'none' || depth === 2 ? 1 : 1 + this.#random.below(3);
    const separator = this.#spell('|', this.#syntax.alternation);
    return Array.from({ length: branches }, () => this.#sequence(depth)).join(separator);
  }

  #sequence(depth: number): string {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#item(depth)).join('');
  }

  #item(depth: number): string {
    const atom = this.#atom(depth);
    return this.#random.below(3) === 0 ? atom + this.#repeat() : atom;
  }

  #atom(depth: number): string {
    const { below, pick } = this.#random;
    const choice = below(12);
    if (choice < 3 && depth > 0) {
      const index = ++this.#groups;
      const group = `${this.#spell('(', this.#syntax.group)}${this.#alternation(depth - 1)}${this.#spell(')', this.#syntax.group)}`;
      const referable = depth === 2 && index < 10 && this.#dialect !== 'awk' && below(4) === 0;
      return referable ? `${group}${pick(['', 'a', '.*'])}\\${index}` : group;
    }
    if (choice === 3) return '.';
    if (choice < 6) return this.#bracket();
    if (choice === 6 && this.#syntax.wordOperators)
      return pick(['\\w', '\\W', ...(depth === 2 ? ['\\<a', 'a\\>', '\\bb', 'c\\b'] : [])]);
    if (choice === 7) return pick(['é', 'σ', '漢', '\\.', '\\*', '\\[']);
    return pick(['a', 'b', 'c', 'A', '1', '_', '-', ' ']);
  }

  #bracket(): string {
    const { pick, text } = this.#random;
    const classes = this.#syntax.classes ? ['[:alpha:]', '[:digit:]', '[:punct:]', '[:space:]'] : ['1'];
    if (this.#syntax.classes && !this.#foldCase) classes.push('[:upper:]');
    const items = text(['a', 'b', 'é', '_', 'a-c', '0-9', 'A', '.', '*', '[.a.]', '[=b=]', ...classes], 1, 3);
    return `[${pick(['', '', '^'])}${pick(['', '', '', ']'])}${items}${pick(['', '', '', '-'])}]`;
  }

  #repeat(): string {
    const { pick } = this.#random;
    const repeats = ['*', '*'];
    if (this.#syntax.plus !== 'none') repeats.push(this.#spell('+', this.#syntax.plus), this.#spell('?', this.#syntax.plus));
    if (!this.#limited && this.#syntax.interval !== 'none') {
      const close = this.#spell('}', this.#syntax.interval);
      repeats.push(...['2', '1,2', '0,1', '1,'].map((bounds) => this.#spell('{', this.#syntax.interval) + bounds + close));
    }
    return pick(repeats);
  }

  #spell(operator: string, spelling: Syntax['group']): string {
    return spelling === 'escaped' ? `\\${operator}` : operator;
  }
}
