/**
 * The classes and cases of characters, on samples of each rule; `glob.test.ts` compares them with the C library in use.
 */

import { describe, expect, test } from 'vitest';
import { BYTES, CLASS_NAMES, CODE_POINTS, classNamed } from '../../../src/walk/expr/ctype.ts';

/** The classes of a character, in the order of `CLASS_NAMES`. */
function classesOf(text: string, ctype = CODE_POINTS): string {
  return CLASS_NAMES.filter((name) => ctype.isClass(name, text.codePointAt(0)!)).join(' ');
}

describe('classes', () => {
  test.each([
    ['a', 'alnum alpha graph lower print xdigit'],
    ['G', 'alnum alpha graph print upper'],
    ['7', 'alnum digit graph print xdigit'],
    ['_', 'graph print punct'],
    [' ', 'blank print space'],
    ['\t', 'blank cntrl space'],
    ['\n', 'cntrl space'],
    ['\x7f', 'cntrl'],
    ['É', 'alnum alpha graph print upper'],
    ['ß', 'alnum alpha graph lower print'],
    ['ǅ', 'alnum alpha graph lower print upper'],
    ['漢', 'alnum alpha graph print'],
    ['٣', 'alnum alpha graph print'],
    ['\u00a0', 'graph print punct'],
    ['\u2003', 'blank print space'],
    ['\u2028', 'cntrl space'],
    ['😀', 'graph print punct'],
    ['\u{10ffff}', ''],
  ])('%j is %s', (text, classes) => {
    expect(classesOf(text)).toBe(classes);
  });

  test('a byte from 0x80 up is in none', () => {
    expect(classesOf('é', BYTES)).toBe('');
    expect(classesOf('a', BYTES)).toBe(classesOf('a'));
  });

  test('only the twelve names of POSIX are known', () => {
    expect(classNamed('alpha')).toBe('alpha');
    expect(classNamed('word')).toBeUndefined();
  });
});

describe('case', () => {
  test.each([
    ['A', 'a'],
    ['É', 'é'],
    ['Σ', 'σ'],
    ['ς', 'ς'],
    ['İ', 'i'],
    ['\u212a', 'k'],
    ['ẞ', 'ß'],
    ['漢', '漢'],
    ['𐐀', '𐐨'],
  ])('the lower case of %s is %s, as towlower(3) says', (text, lower) => {
    expect(String.fromCodePoint(CODE_POINTS.toLower(text.codePointAt(0)!))).toBe(lower);
  });

  test.each([
    ['k', 'Kk\u212a'],
    ['ſ', 'Ssſ'],
    ['σ', 'Σςσ'],
    ['ß', 'ßẞ'],
    ['i', 'Ii'],
    ['ı', 'ı'],
    ['İ', 'İ'],
    ['ǅ', 'Ǆǅǆ'],
    ['1', '1'],
    ['𐐨', '𐐀𐐨'],
  ])('the cases of %s are %s', (text, cases) => {
    const variants = CODE_POINTS.caseVariants(text.codePointAt(0)!);
    expect(String.fromCodePoint(...variants.toSorted((a, b) => a - b))).toBe(cases);
  });

  /** Simple case folding is what JavaScript's own `iu` ignores too. */
  test('characters fold alike only if they are alike for V8, and those that do know each other', () => {
    const families = new Map<number, number[]>();
    for (let codePoint = 0; codePoint < 0x1f000; codePoint++) {
      if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
      const fold = CODE_POINTS.caseFold(codePoint);
      if (fold === codePoint) continue;
      families.set(fold, [...(families.get(fold) ?? [fold]), codePoint]);
      const ignoringCase = new RegExp(`^\\u{${fold.toString(16)}}$`, 'iu');
      if (!ignoringCase.test(String.fromCodePoint(codePoint))) expect.fail(`U+${codePoint.toString(16)}`);
    }
    const ascending = (a: number, b: number): number => a - b;
    for (const family of families.values()) {
      for (const member of family) {
        expect(CODE_POINTS.caseVariants(member).toSorted(ascending)).toEqual(family.toSorted(ascending));
      }
    }
  });
});
