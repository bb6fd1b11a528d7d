/**
 * What the C library's ctype and wctype know of a character: its class, its other case.
 *
 * A character is a number: a code point in a UTF-8 locale, a byte otherwise (bytes from 0x80 up then belong to no class and have
 * no case, as in the C locale; the same holds for the bytes of a name that is not valid UTF-8). Both locales are values of
 * `Ctype`, so that what is written over one works over the other.
 *
 * The Unicode side is derived from V8's property tables by the rules that reproduce glibc's C.UTF-8 character by character
 * (checked over all of Unicode, with the differences of one Unicode version to the next left out): digits other than ASCII's
 * are letters, no-break spaces are not blank, title case is both upper and lower, U+2028 and U+2029 are controls. Case is one
 * character to one: neither `ß` to SS nor a final sigma.
 *
 * It does not know collation, and no locale's own rules (the Turkish i). See isalpha(3), iswalpha(3), towlower(3).
 */

/** The class names that `[:name:]` may hold, in POSIX's order. */
export const CLASS_NAMES = [
  'alnum',
  'alpha',
  'blank',
  'cntrl',
  'digit',
  'graph',
  'lower',
  'print',
  'punct',
  'space',
  'upper',
  'xdigit',
] as const;

export type ClassName = (typeof CLASS_NAMES)[number];

/** The characters of one kind of locale. */
export interface Ctype {
  readonly isClass: (name: ClassName, character: number) => boolean;
  /** towlower(3): the lower case of `character`, or itself. */
  readonly toLower: (character: number) => number;
  /** Characters as the bytes of a text. */
  readonly encode: (characters: readonly number[]) => Uint8Array;
  /**
   * A number that is the same for characters that differ in case only, by Unicode's simple case folding: more are alike than in
   * `toLower`, which keeps `ς` from `σ` and takes `İ` for `i`.
   */
  readonly caseFold: (character: number) => number;
  /** All characters whose `caseFold` is that of `character`, which is one of them. */
  readonly caseVariants: (character: number) => readonly number[];
}

/** Unicode's kinds of characters, made when the first character beyond ASCII is asked about: V8 needs a millisecond for them. */
const makeKinds = (): Record<'alphabetic' | 'control' | 'lower' | 'printable' | 'space' | 'upper', RegExp> => ({
  alphabetic: /^[\p{Alphabetic}\p{Nd}]$/u,
  control: /^[\p{Cc}\u2028\u2029]$/u,
  lower: /^[\p{Lowercase}\u01c5\u01c8\u01cb\u01f2]$/u,
  printable: /^[^\p{Cc}\p{Cs}\p{Cn}\u2028\u2029]$/u,
  space: /^[\t-\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]$/u,
  upper: /^[\p{Uppercase}\p{Lt}]$/u,
});
let kinds: ReturnType<typeof makeKinds> | undefined;

const toAsciiLower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** U+0130 and U+0131: their other cases are those of the Turkish i, which no locale here has. */
const DOTTED_I = 0x130;
const DOTLESS_I = 0x131;

/** The Kelvin sign and the long s fold to ASCII letters, and nothing else above ASCII does. */
const foldedFromAbove: ReadonlyMap<number, number> = new Map([
  [0x6b, 0x212a],
  [0x73, 0x17f],
]);

/** Characters are bytes: the C locale, and whatever is not valid in another one. */
export const BYTES: Ctype = {
  encode: (characters) => Uint8Array.from(characters),
  isClass: isAsciiClass,
  toLower: toAsciiLower,
  caseFold: toAsciiLower,
  caseVariants: (byte) => (isAsciiClass('alpha', byte) ? [byte, byte ^ 0x20] : [byte]),
};

/** Characters are code points: a UTF-8 locale. */
export const CODE_POINTS: Ctype = {
  encode: (characters) => new TextEncoder().encode(String.fromCodePoint(...characters)),
  isClass: (name, codePoint) => (codePoint < 0x80 ? isAsciiClass(name, codePoint) : isUnicodeClass(name, codePoint)),
  toLower: (codePoint) => {
    if (codePoint < 0x80) return toAsciiLower(codePoint);
    if (codePoint === DOTTED_I) return 0x69; // İ: its one-to-one lower case in UnicodeData.txt, which V8 lengthens by a dot
    return onlyCharacter(String.fromCodePoint(codePoint).toLowerCase()) ?? codePoint;
  },
  caseFold: foldUnicode,
  caseVariants: (codePoint) => {
    if (codePoint >= 0x80) return unicodeVariants(codePoint);
    const above = foldedFromAbove.get(toAsciiLower(codePoint));
    return above === undefined ? BYTES.caseVariants(codePoint) : [...BYTES.caseVariants(codePoint), above];
  },
};

/** The word inside `[:…:]` as a class, if it is one. */
export function classNamed(word: string): ClassName | undefined {
  return CLASS_NAMES.find((name) => name === word);
}

/** Simple case folding: to lower case by way of upper case, so that all lower cases of one capital meet. */
function foldUnicode(codePoint: number): number {
  if (codePoint < 0x80) return toAsciiLower(codePoint);
  if (codePoint === DOTTED_I || codePoint === DOTLESS_I) return codePoint;
  const upper = onlyCharacter(String.fromCodePoint(codePoint).toUpperCase()) ?? codePoint;
  return onlyCharacter(String.fromCodePoint(upper).toLowerCase()) ?? upper;
}

/** The characters that fold to what `codePoint` folds to. */
function unicodeVariants(codePoint: number): readonly number[] {
  const fold = foldUnicode(codePoint);
  const upper = onlyCharacter(String.fromCodePoint(fold).toUpperCase()) ?? fold;
  const variants = new Set([codePoint, fold]);
  if (foldUnicode(upper) === fold) variants.add(upper);
  for (const other of unpaired()) if (other.fold === fold) variants.add(other.codePoint);
  return [...variants];
}

let unpairedLetters: { codePoint: number; fold: number }[] | undefined;

/** The letters of `UNPAIRED` with their folds, worked out at first use. */
function unpaired(): readonly { codePoint: number; fold: number }[] {
  unpairedLetters ??= UNPAIRED.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ codePoint: from + i, fold: foldUnicode(from + i) })),
  );
  return unpairedLetters;
}

/**
 * Letters that are the upper case of no fold: further members of a family (`ς`, the Kelvin sign, symbols that are Greek letters, title
 * case) and capitals of letters that V8 changes to two. Unicode adds one every few versions; a test counts them.
 */
const UNPAIRED: readonly (readonly [from: number, to: number])[] = [
  [0xb5, 0xb5],
  [0x17f, 0x17f],
  [0x1c5, 0x1c5],
  [0x1c8, 0x1c8],
  [0x1cb, 0x1cb],
  [0x1f2, 0x1f2],
  [0x345, 0x345],
  [0x3c2, 0x3c2],
  [0x3d0, 0x3d1],
  [0x3d5, 0x3d6],
  [0x3f0, 0x3f1],
  [0x3f4, 0x3f5],
  [0x1c80, 0x1c88],
  [0x1e9b, 0x1e9b],
  [0x1e9e, 0x1e9e],
  [0x1f88, 0x1f8f],
  [0x1f98, 0x1f9f],
  [0x1fa8, 0x1faf],
  [0x1fbc, 0x1fbc],
  [0x1fbe, 0x1fbe],
  [0x1fcc, 0x1fcc],
  [0x1ffc, 0x1ffc],
  [0x2126, 0x2126],
  [0x212a, 0x212b],
];

/** The character that `text` is, if it is a single one: longer results of a change of case are no one-to-one mapping. */
function onlyCharacter(text: string): number | undefined {
  const character = text.codePointAt(0)!;
  return text.length === (character > 0xffff ? 2 : 1) ? character : undefined;
}

function isAsciiClass(name: ClassName, byte: number): boolean {
  const upper = byte >= 0x41 && byte <= 0x5a;
  const lower = byte >= 0x61 && byte <= 0x7a;
  const digit = byte >= 0x30 && byte <= 0x39;
  const graph = byte > 0x20 && byte < 0x7f;
  switch (name) {
    case 'alnum':
      return upper || lower || digit;
    case 'alpha':
      return upper || lower;
    case 'blank':
      return byte === 0x20 || byte === 0x09;
    case 'cntrl':
      return byte < 0x20 || byte === 0x7f;
    case 'digit':
      return digit;
    case 'graph':
      return graph;
    case 'lower':
      return lower;
    case 'print':
      return graph || byte === 0x20;
    case 'punct':
      return graph && !(upper || lower || digit);
    case 'space':
      return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
    case 'upper':
      return upper;
    case 'xdigit':
      return digit || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
  }
}

/** The classes above ASCII. */
function isUnicodeClass(name: ClassName, codePoint: number): boolean {
  const text = String.fromCodePoint(codePoint);
  kinds ??= makeKinds();
  const { alphabetic, control, lower, printable, space, upper } = kinds;
  switch (name) {
    case 'alnum':
    case 'alpha':
      return alphabetic.test(text);
    case 'blank':
      return space.test(text) && !control.test(text);
    case 'cntrl':
      return control.test(text);
    case 'digit':
    case 'xdigit':
      return false;
    case 'graph':
      return printable.test(text) && !space.test(text);
    case 'lower':
      return lower.test(text);
    case 'print':
      return printable.test(text);
    case 'punct':
      return printable.test(text) && !space.test(text) && !alphabetic.test(text);
    case 'space':
      return space.test(text);
    case 'upper':
      return upper.test(text);
  }
}
