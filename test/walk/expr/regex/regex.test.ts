/**
 * Whole-path matching: what is the same in every dialect, and that it stays quick.
 */

import { describe, expect, test } from 'vitest';
import { compileRegex, type RegexOptions, type RegexVerdict } from '../../../../src/walk/expr/regex/regex.ts';

const EXTENDED: RegexOptions = { dialect: 'posix-extended', foldCase: false, utf8: true };
const FOLDED: RegexOptions = { ...EXTENDED, foldCase: true };
const C_LOCALE: RegexOptions = { ...EXTENDED, utf8: false };

/** Match Latin-1 text within a larger buffer, so that a matcher that looks outside its range is found out. */
function match(pattern: string, path: string, options: RegexOptions = EXTENDED): RegexVerdict {
  const surrounded = Buffer.from(`a${path}a`, 'latin1');
  return compileRegex(Buffer.from(pattern, 'latin1'), options).match(surrounded, 1, surrounded.length - 1);
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

describe('the whole path', () => {
  test.each([
    ['.*\\.c', './a.c', 1],
    ['.*\\.c', './a.cc', 0],
    ['a', 'ba', 0],
    ['', '', 1],
    ['', 'a', 0],
    ['.*', './a/b', 1],
    ['.*/[a-m][^/]*\\.(c|h)', './x/main.h', 1],
    ['.*/[a-m][^/]*\\.(c|h)', './x/zero.h', 0],
    ['x{2,3}', 'xxx', 1],
    ['x{2,3}', 'xxxx', 0],
    ['(ab){2,}', 'ababab', 1],
    ['(a*)+', '', 1],
    ['^a$', 'a', 1],
    ['(^a|b)+', 'ab', 1],
    ['(^a|b)+', 'aba', 0],
    ['a^', 'a', 0],
  ] as const)('%s on %s: %i', (pattern, path, verdict) => {
    expect(match(pattern, path)).toBe(verdict);
  });

  test('an alternative that ends too early does not hide one that reaches the end, as in bfs', () => {
    expect(match('(a|ab)', 'ab')).toBe(1);
    expect(match('(a||ab)(c|bcd)', 'abcd')).toBe(1);
  });
});

describe('characters', () => {
  test('a dot takes one character in UTF-8 and one byte in the C locale', () => {
    expect(match('.', utf8('漢'))).toBe(1);
    expect(match('.', utf8('漢'), C_LOCALE)).toBe(0);
    expect(match('...', utf8('漢'), C_LOCALE)).toBe(1);
  });

  test.each(['\xff', '\xfe', '\xc3', '\xc0\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe6\xbc'])(
    'the invalid bytes %j match nothing, not even a dot',
    (bytes) => {
      for (const pattern of ['.', '.*', '[^a]*', 'x.*']) expect(match(pattern, `x${bytes}`)).toBe(0);
      expect(match('.*', `x${bytes}`, C_LOCALE)).toBe(1);
    },
  );

  test.each([
    [utf8('[à-ö]'), utf8('é'), 1],
    [utf8('[à-ö]'), utf8('ÿ'), 0],
    [utf8('[^à-ö]'), utf8('漢'), 1],
    [utf8('[α-ω]+'), utf8('σσ'), 1],
    ['[[:alpha:]]+', utf8('aé漢'), 1],
    ['[[:alpha:]]', '1', 0],
    ['[^[:alpha:]]', utf8('é'), 0],
    ['[[.-.]-0]', '.', 1],
    ['[[=a=]]', 'a', 1],
    ['[]a]', ']', 1],
    ['[^]a]', 'b', 1],
    ['[a-]', '-', 1],
    ['[\\]', '\\', 1],
    ['[\\n]', 'n', 1],
  ] as const)('%s on %s: %i', (pattern, path, verdict) => {
    expect(match(pattern, path)).toBe(verdict);
  });
});

describe('folded case', () => {
  test.each([
    ['É', 'é', 1],
    ['σ', 'ς', 1],
    ['k', '\u212a', 1],
    ['s', '\u017f', 1],
    ['ß', 'ẞ', 1],
    ['ß', 'ss', 0],
    ['i', 'İ', 0],
    ['i', 'ı', 0],
    ['[j-l]', 'K', 1],
    ['[j-l]', '\u212a', 1],
    ['[^k]', 'K', 0],
    ['[^k]', '\u212a', 0],
    ['[[:upper:]]', 'a', 1],
    ['[[:lower:]]', 'É', 1],
    ['[^[:upper:]]', '漢', 1],
    ['(é)\\1', 'Éé', 1],
  ] as const)('%s and %s: %i', (pattern, path, verdict) => {
    expect(match(utf8(pattern), utf8(path), FOLDED)).toBe(verdict);
  });

  test('is for ASCII only in the C locale', () => {
    expect(match('\xc9', '\xe9', { ...C_LOCALE, foldCase: true })).toBe(0);
    expect(match('a[b-c]', 'AC', { ...C_LOCALE, foldCase: true })).toBe(1);
  });
});

describe('back-references', () => {
  test.each([
    ['(a*)b\\1', 'aabaa', 1],
    ['(a*)b\\1', 'aaba', 0],
    ['(a|ab)(c|bcd)\\2', 'abcdbcd', 1],
    ['(.)(.)\\2\\1', 'abba', 1],
    ['((.)\\2)+', 'aabb', 1],
    ['(^a)\\1', 'aa', 1],
    ['(a)?\\1', '', 0],
    ['(b|)*\\1', '', 1],
    ['(é)\\1', 'éé', 1],
  ] as const)('%s on %s: %i', (pattern, path, verdict) => {
    expect(match(utf8(pattern), utf8(path))).toBe(verdict);
  });

  test('only their patterns may be undecided, and are when trying takes too long', () => {
    const regex = compileRegex(Buffer.from('(a|aa)*(.)\\2'), EXTENDED);
    expect(regex.undecidable).toBe(true);
    expect(compileRegex(Buffer.from('(a|aa)*b'), EXTENDED).undecidable).toBe(false);
    expect(match('(a|aa)*(.)\\2', `${'a'.repeat(60)}bb`)).toBe(1);
    expect(match('(a|aa)*(.)\\2', `${'a'.repeat(60)}bc`)).toBe(-1);
  });
});

describe('everything that matches begins with a known prefix', () => {
  test.each([
    ['./src/[a-z]*', './src/', './'],
    ['^\\./a+b', './a', './'],
    ['(\\./1)2*', './1', './1'],
    ['\\./(a|b)', './', './'],
    ['(12){2,}', '12', '12'],
    ['é.*', 'é', ''],
    ['a|b', '', ''],
    ['x*', '', ''],
  ])('%s with %j, folded with %j', (pattern, prefix, foldedPrefix) => {
    const escaped = pattern.startsWith('./') ? `\\${pattern}` : pattern;
    expect(Buffer.from(compileRegex(Buffer.from(escaped), EXTENDED).literalPrefix).toString()).toBe(prefix);
    expect(Buffer.from(compileRegex(Buffer.from(escaped), FOLDED).literalPrefix).toString()).toBe(foldedPrefix);
  });
});

describe('a directory entered once', () => {
  const paths = ['./a.c', './a/b.c', './a/éc', './é/x', './a/', 'x', './a/\xff', './漢/漢.c'];

  /** Every cut, within characters as well: a directory's name need not be valid UTF-8. */
  test.each(['.*\\.c', '.*/[^/]*c', '\\./.*', '\\./(a|é)/.*', '.*漢.*', '^x$', 'b*'])(
    'does not change what %s matches',
    (pattern) => {
      const regex = compileRegex(Buffer.from(pattern), EXTENDED);
      for (const path of paths) {
        const bytes = Buffer.from(path);
        for (let cut = 0; cut <= bytes.length; cut++) {
          regex.names!.enter(bytes, 0, cut);
          expect(regex.names!.match(bytes, cut, bytes.length)).toBe(regex.match(bytes, 0, bytes.length) === 1);
        }
      }
    },
  );

  test('is kept when the table is flushed', () => {
    const regex = compileRegex(Buffer.from('.*a.{12}'), EXTENDED);
    const directory = Buffer.from('abababababab');
    regex.names!.enter(directory, 0, directory.length);
    for (let i = 0; i < 20_000; i++) {
      const name = Buffer.from((i + 65_536).toString(2).replaceAll('0', 'a').replaceAll('1', 'b'));
      const whole = Buffer.concat([directory, name]);
      expect(regex.names!.match(name, 0, name.length)).toBe(whole[whole.length - 13] === 0x61);
    }
  });

  test('is not offered with back-references', () => {
    expect(compileRegex(Buffer.from('(a)\\1'), EXTENDED).names).toBeUndefined();
  });
});

describe('time is linear', () => {
  test.each(['(a|aa)+', '(a*){1,20}b', '(a|aa){1,60}', '(a|a)*b', '((a*)*)*c', '.*a.{100}', '(.*a){20}'])(
    '%s on names of 255 bytes, compiled and matched ten times within a second',
    (pattern) => {
      const started = performance.now();
      for (let i = 0; i < 10; i++) {
        for (const options of [EXTENDED, FOLDED, C_LOCALE]) {
          for (const name of ['a'.repeat(255), `${'a'.repeat(254)}x`, 'ab'.repeat(127)]) match(pattern, name, options);
        }
      }
      expect(performance.now() - started).toBeLessThan(20_000);
    },
  );

  /**
   * `.*a.{12}` has more than 4096 deterministic states, all of which these paths reach, so the table is flushed on the way; each path
   * is long enough for a flush within it, also within a character of two bytes.
   */
  test('a pattern with more states than the table holds still answers rightly', () => {
    const regex = compileRegex(Buffer.from('.*a.{12}'), EXTENDED);
    let state = 1;
    let path = '';
    for (let i = 0; i < 40_000; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      path += ['a', 'b', 'é', 'c'][state >>> 30]!;
    }
    const characters = [...path];
    for (let length = 39_990; length <= 40_000; length++) {
      const bytes = Buffer.from(characters.slice(0, length).join(''));
      expect(regex.match(bytes, 0, bytes.length)).toBe(characters[length - 13] === 'a' ? 1 : 0);
    }
  });
});
