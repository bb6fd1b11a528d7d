/**
 * What the dialects make of the same pattern: REFERENCE 4.2, line by line. `find.test.ts` compares what GNU find shares.
 */

import { describe, expect, test } from 'vitest';
import { REGEX_DIALECTS, type RegexDialect } from '../../../../src/walk/expr/regex/dialect.ts';
import { compileRegex } from '../../../../src/walk/expr/regex/regex.ts';
import { RegexSyntaxError } from '../../../../src/walk/expr/regex/syntax-error.ts';

/** Which of `paths` match, or the error's text. */
function matched(dialect: RegexDialect, pattern: string, paths: readonly string[]): readonly string[] | string {
  try {
    const regex = compileRegex(Buffer.from(pattern), { dialect, foldCase: false, utf8: true });
    return paths.filter((path) => regex.match(Buffer.from(path), 0, Buffer.byteLength(path)) === 1);
  } catch (error) {
    if (error instanceof RegexSyntaxError) return error.message;
    throw error;
  }
}

const BASIC: readonly RegexDialect[] = ['posix-basic', 'ed', 'sed', 'posix-minimal-basic'];
const EGREP: readonly RegexDialect[] = ['egrep', 'posix-egrep'];
const AWK: readonly RegexDialect[] = ['awk', 'posix-awk', 'gnu-awk'];
const EMACS: readonly RegexDialect[] = ['emacs', 'findutils-default'];
const EXTENDED: readonly RegexDialect[] = ['posix-extended', ...EGREP, ...AWK];
const ESCAPED: readonly RegexDialect[] = [...BASIC, 'grep', ...EMACS];

type Row = readonly [
  dialects: readonly RegexDialect[],
  pattern: string,
  paths: readonly string[],
  expected: readonly string[] | string,
];

function rows(title: string, table: readonly Row[]): void {
  const single = table.flatMap(([dialects, pattern, paths, expected]) =>
    dialects.map((dialect) => ({ dialect, pattern, paths, expected })),
  );
  describe(title, () => {
    test.each(single)('$pattern in $dialect', ({ dialect, pattern, paths, expected }) => {
      expect(matched(dialect, pattern, paths)).toEqual(expected);
    });
  });
}

rows('plus and question mark', [
  [[...EXTENDED, ...EMACS], 'a+', ['aa', 'a+'], ['aa']],
  [[...BASIC, 'grep'], 'a+', ['aa', 'a+'], ['a+']],
  [BASIC, 'a\\+', ['aa', 'a+'], ['a+']],
  [['grep'], 'a\\+b\\?', ['aa', 'a+', 'ab'], ['aa', 'ab']],
]);

rows('alternation', [
  [EXTENDED, 'a|b', ['a', 'b', 'a|b'], ['a', 'b']],
  [EXTENDED, 'a(|b)', ['a', 'ab'], ['a', 'ab']],
  [BASIC, 'a\\|b', ['a', 'b', 'a|b'], ['a|b']],
  [['grep', ...EMACS], 'a\\|b', ['a', 'b', 'a|b'], ['a', 'b']],
  [['grep', ...EMACS], 'a|b', ['a', 'b', 'a|b'], ['a|b']],
  [['grep'], 'a\nb', ['a', 'b', 'a\nb'], ['a\nb']],
]);

rows('groups', [
  [EXTENDED, '(ab)*', ['abab', '(ab)'], ['abab']],
  [ESCAPED, '\\(ab\\)*', ['abab', '(ab)'], ['abab']],
  [ESCAPED, '(ab)', ['ab', '(ab)'], ['(ab)']],
  [EXTENDED, 'a)', ['a', 'a)'], ['a)']],
  [ESCAPED, 'a\\)', [], 'Unmatched ) or \\)'],
  [EXTENDED, '(a', [], 'Unmatched ( or \\('],
  [ESCAPED, '\\(a', [], 'Unmatched ( or \\('],
  [EMACS, '\\(?:ab\\)*', ['abab', '?:ab'], ['abab']],
  [[...BASIC, 'grep'], '\\(?:ab\\)', ['ab', '?:ab'], ['?:ab']],
  [['posix-extended'], '(?:ab)', [], 'Invalid preceding regular expression'],
]);

rows('intervals', [
  [EXTENDED, 'a{2}', ['aa', 'a{2}'], ['aa']],
  [ESCAPED, 'a\\{2\\}', ['aa', 'a{2}'], ['aa']],
  [ESCAPED, 'a{2}', ['aa', 'a{2}'], ['a{2}']],
  [['posix-extended'], 'a{1', [], 'Unmatched \\{'],
  [['posix-extended'], 'a{b', [], 'Unmatched \\{'],
  [['posix-extended'], 'a{x}', [], 'Invalid content of \\{\\}'],
  [['posix-extended'], 'a{,2}', [], 'Invalid content of \\{\\}'],
  [ESCAPED, 'a\\{1', [], 'Unmatched \\{'],
  [ESCAPED, 'a\\{x\\}', [], 'Invalid content of \\{\\}'],
  [ESCAPED, 'a\\{1}', [], 'Invalid content of \\{\\}'],
  [[...EGREP, ...AWK], 'a{1', ['a', 'a{1'], ['a{1']],
  [[...EGREP, ...AWK], 'a{x}', ['a', 'a{x}'], ['a{x}']],
  [[...EGREP, ...AWK], 'a{,2}', ['a', 'aa', 'aaa'], ['a', 'aa']],
  [EXTENDED, 'a{2,1}', [], 'Invalid content of \\{\\}'],
  [EXTENDED, 'a{100001}', [], 'Regular expression too big'],
  [EXTENDED, '((a{999}){999}){9}', [], 'Regular expression too big'],
  [EXTENDED, 'a{0}b', ['b', 'ab'], ['b']],
]);

rows('a repeat with nothing to repeat', [
  [[...ESCAPED, 'gnu-awk'], '*a', ['a', '*a'], ['*a']],
  [[...BASIC, 'grep', ...EMACS], '\\(*a\\)', ['a', '*a'], ['*a']],
  [[...ESCAPED, 'gnu-awk'], '^*a', ['a', '*a'], ['*a']],
  [EGREP, '(*a|+b)', ['a', 'b', '*a'], ['a', 'b']],
  [EGREP, '{1}', ['{1}'], ['{1}']],
  [['posix-extended', 'posix-awk', 'awk'], 'b|*a', [], 'Invalid preceding regular expression'],
  [['posix-extended', 'posix-awk', 'awk'], '{1}', [], 'Invalid preceding regular expression'],
]);

rows('a repeat of a repeat', [
  [REGEX_DIALECTS, 'a**', ['', 'a', 'aa'], ['', 'a', 'aa']],
  [EXTENDED, 'a+?b', ['b', 'ab', 'aab'], ['b', 'ab', 'aab']],
  [EXTENDED, 'a{2}{2}', ['aa', 'aaaa'], ['aaaa']],
]);

rows('anchors wherever they stand', [
  [REGEX_DIALECTS, '^a$', ['a'], ['a']],
  [REGEX_DIALECTS, 'a^b', ['a^b'], []],
  [REGEX_DIALECTS, 'a$b', ['a$b'], []],
  [BASIC, 'a$[^x]b', ['a\nb'], []],
  [['posix-extended'], 'a$[^x]b', ['a\nb'], []],
  [[...EMACS, ...EGREP, ...AWK], 'a$[^x]b', ['a\nb'], ['a\nb']],
]);

rows('newline', [
  [[...BASIC, ...EXTENDED, 'findutils-default'], 'a.b', ['a\nb', 'axb'], ['a\nb', 'axb']],
  [['emacs', 'grep'], 'a.b', ['a\nb', 'axb'], ['axb']],
  [[...BASIC, ...EXTENDED, ...EMACS], 'a[^y]b', ['a\nb', 'axb'], ['a\nb', 'axb']],
  [['grep'], 'a[^y]b', ['a\nb', 'axb'], ['axb']],
]);

rows('word operators, or the letter', [
  [['grep', 'gnu-awk'], '\\w\\W\\w', ['w-w', 'wWw', 'é _'], ['w-w', 'é _']],
  [['grep', 'gnu-awk'], '.*\\<foo\\>.*', ['a foo b', 'afoo', 'foo', 'foo_'], ['a foo b', 'foo']],
  [['grep', 'gnu-awk'], '.*\\Bfoo\\b.*', ['a foo b', 'afoo', 'foo'], ['afoo']],
  [[...BASIC, 'posix-extended', ...EGREP, 'awk', 'posix-awk', ...EMACS], '\\w\\<\\b', ['w<b', 'a'], ['w<b']],
  [REGEX_DIALECTS, "\\`\\'\\d", ["`'d"], ["`'d"]],
]);

rows('brackets', [
  [REGEX_DIALECTS, '[a', [], 'Unmatched [, [^, [:, [., or [='],
  [REGEX_DIALECTS, '[]', [], 'Unmatched [, [^, [:, [., or [='],
  [REGEX_DIALECTS, '[[.ab.]]', [], 'Invalid collation character'],
  [REGEX_DIALECTS, '[a-b-z]', [], 'Invalid range end'],
  [[...BASIC, ...EXTENDED, 'grep'], '[a-[:digit:]]', [], 'Invalid range end'],
  [[...BASIC, ...EXTENDED, 'grep'], '[[:digit:]-z]', [], 'Invalid range end'],
  [[...BASIC, ...EXTENDED], '[z-a]', [], 'Invalid range end'],
  [['grep', ...EMACS], '[z-a]', ['a', 'm', 'z'], []],
  [[...BASIC, ...EXTENDED, 'grep'], '[[:foo:]]', [], 'Invalid character class name'],
  [[...BASIC, ...EXTENDED, 'grep'], '[[:digit:]]', ['1', ':]'], ['1']],
  [EMACS, '[[:digit:]]', ['1', ':]'], [':]']],
  [AWK, '[\\]a]', [']', 'a', '\\'], [']', 'a']],
  [AWK, '[\\n\\t]', ['\n', '\t', 'n'], ['\n', '\t']],
  [AWK, '\\n', ['\n', 'n'], ['\n']],
  [[...BASIC, 'posix-extended', ...EGREP, 'grep', ...EMACS], '[\\n]', ['\n', '\\', 'n'], ['\\', 'n']],
  [[...BASIC, 'posix-extended', ...EGREP, 'grep', ...EMACS], '\\n', ['\n', 'n'], ['n']],
]);

rows('back-references', [
  [EXTENDED, '(a|b)\\1', ['aa', 'ab'], ['aa']],
  [ESCAPED, '\\(a*\\)b\\1', ['aba', 'ab'], ['aba']],
  [EXTENDED, '(a)\\2', [], 'Invalid back reference'],
  [EXTENDED, '(a\\1)', [], 'Invalid back reference'],
  [ESCAPED, 'a\\1', [], 'Invalid back reference'],
]);

rows('what is wrong in any dialect', [
  [REGEX_DIALECTS, 'a\\', [], 'Trailing backslash'],
  [EXTENDED, '('.repeat(1001), [], 'Regular expression too big'],
]);

test('a pattern that is not valid UTF-8 is refused where characters are UTF-8, and bytes in the C locale', () => {
  const pattern = Buffer.from([0xff]);
  const compile = (utf8: boolean) => compileRegex(pattern, { dialect: 'emacs', foldCase: false, utf8 });
  expect(() => compile(true)).toThrow(new RegexSyntaxError('encoding'));
  expect(compile(false).match(pattern, 0, 1)).toBe(1);
});

test('the dialects are those of find, in its order', () => {
  expect(REGEX_DIALECTS.join(' ')).toBe(
    'findutils-default ed emacs gnu-awk grep posix-awk awk posix-basic posix-egrep egrep posix-extended posix-minimal-basic sed',
  );
});
