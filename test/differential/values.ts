/**
 * Random values of primaries: globs and regular expressions made from the tree's own paths, numbers, modes, times.
 *
 * In: a `Choice` and paths. Out: words. Each is valid for tswalk, and most are true of something; what an oracle reads differently is
 * translated or left out in language.ts, not here.
 */

import type { Choice } from './choice.ts';
import { type Bytes, utf8 } from './tree.ts';

const GLOBS = [
  '*',
  '?',
  '??',
  '.*',
  '[!.]*',
  '*.*',
  '[a-z]*',
  '[[:upper:]]*',
  '[^a]*',
  '*[0-9]',
  '[[:alpha:]]',
  '*[[:space:]]*',
  'a[b-]*',
  '[',
  '[]',
  '[a',
  '\\a',
  '[\\a]',
  '*\\*',
  '[[:punct:]]*',
  '[]a]*',
  '[[.a.]]*',
  '[[=a=]]*',
  '',
  '***a',
  '*a*b*',
  'é*',
  '*日*',
  '[é]*',
  '?*\n*',
  '[[:foo:]]',
  '[z-a]',
  '[a-]',
  '[!]',
  '\\[*',
  '*]',
].map(utf8);

/** A glob that `text` matches, if nothing goes wrong; or any glob. */
export function glob(choice: Choice, text: Bytes): Bytes {
  if (choice.chance(0.3)) return choice.of(GLOBS);
  let made = '';
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    const kind = choice.below(14);
    if (kind === 0) made += '?';
    else if (kind === 1) {
      made += '*';
      i += choice.below(text.length - i);
    } else if (kind === 2 && isPlain(byte))
      made += `[${choice.of(['', '', '!', '^'])}${byte}${choice.of(['', 'b', 'a-c', '[:digit:]', '.'])}]`;
    else if (kind === 3 && byte === byte.toLowerCase()) made += byte.toUpperCase();
    else made += /[*?[\\]/.test(byte) ? `\\${byte}` : byte;
  }
  return made;
}

const isPlain = (byte: Bytes): boolean => /^[\w.]$/.test(byte);

/** How a dialect spells what is grown here. */
interface Spelling {
  readonly group: readonly [string, string];
  readonly or: string | null;
  readonly plus: string | null;
  readonly interval: readonly [string, string] | null;
  readonly special: RegExp;
}

const BASIC: Spelling = { group: ['\\(', '\\)'], or: null, plus: null, interval: ['\\{', '\\}'], special: /[\\.[\]*^$]/ };
const EMACS: Spelling = { group: ['\\(', '\\)'], or: '\\|', plus: '+', interval: null, special: /[\\.[\]*^$+?]/ };
const EXTENDED: Spelling = { group: ['(', ')'], or: '|', plus: '+', interval: ['{', '}'], special: /[\\.[\]*^$+?(){}|]/ };

/** The types that are compared, and whether bfs 2.6.1 has them. */
export const REGEX_TYPES: Readonly<Record<string, { readonly spelling: Spelling; readonly bfs: boolean }>> = {
  'posix-basic': { spelling: BASIC, bfs: true },
  ed: { spelling: BASIC, bfs: true },
  sed: { spelling: BASIC, bfs: true },
  'posix-extended': { spelling: EXTENDED, bfs: true },
  emacs: { spelling: EMACS, bfs: true },
  grep: { spelling: { ...BASIC, or: '\\|' }, bfs: true },
  'findutils-default': { spelling: EMACS, bfs: false },
  egrep: { spelling: EXTENDED, bfs: false },
  'posix-egrep': { spelling: EXTENDED, bfs: false },
  awk: { spelling: { ...EXTENDED, interval: null }, bfs: false },
  'gnu-awk': { spelling: EXTENDED, bfs: false },
  'posix-awk': { spelling: EXTENDED, bfs: false },
  'posix-minimal-basic': { spelling: BASIC, bfs: false },
};

/** A regular expression that `path` matches more often than not. */
export function regex(choice: Choice, type: string, path: Bytes): Bytes {
  const { group, or, plus, interval, special } = REGEX_TYPES[type]!.spelling;
  let made = choice.chance(0.2) ? '.*' : '';
  for (let i = 0; i < path.length; i++) {
    const byte = path[i]!;
    const literal =
      byte === '\n'
        ? '.'
        : special.test(byte)
          ? choice.chance(0.5) && byte !== '^'
            ? `[${byte === ']' ? '].' : byte}]`
            : `\\${byte}`
          : byte;
    const kind = choice.below(16);
    if (byte.charCodeAt(0) >= 0x80) made += byte;
    else if (kind === 0) made += '.';
    else if (kind === 1) {
      made += choice.of(['.*', '[^/]*', '.*']);
      i += choice.below(path.length - i);
    } else if (kind === 2) made += `${literal}*`;
    else if (kind === 3 && plus !== null) made += `${literal}${plus}`;
    else if (kind === 4 && or !== null) made += `${group[0]}${literal}${or}x${group[1]}`;
    else if (kind === 5) made += `${group[0]}${literal}${group[1]}${choice.of(['', '*'])}`;
    else if (kind === 6 && interval !== null) made += `${literal}${interval[0]}${choice.of(['1', '0,2', '1,'])}${interval[1]}`;
    else if (kind === 7 && isPlain(byte)) made += `[${choice.of(['', '^'])}${byte}a-c[:digit:]]`;
    else made += literal;
  }
  return made;
}

/** A comparison: [-+]N. */
export function comparison(choice: Choice, numbers: readonly (number | string)[]): { sign: '' | '-' | '+'; number: string } {
  return { sign: choice.of(['', '', '-', '+']), number: String(choice.of(numbers)) };
}

const CLASSES = ['u', 'g', 'o', 'a', 'ug', 'go', 'uo'];
const PERMISSIONS = ['r', 'w', 'x', 'rw', 'rx', 'rwx', 'X', 'rX', 's', 't', 'wx', ''];

/** A mode without its prefix; symbolic ones name whom they are for. */
export function mode(choice: Choice): string {
  if (choice.chance(0.5))
    return choice.of([
      '0',
      '000',
      '644',
      '600',
      '755',
      '777',
      '4000',
      '2000',
      '1000',
      '6000',
      '7777',
      '111',
      '222',
      '444',
      '20',
      '2',
      '4755',
      '100',
    ]);
  const clause = (): string => {
    const who = choice.of(CLASSES);
    return who + choice.times(choice.weighted([[4, 1], [1, 2]]), () => choice.of(['+', '=', '-']) + (choice.chance(0.2) ? choice.of(['u', 'g', 'o']) : choice.of(PERMISSIONS))).join(''); // biome-ignore format: short
  };
  return choice.times(choice.weighted([[4, 1], [2, 2], [1, 3]]), clause).join(','); // biome-ignore format: a table
}

/** A moment as GNU find, bfs 2.6.1 and tswalk all read it. */
export function timestamp(choice: Choice): { readonly text: string; readonly bfs: boolean; readonly find: boolean } {
  const two = (most: number, least = 0): string => String(choice.between(least, most)).padStart(2, '0');
  const date = `${choice.between(1969, 2030)}-${two(12, 1)}-${two(28, 1)}`;
  const time = `${two(23)}:${two(59)}:${two(59)}`;
  return choice.weighted([
    [2, { text: date, bfs: true, find: true }],
    [2, { text: `${date}T${time}`, bfs: true, find: true }],
    [2, { text: `${date}T${time}Z`, bfs: true, find: true }],
    [2, { text: `${date}T${time}${choice.of(['+', '-'])}${two(12)}:${choice.of(['00', '30'])}`, bfs: true, find: true }],
    [1, { text: `${date} ${time}`, bfs: false, find: true }],
    [1, { text: `@${choice.of([0, 981173106, 981173105, 1000000000, 2147483648, -2, 1700000000])}`, bfs: false, find: true }],
    [1, { text: date.replaceAll('-', ''), bfs: true, find: true }],
    [1, { text: `${date}T${time.slice(0, 5)}`, bfs: true, find: true }],
    [1, { text: `${date}T${two(23)}`, bfs: true, find: false }],
    [1, { text: `${date}T${time}`.replaceAll(/[-:T]/g, ''), bfs: true, find: false }],
  ]); // biome-ignore format: a table
}

const TIME_FIELDS = '@+aAbBcCdDeFgGhHIjklmMnprRsStTuUVwWxyYzZX';

/**
 * A format whose outputs end in a newline or a NUL, so that a multiset of records says the same as the whole.
 *
 * @returns `find` is false where GNU find prints something else by design.
 */
export function format(choice: Choice): { readonly text: Bytes; readonly find: boolean; readonly bfs: boolean } {
  let text = '';
  let find = true;
  let bfs = true;
  for (let i = choice.between(1, 4); i > 0; i--) {
    const kind = choice.below(20);
    if (kind === 0)
      text += choice.of(['\\a', '\\b', '\\f', '\\n', '\\r', '\\t', '\\v', '\\\\', '\\101', '\\7', '\\0', '\\1012', '%%']);
    else if (kind === 1) text += choice.of([' ', 'x', utf8('é'), '\xff', ':', '"', '{}', "'"]);
    else if (kind < 6) {
      const which = choice.of(['A', 'C', 'T', 'A', 'C', 'T', 'B', 'W']);
      const letter = choice.of([...TIME_FIELDS]);
      if (which === 'W' || which === 'B' || letter === 'X') find = false;
      if (which === 'W') bfs = false;
      text += `%${choice.of(['', '', '', '-', ''])}${choice.of(['', '', '12', '.3', '30.25', '.'])}${which}${letter}`;
    } else if (kind < 8) {
      text += `%${choice.of(['', '-', '0', '+', ' ', '#', '-#', '+0', '-+'])}${choice.of(['', '5', '.3', '10.4', '1'])}${choice.of(['d', 'm'])}`;
    } else {
      const letter = choice.of([...'pfhHPdyYlmMuUgGniDsbkSFactpfhHPly']);
      text += `%${choice.chance(0.25) ? choice.of(['-', '', '-']) + choice.of(['10', '3.2', '.4', '1', '20.', '.0']) : ''}${letter}`;
    }
    if (choice.chance(0.3)) text += ' ';
  }
  text += choice.of(['\\n', '\\n', '\\n', '\\0', '\\n\\c', '\\n\\cmore %p']);
  return { text, find, bfs };
}
