/**
 * What may be written, as lines below a message: words between commas, in lines that a terminal of 80 columns does not break.
 *
 * Loaded with the first message that needs it.
 */

const MOST_COLUMNS = 79;
const INDENT = '  ';

/** @param title - What stands before the words in the first line; the others are indented. */
export function listChoices(title: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = title;
  words.forEach((word, place) => {
    const isLast = place === words.length - 1;
    const next = `${line}${line === '' ? '' : ' '}${word}${isLast ? '' : ','}`;
    if (next.length <= MOST_COLUMNS) line = next;
    else {
      lines.push(line);
      line = `${INDENT}${word}${isLast ? '' : ','}`;
    }
  });
  return [...lines, line];
}
