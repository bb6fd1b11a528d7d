/**
 * Permission modes as `-perm` takes them: octal or symbolic, exactly, all of (`-`) or any of (`/`) them (REFERENCE 2.5).
 *
 *     mode   := clause { "," clause }
 *     clause := { u|g|o|a } action { action }
 *     action := (+|-|=) ( {r|w|x|X|s|t} | u | g | o )
 *
 * In: a word and the umask. Out: two targets, one for directories and one for everything else, which differ through `X` only.
 * A symbolic mode starts from 0 and its actions are done in order on both. A clause that names nobody means everybody,
 * less what the umask forbids, in each of its actions (bfs masks only the first of a clause: REFERENCE 22).
 * The rules for the letters are chmod(1)'s, but `=` leaves the set-id and sticky bits and `X` looks at the file's type only.
 */

import { ValueError } from './value-error.ts';

export type ModeMatch = 'exact' | 'all' | 'any';

export interface ModeComparison {
  /** `exact`: the twelve bits are the target; `all`: those of the target are set; `any`: one is, or the target is 0. */
  readonly match: ModeMatch;
  /** 0 to 07777. */
  readonly fileMode: number;
  /** 0 to 07777. */
  readonly directoryMode: number;
}

const MODE_BITS = 0o7777;

const COMMA = 0x2c;
const PLUS = 0x2b;
const MINUS = 0x2d;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const ZERO = 0x30;
const SEVEN = 0x37;
const NINE = 0x39;

/** Who: the letter's permission bits, and which set-id or sticky bit `s` and `t` give it. */
const WHO: ReadonlyMap<number, number> = new Map([
  ['u'.charCodeAt(0), 0o700],
  ['g'.charCodeAt(0), 0o070],
  ['o'.charCodeAt(0), 0o007],
  ['a'.charCodeAt(0), 0o777],
]);

/** How far a class's bits are from the lowest three. */
const CLASS_SHIFT: ReadonlyMap<number, number> = new Map([
  ['u'.charCodeAt(0), 6],
  ['g'.charCodeAt(0), 3],
  ['o'.charCodeAt(0), 0],
]);

/** Permission letters: the bits for every class at once; `X`, `s` and `t` are handled by name. */
const PERMISSION: ReadonlyMap<number, number> = new Map([
  ['r'.charCodeAt(0), 0o444],
  ['w'.charCodeAt(0), 0o222],
  ['x'.charCodeAt(0), 0o111],
]);
const LETTER_CONDITIONAL_X = 'X'.charCodeAt(0);
const LETTER_S = 's'.charCodeAt(0);
const LETTER_T = 't'.charCodeAt(0);

/**
 * @param umask - The process's, 0 to 0777.
 * @throws {ValueError} `mode`.
 */
export function parseMode(word: Uint8Array, umask: number): ModeComparison {
  const { match, start } = parsePrefix(word);
  const first = word[start];
  if (first !== undefined && first >= ZERO && first <= NINE) {
    const mode = parseOctal(word, start);
    return { match, fileMode: mode, directoryMode: mode };
  }
  return { match, ...new SymbolicMode(word, start, umask).parse() };
}

/** A closure over st_mode that decides whether a file's permissions match. */
export function compileMode({ match, fileMode, directoryMode }: ModeComparison): (mode: number, isDirectory: boolean) => boolean {
  switch (match) {
    case 'exact':
      return (mode, isDirectory) => (mode & MODE_BITS) === (isDirectory ? directoryMode : fileMode);
    case 'all':
      return (mode, isDirectory) => {
        const target = isDirectory ? directoryMode : fileMode;
        return (mode & target) === target;
      };
    case 'any':
      return (mode, isDirectory) => {
        const target = isDirectory ? directoryMode : fileMode;
        return target === 0 || (mode & target) !== 0;
      };
  }
}

function parsePrefix(word: Uint8Array): { readonly match: ModeMatch; readonly start: number } {
  const first = word[0];
  const second = word[1];
  if (first === MINUS) return { match: 'all', start: 1 };
  if (first === SLASH) return { match: 'any', start: 1 };
  // FreeBSD's and old GNU's `+222`; before anything but a digit the plus is an action.
  if (first === PLUS && second !== undefined && second >= ZERO && second <= NINE) return { match: 'any', start: 1 };
  return { match: 'exact', start: 0 };
}

function parseOctal(word: Uint8Array, start: number): number {
  let mode = 0;
  for (let i = start; i < word.length; i++) {
    const digit = word[i]!;
    if (digit < ZERO || digit > SEVEN) throw invalidMode();
    mode = mode * 8 + (digit - ZERO);
    if (mode > MODE_BITS) throw invalidMode();
  }
  return mode;
}

function invalidMode(): ValueError {
  return new ValueError('mode', 'Invalid mode.');
}

/** What one action gives or takes, before the operator is applied. */
interface Permissions {
  readonly file: number;
  readonly directory: number;
}

/** One run over a symbolic mode; keeps the place in the word and the two targets so far. */
class SymbolicMode {
  readonly #word: Uint8Array;
  readonly #umask: number;
  #index: number;
  #file = 0;
  #directory = 0;

  constructor(word: Uint8Array, start: number, umask: number) {
    this.#word = word;
    this.#index = start;
    this.#umask = umask;
  }

  parse(): { fileMode: number; directoryMode: number } {
    for (;;) {
      this.#parseClause();
      if (this.#index === this.#word.length) return { fileMode: this.#file, directoryMode: this.#directory };
      if (this.#word[this.#index] !== COMMA) throw invalidMode();
      this.#index++;
    }
  }

  #parseClause(): void {
    let named = 0;
    for (let bits = this.#lookUp(WHO); bits !== undefined; bits = this.#lookUp(WHO)) {
      named |= bits;
      this.#index++;
    }
    const who = named === 0 ? 0o777 : named;
    const allowed = named === 0 ? ~this.#umask : ~0;
    if (!this.#atOperator()) throw invalidMode();
    while (this.#atOperator()) this.#doAction(who, allowed);
  }

  #doAction(who: number, allowed: number): void {
    const operator = this.#word[this.#index++];
    const given = this.#parsePermissions(who);
    const file = given.file & allowed;
    const directory = given.directory & allowed;
    if (operator === MINUS) {
      this.#file &= ~file;
      this.#directory &= ~directory;
      return;
    }
    if (operator === EQUALS) {
      this.#file &= ~who;
      this.#directory &= ~who;
    }
    this.#file |= file;
    this.#directory |= directory;
  }

  #parsePermissions(who: number): Permissions {
    const shift = this.#lookUp(CLASS_SHIFT);
    if (shift !== undefined) {
      this.#index++;
      return { file: (((this.#file >> shift) & 7) * 0o111) & who, directory: (((this.#directory >> shift) & 7) * 0o111) & who };
    }
    let both = 0;
    let directoryOnly = 0;
    for (; this.#index < this.#word.length; this.#index++) {
      const letter = this.#word[this.#index]!;
      if (letter === LETTER_CONDITIONAL_X) directoryOnly |= 0o111 & who;
      else if (letter === LETTER_S) both |= ((who & 0o700) !== 0 ? 0o4000 : 0) | ((who & 0o070) !== 0 ? 0o2000 : 0);
      else if (letter === LETTER_T) both |= (who & 0o007) !== 0 ? 0o1000 : 0;
      else {
        const bits = PERMISSION.get(letter);
        if (bits === undefined) break;
        both |= bits & who;
      }
    }
    return { file: both, directory: both | directoryOnly };
  }

  #lookUp(table: ReadonlyMap<number, number>): number | undefined {
    const letter = this.#word[this.#index];
    return letter === undefined ? undefined : table.get(letter);
  }

  #atOperator(): boolean {
    const letter = this.#word[this.#index];
    return letter === PLUS || letter === MINUS || letter === EQUALS;
  }
}
