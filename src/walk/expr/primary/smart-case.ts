/**
 * -smartcase: which patterns are to match in upper and lower case, because nobody has written a capital in them.
 *
 * In: a pattern's bytes. Out: whether it has a capital that stands for itself: not one behind a backslash, where `\W` is a class of
 * characters, but `[:upper:]` counts. Every pattern is judged by itself.
 */

const BACKSLASH = '\\';

/** Has the pattern a capital? `utf8`: its characters are those of UTF-8. */
export function hasCapital(pattern: Uint8Array, utf8: boolean): boolean {
  const text = utf8
    ? new TextDecoder().decode(pattern)
    : Buffer.from(pattern)
        .toString('latin1')
        .replaceAll(/[\x80-\xff]/g, '');
  if (text.includes('[:upper:]')) return true;
  let isEscaped = false;
  for (const character of text) {
    if (!isEscaped && character !== character.toLowerCase()) return true;
    isEscaped = !isEscaped && character === BACKSLASH;
  }
  return false;
}
