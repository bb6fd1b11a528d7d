/**
 * The name that was probably meant: the nearest in the table, by the distance of keys.
 *
 * Levenshtein's distance, where a key typed too much or too little costs 12 and a wrong key costs how far it lies from the right one on
 * a QWERTY keyboard: keys are 3 wide and 3 high, each row is shifted right by 1, and a shifted character is 1 away from the
 * plain one on its key. Of several names equally near the first wins. REFERENCE.md 13.3.
 */

const INSERT_OR_DELETE = 12;
const KEY_SIZE = 3;

/** The four rows, plain and with shift; a blank for the keys at the left that type nothing. */
const ROWS = [
  ['`1234567890-=', '~!@#$%^&*()_+'],
  [' qwertyuiop[]\\', ' QWERTYUIOP{}|'],
  [" asdfghjkl;'", ' ASDFGHJKL:"'],
  [' zxcvbnm,./', ' ZXCVBNM<>?'],
] as const;

interface Key {
  readonly x: number;
  readonly y: number;
  readonly shift: number;
}

const ORIGIN: Key = { x: 0, y: 0, shift: 0 };

/** Made when somebody mistypes. */
let keys: ReadonlyMap<string, Key> | null = null;

function makeKeys(): Map<string, Key> {
  const made = new Map<string, Key>();
  ROWS.forEach((row, rowNumber) => {
    row.forEach((characters, shift) => {
      [...characters].forEach((character, column) => {
        if (character !== ' ') made.set(character, { x: KEY_SIZE * column + rowNumber, y: KEY_SIZE * rowNumber, shift });
      });
    });
  });
  return made;
}

function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  keys ??= makeKeys();
  const from = keys.get(a) ?? ORIGIN;
  const to = keys.get(b) ?? ORIGIN;
  return Math.abs(from.x - to.x) + Math.abs(from.y - to.y) + Math.abs(from.shift - to.shift);
}

/** How far apart two words lie; 0 for equal ones. */
export function typingDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column * INSERT_OR_DELETE);
  for (let row = 1; row <= from.length; row++) {
    const current = [row * INSERT_OR_DELETE];
    for (let column = 1; column <= to.length; column++) {
      const substituted = previous[column - 1]! + substitutionCost(from[row - 1]!, to[column - 1]!);
      const deleted = previous[column]! + INSERT_OR_DELETE;
      const inserted = current[column - 1]! + INSERT_OR_DELETE;
      current.push(Math.min(substituted, deleted, inserted));
    }
    previous = current;
  }
  return previous[to.length]!;
}

/** The first of the `names` nearest to `word`. There must be one. */
export function suggestName(word: string, names: Iterable<string>): string {
  let nearest = '';
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = typingDistance(word, name);
    if (distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}
