/**
 * Random cases over the whole language: a grammar, and a table of primaries with their values and what oracles call them.
 *
 * In: a `Choice` and a `Setting`: the tree and what the batch's environment is. Out: a `Case`. A row says how often, and makes a primary
 * with its translations: where an oracle spells a thing differently it is translated here, where it has no such thing its words are null,
 * where it has it but means something else (REFERENCE.md "≠GNU", 24) and no words mean the same, null as well.
 */

import { type Case, type CaseNode, hasTrait, OUTPUT, type Primary, primary } from './case.ts';
import type { Choice } from './choice.ts';
import { type Bytes, isUtf8, type TreePlan } from './tree.ts';
import { comparison, format, glob, mode, REGEX_TYPES, regex, timestamp } from './values.ts';

export interface Setting {
  readonly tree: TreePlan;
}

interface Context {
  readonly choice: Choice;
  readonly setting: Setting;
}

type Row = readonly [weight: number, make: (context: Context) => Primary];

/** What no oracle has: tswalk is compared with itself. */
const alone = { find: null, bfs: null };
const withoutFind = { find: null };
const withoutBfs = { bfs: null };

/** A path of the tree as a reference or to make patterns from. */
function somePath({ choice, setting }: Context): Bytes {
  return setting.tree.entries.length === 0 || choice.chance(0.02) ? 'nope' : choice.of(setting.tree.entries).path;
}

function reference(context: Context): Bytes {
  return `./${somePath(context)}`;
}

const nameOf = (path: Bytes): Bytes => path.slice(path.lastIndexOf('/') + 1);

const simple =
  (...words: Bytes[]) =>
  (): Primary =>
    primary(words);
const onlyTswalkAndBfs =
  (...words: Bytes[]) =>
  (): Primary =>
    primary(words, withoutFind);

const onNames =
  (...names: string[]) =>
  (context: Context): Primary =>
    primary([context.choice.of(names), glob(context.choice, nameOf(somePath(context)))]);

const onPaths =
  (...names: string[]) =>
  (context: Context): Primary =>
    primary([context.choice.of(names), glob(context.choice, context.choice.of(['./', '']) + somePath(context))]);

function onRegex(context: Context): Primary {
  const { choice } = context;
  const type = choice.of(Object.keys(REGEX_TYPES));
  const words = (name: string): Bytes[] => ['(', '-regextype', name, choice.chance(0.7) ? '-regex' : '-iregex', pattern, ')'];
  const pattern = regex(choice, type, `./${somePath(context)}`);
  const own = words(type);
  // GNU find takes bytes that are no characters in a pattern; bfs and tswalk refuse them, depending on the locale.
  return primary(own, { ...(REGEX_TYPES[type]!.bfs ? {} : withoutBfs), ...(isUtf8(pattern) ? {} : withoutFind) });
}

const numbers =
  (name: string, values: readonly (number | string)[]) =>
  ({ choice }: Context): Primary => {
    const { sign, number } = comparison(choice, values);
    return primary([name, `${sign}${number}`]);
  };

function size({ choice }: Context): Primary {
  const unit = choice.of(['', 'c', 'w', 'b', 'k', 'M', 'G', 'T', 'P']);
  const { sign, number } = comparison(
    choice,
    unit === 'c'
      ? [0, 1, 2, 511, 512, 513, 1024, 4096, 1048576]
      : unit === 'w'
        ? [0, 1, 256, 512]
        : [0, 1, 2, 3, 8, 9, 2048, 2049],
  );
  return primary(['-size', `${sign}${number}${unit}`], unit === 'T' || unit === 'P' ? withoutFind : {});
}

function perm({ choice }: Context): Primary {
  return primary(['-perm', choice.of(['', '-', '/']) + mode(choice)]);
}

/** Minutes: GNU find rounds up what tswalk rounds down. */
const minutes =
  (...names: string[]) =>
  ({ choice }: Context): Primary => {
    const name = choice.of(names);
    const { sign, number } = comparison(choice, [0, 1, 2, 3, 5, 30, 60, 61, 1440, 100_000]);
    const atFind = sign === '-' ? number : String(Number(number) + 1);
    return primary([name, sign + number], { find: name.startsWith('-B') ? null : [name, sign + atFind] });
  };

const days =
  (...names: string[]) =>
  ({ choice }: Context): Primary => {
    const name = choice.of(names);
    const { sign, number } = comparison(choice, [0, 1, 2, 3, 7, 10, 365, 5000]);
    return primary([name, sign + number], name.startsWith('-B') ? withoutFind : {});
  };

function units({ choice }: Context): Primary {
  const groups = choice.times(choice.between(1, 2), () => `${choice.below(9)}${choice.of([...'smhdw'])}`).join('');
  return primary([choice.of(['-mtime', '-atime', '-ctime']), choice.of(['+', '-']) + groups], withoutFind);
}

function newer(context: Context): Primary {
  const name = context.choice.of(['-newer', '-anewer', '-cnewer', '-mnewer', '-Bnewer']);
  return primary([name, reference(context)], /^-[mB]/.test(name) ? withoutFind : {});
}

function newerXY(context: Context): Primary {
  const name = `-newer${context.choice.of([...'acmB'])}${context.choice.of([...'acmB'])}`;
  return primary([name, reference(context)], name.includes('B') ? withoutFind : {});
}

function newerThanMoment({ choice }: Context): Primary {
  const name = `-newer${choice.of([...'acmB'])}t`;
  const moment = timestamp(choice);
  return primary([name, moment.text], {
    find: moment.find && !name.includes('B') ? [name, moment.text] : null,
    bfs: moment.bfs ? [name, moment.text] : null,
  });
}

function since({ choice }: Context): Primary {
  const moment = timestamp(choice);
  const words = [choice.of(['-since', '-asince', '-msince', '-csince', '-Bsince']), moment.text];
  return primary(words, { find: null, bfs: moment.bfs ? words : null });
}

function owner({ choice }: Context): Primary {
  const isUser = choice.chance(0.5);
  const form = choice.below(3);
  const number = String(choice.of([0, 1, 2, 8, 1000, 12345, 65534, 4294967294]));
  if (form === 0)
    return primary([
      isUser ? '-user' : '-group',
      choice.of(isUser ? ['root', 'daemon', 'nobody'] : ['root', 'daemon', 'nogroup']),
    ]);
  // Where no such name exists GNU find reads no number as big as this.
  if (form === 1) return primary([isUser ? '-user' : '-group', number], number === '4294967294' ? withoutFind : {});
  return primary([isUser ? '-uid' : '-gid', choice.of(['', '+', '-']) + number]);
}

const TYPES = ['f', 'd', 'l', 'p', 's', 'c', 'b', 'f,d', 'l,p', 'd,l', 'f,l,s', 'b,c,d,p,f,l,s'];

function otherOwner({ choice }: Context): Primary {
  const words = choice.of([['-user', '+5'], ['-group', '-9'], ['-uid', 'root'], ['-gid', 'daemon'], ['-user', '-2']]); // biome-ignore format: a table
  return primary(words, withoutFind);
}

/** GNU find opens the file: a FIFO would never let it go. */
function sameFile(context: Context): Primary {
  const path = somePath(context);
  const kind = context.setting.tree.entries.find((entry) => entry.path === path)?.kind;
  return primary(['-samefile', `./${path}`], kind === 'file' || kind === 'directory' ? {} : withoutFind);
}

/** GNU find compares the age with its nanoseconds. */
function used({ choice }: Context): Primary {
  const { sign, number } = comparison(choice, [0, 1, 2, 10, 100]);
  return primary(['-used', sign + number], withoutFind);
}

const TESTS: readonly Row[] = [
  [3, simple('-true')],
  [2, simple('-false')],
  [12, onNames('-name', '-name', '-iname')],
  [8, onPaths('-path', '-ipath', '-wholename', '-iwholename')],
  [
    4,
    ({ choice }) => primary([choice.of(['-lname', '-ilname']), choice.of(['*', '.*', '/*', '*a*', 'nope', '../?', '*[!a-z]*'])]),
  ],
  [8, onRegex],
  [8, ({ choice }) => primary(['-type', choice.of(TYPES)])],
  [5, ({ choice }) => primary(['-xtype', choice.of(TYPES)])],
  [4, simple('-empty')],
  [3, ({ choice }) => primary([choice.of(['-readable', '-writable', '-executable'])])],
  [8, size],
  [8, perm],
  [4, minutes('-mmin', '-amin', '-cmin', '-Bmin')],
  [4, days('-mtime', '-atime', '-ctime', '-Btime')],
  [2, units],
  [4, newer],
  [4, newerXY],
  [4, newerThanMoment],
  [2, since],
  [2, used],
  [5, owner],
  [2, otherOwner],
  [2, ({ choice }) => primary([choice.of(['-nouser', '-nogroup'])])],
  [3, numbers('-links', [0, 1, 2, 3, 4])],
  [1, numbers('-inum', [0, 1, 2, 1000, 100_000, 2_000_000])],
  [3, sameFile],
  [2, ({ choice }) => primary(['-fstype', choice.of(['tmpfs', 'ext4', 'devtmpfs', 'nosuch', 'proc'])])],
  [2, onlyTswalkAndBfs('-hidden')],
  [2, ({ choice }) => primary(['-depth', choice.of(['0', '1', '2', '+1', '-2', '+0'])], withoutFind)],
  [2, onlyTswalkAndBfs('-sparse')],
  [1, onlyTswalkAndBfs('-acl')],
  [1, onlyTswalkAndBfs('-xattr')],
  [1, onlyTswalkAndBfs('-capable')],
  [
    1,
    ({ choice }) =>
      primary(
        [choice.of(['-glob', '-iglob']), choice.of(['**/a*', '*', '**/{a,b}', 'A*', '**/!(*x*)', 'a/**/', '**/[!a]*'])],
        alone,
      ),
  ],
  [1, () => primary(['-ignored'], alone)],
  [1, ({ choice }) => primary(['-ext', choice.of(['ts', 'c,h', 'ts3,c1', 'TS'])], alone)],
  [
    1,
    ({ choice }) =>
      primary(
        [choice.of(['-changed-within', '-changed-before']), choice.of(['1h', '2weeks', '90min', '1mo', '2001-02-03'])],
        alone,
      ),
  ],
  [1, ({ choice }) => primary(['-xattrname', choice.of(['user.foo', 'user.bar', 'system.posix_acl_access'])], withoutFind)],
];

const FIELDS =
  'path name stem ext dir root relative depth type target size size:human blocks mode perm links inode device user group uid gid mtime mtime:epoch atime:date fstype'.split(
    ' ',
  );

const someFields = ({ choice }: Context): string => choice.times(choice.between(1, 4), () => choice.of(FIELDS)).join(',');

/** Options that are true, within the expression. */
const INNER_OPTIONS: readonly Row[] = [
  // GNU find wants something after it.
  [3, () => primary(['-daystart'], { find: ['(', '-daystart', '-true', ')'], traits: ['daystart'] })],
  [2, ({ choice }) => primary([choice.of(['-ignore_readdir_race', '-noignore_readdir_race', '-noleaf', '-nowarn'])])],
  [1, onlyTswalkAndBfs('-nohidden')],
  [1, () => primary(['-unique'], { find: null, traits: ['once'] })],
  [1, ({ choice }) => primary([choice.of(['-smartcase', '-gitignore'])], alone)],
  [1, () => primary(['-noerror'], alone)],
  [1, () => primary(['-warn'], { traits: ['noise'] })],
];

const ACTIONS: readonly Row[] = [
  [8, () => primary(['-print'], { traits: ['prints'] })],
  [4, () => primary(['-print0'], { traits: ['prints'] })],
  [2, () => primary(['-printx'], { find: null, traits: ['prints'] })],
  [16, ({ choice }) => {
    const { text, find, bfs } = format(choice);
    const words = ['-printf', text];
    return primary(words, { find: find ? words : null, bfs: bfs ? words : null, traits: ['prints'] });
  }],
  [2, ({ choice }) => {
    const { text, find, bfs } = format(choice);
    const words = ['-fprintf', `${OUTPUT}/${choice.of(['a', 'b'])}`, text];
    return primary(words, { find: find ? words : null, bfs: bfs ? words : null, traits: ['prints'] });
  }],
  [2, ({ choice }) => primary([choice.of(['-fprint', '-fprint0']), `${OUTPUT}/${choice.of(['a', 'b'])}`], { traits: ['prints'] })],
  [3, () => primary(['-ls'], { traits: ['ls'] })],
  [1, () => primary(['-fls', `${OUTPUT}/c`], { traits: ['ls'] })],
  [5, () => primary(['-prune'])],
  [1, () => primary(['-quit'], { traits: ['stops'] })],
  [1, ({ choice }) => primary(['-exit', ...choice.of([[], ['3'], ['300'], ['0']])], { find: null, traits: ['stops'] })],
  [1, (context) => primary([`${context.choice.of(['-json', '-csv'])}=${someFields(context)}`], { ...alone, traits: ['prints'] })],
  [1, (context) => primary([`${context.choice.of(['-fjson', '-fcsv'])}=${someFields(context)}`, `${OUTPUT}/d`], { ...alone, traits: ['prints'] })],
  [1, (context) => primary(['-format', someFields(context).replaceAll(/[\w:]+/g, '{$&}')], { ...alone, traits: ['prints'] })],
  [1, ({ choice }) => primary([...choice.of([[], ['-by', choice.of(['ext', 'type', 'dir', 'user', 'depth'])]]), ...choice.of([['-count'], ['-sum', 'size'], ['-sum', 'blocks']])], { ...alone, traits: ['prints', 'once'] })],
  [1, ({ choice }) => primary(['-limit', String(choice.between(1, 9))], { find: null, bfs: null, traits: ['stops'] })],
]; // biome-ignore format: rows

/** What is run is told apart by its output; `{} +` by lines, since batches are of different sizes. */
const COMMANDS: readonly Row[] = [
  [4, ({ choice }) => primary([choice.of(['-exec', '-execdir']), 'printf', choice.of(['%s\\n', '<%s>\\n', '%.3s\\n']), ...choice.of([['{}'], ['a{}b'], ['{}', '{}'], ['x']]), ';'], { traits: ['prints'] })],
  [3, ({ choice }) => primary([choice.of(['-exec', '-execdir']), 'printf', '%s\\n', '{}', '+'], { traits: ['prints'] })],
  [2, ({ choice }) => primary([choice.of(['-exec', '-execdir']), 'test', choice.of(['-d', '-f', '-r', '-s']), '{}', ';'], { traits: ['prints'] })],
  [1, ({ choice }) => primary([choice.of(['-exec', '-execdir']), choice.of(['true', 'false']), choice.of(['{}', 'x']), ';'], { traits: ['prints'] })],
  [1, ({ choice }) => primary([choice.of(['-exec', '-execdir']), 'false', '{}', '+'], { traits: ['prints'] })],
  [1, ({ choice }) => primary([choice.of(['-exec', '-execdir']), '/nonexistent/x', '{}', ';'], { find: null, traits: ['prints'] })],
  [1, ({ choice }) => primary([choice.of(['-ok', '-okdir']), 'echo', '{}', ';'], { traits: ['prints', 'noise', choice.chance(0.5) ? 'answers yes' : 'answers anything'] })],
]; // biome-ignore format: rows

/** Those of cases that remove files. */
const REMOVALS: readonly Row[] = [
  [6, () => primary(['-delete'], { traits: ['removes', 'depth'] })],
  [1, () => primary(['-rm'], { find: null, traits: ['removes', 'depth'] })],
  [2, () => primary(['-print'], { traits: ['prints'] })],
  [1, () => primary(['-exec', 'rmdir', '{}', ';'], { traits: ['removes', 'noise'] })],
  // What a directory is when it is looked at depends on the order.
  [1, ({ choice }) => primary([choice.of(['-exec', '-execdir']), 'rm', '-f', '{}', choice.of([';', '+'])], { traits: ['removes', 'noise', 'stops'] })],
]; // biome-ignore format: rows

const FLAGS: readonly Row[] = [
  [8, ({ choice }) => primary([choice.of(['-H', '-L', '-P', '-L'])])],
  [3, ({ choice }) => { const level = choice.of(['-O0', '-O1', '-O2', '-O3']); return primary([level]); }],
  [3, ({ choice }) => primary(['-S', choice.of(['bfs'])], withoutFind)],
  [3, () => primary(['-S', 'dfs'], { find: null, traits: ['dfs'] })],
  [3, ({ choice }) => primary(['-S', choice.of(['ids', 'eds'])], { find: null, traits: ['passes'] })],
  [6, () => primary(['-s'], { find: null, traits: ['sort'] })],
  [1, ({ choice }) => primary([choice.of(['-E', '-x', '-X'])], withoutFind)],
  [1, () => primary(['-quiet'], { ...alone, traits: ['stops'] })],
  [1, () => primary(['-d'], { find: null, traits: ['depth'] })],
  [2, ({ choice }) => primary([`-j${choice.of([1, 2, 8])}`], { find: [], bfs: [] })],
  [1, ({ choice }) => primary(['-D', choice.of(['tree', 'cost', 'rates', 'opt', 'search'])], { find: [], bfs: [], traits: ['noise'] })],
]; // biome-ignore format: rows

const OPTIONS: readonly Row[] = [
  [6, ({ choice }) => primary(['-maxdepth', String(choice.below(5))])],
  [4, ({ choice }) => primary(['-mindepth', String(choice.below(4))])],
  [5, () => primary(['-depth'], { traits: ['depth'] })],
  [2, () => primary(['-xdev'])],
  [1, simple('-follow')],
  [1, () => primary(['-mount'])],
  [1, ({ choice }) => primary(['-exec-jobs', String(choice.between(1, 4)), '-keep-order'], alone)],
  [
    1,
    ({ choice }) =>
      primary(
        [
          '-sort',
          choice.of(['', '-']) +
            choice.of(['name', 'path', 'natural', 'ext', 'type', 'depth', 'size', 'blocks', 'links', 'inode', 'mtime']),
        ],
        alone,
      ),
  ],
];

export function randomCase(choice: Choice, setting: Setting): Case {
  const context: Context = { choice, setting };
  const some = (rows: readonly Row[], counts: readonly (readonly [number, number])[]): Primary[] =>
    choice.times(choice.weighted(counts), () => choice.weighted(rows)(context));
  const made = {
    environment: {
      TZ: choice.of(['UTC0', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'XYZ-3:30ABC,M3.2.0,M11.1.0']),
      LC_ALL: choice.of(['C', 'C.UTF-8']),
    },
    answers: '',
    flags: some(FLAGS, [[5, 0], [4, 1], [2, 2]]),
    roots: randomRoots(context),
    options: some(OPTIONS, [[6, 0], [4, 1], [1, 2]]),
    rootsAt: choice.weighted([[6, 'middle'], [1, 'first'], [1, 'last']] as const),
  }; // biome-ignore format: tables
  if (choice.chance(0.02)) return { ...made, expression: null };
  const actions = choice.weighted([[30, ACTIONS], [2, COMMANDS], [1, REMOVALS]] as const); // biome-ignore format: a table
  const expression = randomNode(context, choice.between(1, 7), actions);
  if (actions === COMMANDS) return { ...made, expression, answers: randomAnswers(choice, { ...made, expression }) };
  if (actions !== REMOVALS) return { ...made, expression };
  // Never through a link, out of the copy.
  const flags = made.flags.filter(({ tswalk }) => !tswalk.some((word) => /^-[HL]$/.test(word)));
  const options = made.options.filter(({ tswalk }) => tswalk[0] !== '-follow');
  return { ...made, flags, options, roots: made.roots.filter((root) => !root.endsWith('/')), expression };
}

function randomRoots(context: Context): Bytes[] {
  const { choice } = context;
  const one = (): Bytes =>
    choice.weighted<() => Bytes>([
      [10, () => '.'], [1, () => './'], [1, () => '..//'.slice(0, 1)], [6, () => reference(context)], [2, () => `${reference(context)}/`],
      [1, () => `${reference(context)}//`], [1, () => './nope'], [1, () => ''], [1, () => './/.'],
    ])(); // biome-ignore format: a table
  return choice.times(choice.weighted([[1, 0], [14, 1], [3, 2], [1, 4]]), one); // biome-ignore format: a table
}

const ANSWERS = ['y', 'n', 'yes', 'NO', 'Y', 'q', '', ' y', 'yno', 'ja'];

/** What is asked of which file depends on the order: all are answered alike, or the order must agree. */
function randomAnswers(choice: Choice, made: Case): Bytes {
  if (hasTrait(made, 'answers anything')) return choice.times(choice.below(40), () => `${choice.of(ANSWERS)}\n`).join('');
  return hasTrait(made, 'answers yes') ? 'y\n'.repeat(1_000) : '';
}

/** @param actions - null: none, within -exclude. */
function randomNode(context: Context, leaves: number, actions: readonly Row[] | null): CaseNode {
  const { choice } = context;
  if (leaves <= 1) {
    const rows = actions === null || choice.chance(0.72) ? (choice.chance(0.06) ? INNER_OPTIONS : TESTS) : actions;
    return choice.weighted(rows)(context);
  }
  const kind = choice.below(100);
  if (kind < 10) return { kind: 'not', sign: choice.of(['!', '-not']), operand: randomNode(context, leaves - 1, actions) };
  if (kind < 16) return { kind: 'group', operand: randomNode(context, leaves - 1, actions) };
  if (kind < 18 && actions !== null) return { kind: 'exclude', operand: randomNode(context, 1, null) };
  const first = choice.between(1, leaves - 1);
  const left = randomNode(context, first, actions);
  const right = randomNode(context, leaves - first, actions);
  if (kind < 60) return { kind: 'and', sign: choice.of(['', '', '-a', '-and']), left, right };
  if (kind < 92) return { kind: 'or', sign: choice.of(['-o', '-or']), left, right };
  return { kind: 'comma', sign: ',', left, right };
}
