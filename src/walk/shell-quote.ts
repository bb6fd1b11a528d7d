/**
 * A word as it would be typed in a shell: bare where that is safe, else quoted (REFERENCE.md 12.5).
 *
 * In: bytes. Out: text that bash, zsh and ksh read as the same bytes. `"…"` where nothing in it would be expanded, else `'…'`; and
 * `$'…'` with escapes where something is not printable: controls, newlines and tabs too, bytes that are no
 * characters, and the controls that reorder text.
 */

/** Characters that a shell looks at. */
const SPECIAL = /[|&;<>()$`\\"' *?[#~=%!{}]/;

/** Characters that are expanded or end the quotes within `"…"`. */
const EXPANDED = /[`$\\"!]/;

/** Made at first use: V8 takes a while to look the classes up. */
let unprintable: RegExp | null = null;
let decoder: InstanceType<typeof TextDecoder> | null = null;

/** Not to be shown: controls, unassigned and private characters, line separators, and what reorders or hides text. */
function isUnprintable(character: string): boolean {
  unprintable ??= /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u;
  return unprintable.test(character);
}

/** @throws {TypeError} The bytes are not valid UTF-8. */
function decode(bytes: Uint8Array): string {
  decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return decoder.decode(bytes);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1b', '\\e'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

const LONGEST_CHARACTER = 4;

/** @param utf8 - The reader's locale shows UTF-8; otherwise only ASCII is printable. */
export function quoteWord(word: Uint8Array, utf8: boolean): string {
  const characters = splitCharacters(word, utf8);
  if (characters === null || characters.some(isUnprintable)) return quoteWithEscapes(word, utf8);
  const text = characters.join('');
  if (text === '') return '""';
  if (!SPECIAL.test(text)) return text;
  return EXPANDED.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** Null where some byte is no character. */
function splitCharacters(word: Uint8Array, utf8: boolean): string[] | null {
  if (!utf8 && word.some((byte) => byte >= 0x80)) return null;
  try {
    return [...decode(word)];
  } catch {
    return null;
  }
}

function quoteWithEscapes(word: Uint8Array, utf8: boolean): string {
  let quoted = "$'";
  for (let i = 0; i < word.length; ) {
    const character = characterAt(word, i, utf8);
    const letter = ESCAPES.get(character);
    if (letter !== undefined) quoted += letter;
    else if (character !== '' && !isUnprintable(character)) quoted += character;
    else quoted += `\\x${word[i]!.toString(16).toUpperCase().padStart(2, '0')}`;
    // An unprintable character is escaped byte by byte: what is left of it decodes to nothing.
    i += character === '' || isUnprintable(character) ? 1 : Buffer.byteLength(character);
  }
  return `${quoted}'`;
}

/** The character that begins at byte `i`, '' where none does. */
function characterAt(word: Uint8Array, i: number, utf8: boolean): string {
  if (word[i]! < 0x80) return String.fromCharCode(word[i]!);
  for (let length = 2; utf8 && length <= LONGEST_CHARACTER && i + length <= word.length; length++) {
    try {
      return decode(word.subarray(i, i + length));
    } catch {
      // Not that long.
    }
  }
  return '';
}
