/**
 * The text of -help: every row of the table of primaries by kind, or one primary with all there is to know of it.
 *
 * In: the rows, their explanations, how wide the text may be and whether it may have colours. Out: text. commander's `Help` does the layout
 * and the wrapping, on `Option`s that stand for rows; commander and chalk are loaded when the text is asked for. Nothing about a primary
 * stands here: names, values and sentences come from its row and its explanation.
 */

import type { Command, Help, Option } from 'commander';
import { explain } from '../walk/expr/explanations.ts';
import { allPrimaries, findPrimary } from '../walk/expr/primaries.ts';
import type { Need, Primary, PrimaryKind } from '../walk/expr/primary.ts';

export interface HelpStyle {
  readonly columns: number;
  readonly color: boolean;
}

/** Commander's classes, as they are once its module has been loaded. */
type Commander = typeof import('commander');

/** What a line of help is about, and what it says; names of primaries are coloured in both. */
interface Item {
  readonly term: string;
  readonly description: string;
}

/** Items under a title. */
interface Group {
  readonly title: string;
  readonly about: string;
  readonly items: readonly Item[];
}

interface Page {
  readonly usage: string;
  readonly paragraphs: readonly string[];
  readonly groups: readonly Group[];
  /** Columns for the terms; longer ones have a line of their own. */
  readonly termWidth: number;
}

/** Paints a piece of text by what it is. */
type Paint = (kind: PrimaryKind | 'title', text: string) => string;

const KINDS: readonly { readonly kind: PrimaryKind; readonly title: string; readonly about: string }[] = [
  { kind: 'flag', title: 'Flags:', about: 'Anywhere among the words; several may share one, as in -LsO2.' },
  {
    kind: 'operator',
    title: 'Operators:',
    about: 'From the tightest to the loosest: ( ), ! and -exclude, -a (which may be left out), -o and ,',
  },
  { kind: 'option', title: 'Options:', about: 'For the whole search, wherever they stand.' },
  { kind: 'test', title: 'Tests:', about: 'True or false of a file. Of a number N: -N is less than N, +N more than N.' },
  { kind: 'action', title: 'Actions:', about: 'What is done with a file. Without one, -print is.' },
];

const TERM_WIDTH = 22;
/** Where there is no room for two columns, or what is explained is longer than its explanation. */
const NARROW_TERM_WIDTH = 4;
const NARROW = 60;

/** Every name. @param programName - As it was called. */
export function formatHelp(programName: string, style: HelpStyle): Promise<string> {
  const groups = KINDS.map(({ kind, title, about }) => ({
    title,
    about,
    items: allPrimaries()
      .filter((row) => row.kind === kind)
      .map((row) => ({ term: termOf(row), description: row.help })),
  }));
  const page: Page = {
    usage: `${programName} [FLAG | PATH | EXPRESSION]...`,
    paragraphs: [
      'Walk the trees below the PATHs (the current directory where none is given) and evaluate the EXPRESSION on every file. ' +
        'Flags, paths and parts of the expression may stand in any order.',
      '-help -perm tells more about -perm, and so for every name.',
    ],
    groups,
    termWidth: style.columns < NARROW ? NARROW_TERM_WIDTH : TERM_WIDTH,
  };
  return layOut(page, style);
}

/** One primary. @param name - Of a row. */
export function formatTopic(programName: string, name: string, style: HelpStyle): Promise<string> {
  const row = findPrimary(name)!;
  const { details, examples } = explain(name)!;
  const page: Page = {
    usage: termOf(row),
    paragraphs: [`${row.help}.`, ...details, ...describeNeed(row)],
    groups: [
      {
        title: 'Examples:',
        about: '',
        items: examples.map(({ words, about }) => ({ term: `${programName} ${words}`, description: about })),
      },
    ],
    termWidth: NARROW_TERM_WIDTH,
  };
  return layOut(page, style);
}

function termOf({ name, aliases, usage, valueForm }: Primary): string {
  const joiner = usage === '' || valueForm === 'attached' ? '' : ' ';
  return [name, ...aliases].map((each) => `${each}${joiner}${usage}`).join(', ');
}

/** What a test costs, as a sentence. */
function describeNeed({ kind, need }: Primary): string[] {
  const sentences: Record<Need, string> = {
    path: 'It looks at the path alone, which costs next to nothing.',
    type: 'It looks at the type, which the directory tells.',
    status: 'It looks at the status of the file: a system call each.',
    'other-status': 'It looks at the status of what links point to: a system call for each link.',
    link: 'It reads links: a system call for each.',
    access: 'It asks for access: a system call each.',
    attributes: 'It reads extended attributes: a system call each, at least.',
    open: 'It opens directories.',
  };
  return kind === 'test' ? [sentences[need]] : [];
}

async function layOut(page: Page, style: HelpStyle): Promise<string> {
  const commander = await import('commander');
  const command = new commander.Command().description(page.paragraphs.join('\n\n'));
  const help = makeHelp(commander, page, style.color ? await makePaint() : (_kind, text) => text);
  help.prepareContext({ helpWidth: style.columns });
  return `${help.formatHelp(command, help).trimEnd()}\n`;
}

async function makePaint(): Promise<Paint> {
  const { Chalk } = await import('chalk');
  const { bold } = new Chalk({ level: 1 });
  const paints = { title: bold, flag: bold.cyan, operator: bold.red, option: bold.blue, test: bold.blue, action: bold.blue };
  return (kind, text) => paints[kind](text);
}

/** Commander's help, over a page in the place of a command's options. */
function makeHelp({ Help, Option }: Commander, page: Page, paint: Paint): Help {
  const paintWord = (word: string): string => {
    const row = findPrimary(word);
    return row === undefined ? word : paint(row.kind, word);
  };
  // Operators that are punctuation are names in terms only.
  const paintNames = (text: string): string => text.replaceAll(/(?<![\w-])--?[A-Za-z][\w-]*/g, paintWord);
  const abouts = new Map(page.groups.map(({ title, about }) => [title, about]));

  class PageHelp extends Help {
    override minWidthToWrap = 20;

    override commandUsage(): string {
      return page.usage;
    }

    /** An option's name has two dashes for commander; what is shown is a row's. */
    override visibleOptions(): Option[] {
      return page.groups.flatMap(({ title, items }) =>
        items.map(({ term, description }) => {
          const option = new Option('--row', description).helpGroup(title);
          option.flags = term;
          return option;
        }),
      );
    }

    override padWidth(_command: Command, _help: Help): number {
      return page.termWidth;
    }

    override formatItem(term: string, termWidth: number, description: string, help: Help): string {
      if (help.displayWidth(term) <= termWidth) return super.formatItem(term, termWidth, description, help);
      return `  ${term}\n${super.formatItem('', termWidth, description, help)}`;
    }

    override formatItemList(heading: string, items: string[], help: Help): string[] {
      const about = abouts.get(heading);
      if (!about) return super.formatItemList(heading, items, help);
      const lines = paintNames(this.boxWrap(about, (this.helpWidth ?? 0) - 2)).replaceAll(/^/gm, '  ');
      return [help.styleTitle(heading), lines, '', ...items, ''];
    }

    override styleTitle(text: string): string {
      return paint('title', text);
    }

    override styleUsage(text: string): string {
      return text.replaceAll(/[^\s,]+|,(?!\s)/g, paintWord);
    }

    override styleCommandDescription(text: string): string {
      return paintNames(text);
    }

    override styleOptionTerm(text: string): string {
      return text.replaceAll(/[^\s,]+|(?<!\S),(?!\S)|^,/g, paintWord);
    }

    override styleOptionDescription(text: string): string {
      return paintNames(text);
    }
  }
  return new PageHelp();
}
