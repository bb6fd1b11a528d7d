/**
 * The text of -help: every row of the table of primaries, by kind.
 *
 * Nothing about a primary stands here: names, values and sentences come from their rows. Colours and a pager are somebody else's.
 */

import { PRIMARIES } from '../walk/expr/primaries.ts';
import type { Primary, PrimaryKind } from '../walk/expr/primary.ts';

const LINE_WIDTH = 80;
const NAME_COLUMN = 2;
const TEXT_COLUMN = 26;

const GROUPS: readonly { readonly kind: PrimaryKind; readonly title: string; readonly about: string }[] = [
  { kind: 'flag', title: 'Flags', about: 'Anywhere among the words; several may share one, as in -LsO2.' },
  {
    kind: 'operator',
    title: 'Operators',
    about: 'From the tightest to the loosest: ( ), ! and -exclude, -a (which may be left out), -o and ,',
  },
  { kind: 'option', title: 'Options', about: 'For the whole search, wherever they stand.' },
  { kind: 'test', title: 'Tests', about: 'True or false of a file. Of a number N: -N is less than N, +N more than N.' },
  { kind: 'action', title: 'Actions', about: 'What is done with a file. Without one, -print is.' },
];

/** @param programName - As it was called. */
export function formatHelp(programName: string): string {
  const lines = [
    `Usage: ${programName} [FLAG | PATH | EXPRESSION]...`,
    '',
    ...wrap(
      'Walk the trees below the PATHs (the current directory where none is given) and evaluate the EXPRESSION on every file. ' +
        'Flags, paths and parts of the expression may stand in any order.',
      0,
    ),
  ];
  for (const { kind, title, about } of GROUPS) {
    lines.push('', `${title}:`, ...wrap(about, NAME_COLUMN), '');
    for (const primary of PRIMARIES) if (primary.kind === kind) lines.push(...describe(primary));
  }
  return `${lines.join('\n')}\n`;
}

function describe(primary: Primary): string[] {
  const joiner = primary.usage === '' || primary.valueForm === 'attached' ? '' : ' ';
  const names = [primary.name, ...primary.aliases].map((name) => `${name}${joiner}${primary.usage}`).join(', ');
  const text = wrap(primary.help, TEXT_COLUMN);
  const head = ' '.repeat(NAME_COLUMN) + names;
  if (head.length + 2 > TEXT_COLUMN) return [head, ...text];
  return [head.padEnd(TEXT_COLUMN) + text[0]!.trimStart(), ...text.slice(1)];
}

/** Lines of at most LINE_WIDTH columns, each indented. */
function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map((each) => ' '.repeat(indent) + each);
}
