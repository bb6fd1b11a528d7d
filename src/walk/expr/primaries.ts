/**
 * The table of primaries: every flag, operator, option, test and action that tswalk knows, once.
 *
 * Parsing, the help, the manual page, completion, suggestions and the optimizer all read it; nothing about a name stands anywhere else. A
 * row's columns are explained in primary.ts. Rows are in the order of the help; lookups are by name. Costs and probabilities are those of
 * REFERENCE.md 15.4; where they depend on a value, annotate.ts refines them. To add a primary: a node in ast.ts, a parser and a compiled
 * form in primary/, a row here, an explanation in explanations.ts, a line in the manual page, `npm run completions`, a test.
 */

import { parseBy, parseCount, parseSum } from './primary/aggregate.ts';
import { parseDelete, parseExit, parseLimit, parsePrune, parseQuit, parseRequest } from './primary/control.ts';
import { parseExec } from './primary/exec.ts';
import { parseExecJobs, parseKeepOrder } from './primary/exec-jobs.ts';
import { parseExtensions } from './primary/extension.ts';
import {
  parseDebug,
  parseFollow,
  parseOptimize,
  parsePathFlag,
  parsePostOrder,
  parseSameDevice,
  parseStrategy,
  parseSwitch,
  parseThreads,
} from './primary/flags.ts';
import { parseExplainIgnore, parseGitIgnore, parseIgnored } from './primary/ignore.ts';
import { parseBareMetadata, parseContextTest, parseFlagsTest, parseFsType, parseXattrName } from './primary/metadata.ts';
import {
  parseColor,
  parseConstant,
  parseDayStart,
  parseDepth,
  parseDepthLimit,
  parseExtendedRegex,
  parseFiles0From,
  parseHyperlink,
  parseMount,
  parseNoHidden,
  parseNoLeaf,
  parseQuiet,
  parseRegexType,
  parseSmartCase,
} from './primary/options.ts';
import { parseGlobTest, parsePathGlobTest } from './primary/path.ts';
import { parseFileList, parseFilePrint, parseFilePrintf, parseList, parsePrint, parsePrintf } from './primary/print.ts';
import { parseCsv, parseFileCsv, parseFileJson, parseJson, parseTemplate } from './primary/record.ts';
import { parseRegexTest } from './primary/regex.ts';
import { parseSort } from './primary/sort.ts';
import { parseNumber, parseOwner, parsePerm, parseSameFile, parseSizeTest } from './primary/status.ts';
import { parseAge, parseChanged, parseNewer, parseNewerXY, parseSince, parseUsed } from './primary/time.ts';
import { parseAccess, parseBare, parseType } from './primary/type.ts';
import type { Need, Primary, PrimaryKind, PrimaryParser, ValueKind } from './primary.ts';

const FAST = 40;
const MATCH = 400;
const STATUS = 1000;
const PRINT = 20_000;
const COMMAND = 1_000_000;

const NO_VALUES: readonly ValueKind[] = [];

/** A row without what is its name's. */
type Row = Omit<Primary, 'name' | 'aliases'>;

/** Columns that most rows leave as they are. */
type Details = Partial<Pick<Row, 'values' | 'valueForm' | 'prefix' | 'cost' | 'probability' | 'pure' | 'need'>>;

const NO_DETAILS: Details = {};

function row(
  kind: PrimaryKind,
  usage: string,
  help: string,
  parse: PrimaryParser | null,
  details: Details,
  cost: number = FAST,
  probability = 0.5,
  need: Need = 'path',
): Row {
  return {
    kind,
    values: NO_VALUES,
    valueForm: 'separate',
    prefix: null,
    parse,
    usage,
    help,
    cost,
    probability,
    pure: kind !== 'action',
    need,
    ...details,
  };
}

const flag = (usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Row =>
  row('flag', usage, help, parse, details, FAST, 1);

const operator = (usage: string, help: string): Row => row('operator', usage, help, null, NO_DETAILS);

const option = (usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Row =>
  row('option', usage, help, parse, details, FAST, 1);

const test = (usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Row =>
  row('test', usage, help, parse, details);

/** A test on the status. */
const statusTest = (usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Row =>
  row('test', usage, help, parse, details, STATUS, 0.5, 'status');

const action = (usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Row =>
  row('action', usage, help, parse, details, FAST, 1);

const GLOB: Details = { values: ['glob'], cost: MATCH };
const PATH_GLOB: Details = { values: ['glob'], cost: 1.02 * MATCH };
/** bfs counts 40. Here a regular expression is to be tried after a glob, but before what needs a system call. */
const REGEX: Details = { values: ['regex'], cost: 1.05 * MATCH };
const REFERENCE: Details = { values: ['file'] };
const ATTRIBUTES: Details = { cost: STATUS, need: 'attributes' };
const COMPARISON: Details = { values: ['comparison'] };
const AGE: Details = { values: ['age'] };
const RUN: Details = { cost: COMMAND, probability: 0.5, values: ['command'] };
const RECORD: Details = { cost: PRINT, values: ['fields'], valueForm: 'setting' };
const FILE_RECORD: Details = { ...RECORD, values: ['fields', 'file'] };
const TIMESTAMP: Details = { values: ['timestamp'] };
const SPAN: Details = { values: ['time-span'] };

/** Other names. */
const ALIASES: Readonly<Record<string, string>> = {
  '-not': '!',
  '-and': '-a',
  '-or': '-o',
  '-wholename': '-path',
  '-iwholename': '-ipath',
  '-uid': '-user',
  '-gid': '-group',
  '-mnewer': '-newer',
  '-msince': '-since',
  '-rm': '-delete',
  '--help': '-help',
  '--version': '-version',
};

/** A row is made when it is asked for: a start needs few, and all would cost it half a millisecond. */
const ROWS: Readonly<Record<string, () => Row>> = {
  '-E': () => flag('', 'Regular expressions are extended ones (the same as -regextype posix-extended)', parseExtendedRegex),
  '-H': () => flag('', 'Follow symbolic links among the starting points, but nowhere else', parseFollow('roots')),
  '-L': () => flag('', 'Follow every symbolic link', parseFollow('always')),
  '-P': () => flag('', 'Never follow symbolic links (the default)', parseFollow('never')),
  '-X': () => flag('', 'Refuse paths that are not safe for xargs, with an error', parseSwitch('xargsSafe', true)),
  '-d': () => flag('', 'Visit what is in a directory before the directory itself', parsePostOrder),
  '-s': () => flag('', 'Visit the entries of each directory in the order of their names', parseSwitch('sort', true)),
  '-x': () => flag('', 'Do not descend into other file systems', parseSameDevice),
  '-f': () => flag('PATH', 'Take PATH for a starting point, whatever it looks like', parsePathFlag, { values: ['path'] }),
  '-D': () =>
    flag('NAMES', 'Show what happens inside; -D help lists the NAMES', parseDebug, {
      values: ['debug-modes'],
      valueForm: 'either',
      prefix: '-D',
    }),
  '-O': () =>
    flag('LEVEL', 'Optimize the expression: 0 (not at all) to 4, or fast; the default is 3', parseOptimize, {
      values: ['level'],
      valueForm: 'attached',
      prefix: '-O',
    }),
  '-S': () =>
    flag('STRATEGY', 'Search in this order: bfs (the default), dfs, ids or eds', parseStrategy, {
      values: ['strategy'],
      valueForm: 'either',
      prefix: '-S',
    }),
  '-j': () =>
    flag('N', 'Use at most N worker threads', parseThreads, { values: ['threads'], valueForm: 'attached', prefix: '-j' }),

  '(': () => operator('EXPRESSION )', 'What is in parentheses is evaluated as one'),
  ')': () => operator('', 'Ends what ( began'),
  '!': () => operator('EXPRESSION', 'True where EXPRESSION is false'),
  '-a': () => operator('EXPRESSION', 'Both sides are true; the right one is evaluated only if the left is'),
  '-o': () => operator('EXPRESSION', 'One side is true; the right one is evaluated only if the left is not'),
  ',': () => operator('EXPRESSION', 'Both sides are evaluated, the value is that of the right one'),
  '-exclude': () => operator('EXPRESSION', 'Leave out every file for which EXPRESSION is true, and all that is below it'),

  '-maxdepth': () =>
    option('N', 'Descend at most N levels below the starting points', parseDepthLimit('maxDepth'), {
      values: ['number'],
    }),
  '-mindepth': () => option('N', 'Evaluate nothing at levels less than N', parseDepthLimit('minDepth'), { values: ['number'] }),
  '-depth': () =>
    option('', 'Visit what is in a directory before the directory itself; with [-+]N a test: the level is N', parseDepth),
  '-follow': () => option('', 'Follow every symbolic link (the same as -L)', parseFollow('always')),
  '-xdev': () => option('', 'Do not descend into other file systems', parseSameDevice),
  '-mount': () => option('', 'Leave out mount points and what is below them', parseMount),
  '-unique': () => option('', 'Visit no file twice, however many names or links it has', parseSwitch('unique', true)),
  '-nohidden': () => option('', 'Leave out hidden files (the same as -exclude -hidden)', parseNoHidden),
  '-files0-from': () =>
    option('FILE', 'Read the starting points from FILE, separated by NUL; - is the standard input', parseFiles0From, {
      values: ['file'],
    }),
  '-regextype': () =>
    option('TYPE', 'The regular expressions that follow are of this TYPE; -regextype help lists them', parseRegexType, {
      values: ['regex-type'],
    }),
  '-smartcase': () => option('', 'Patterns that follow match in upper and lower case where they have no capital', parseSmartCase),
  '-by': () =>
    option('KEY', 'Group what -count and -sum add up: by ext, type, dir, user or depth', parseBy, { values: ['group-key'] }),
  '-sort': () =>
    option('[-]KEY', 'Print in the order of KEY, such as name, natural, size or mtime; with - the greatest first', parseSort, {
      values: ['sort-key'],
    }),
  '-exec-jobs': () =>
    option('N', 'Run up to N commands at a time, each with its output kept together', parseExecJobs, {
      values: ['number'],
    }),
  '-keep-order': () => option('', 'With -exec-jobs: print in the order of the search', parseKeepOrder),
  '-daystart': () => option('', 'Count ages back from the end of today, in the tests that follow', parseDayStart),
  '-ignore_readdir_race': () => option('', 'Say nothing of files that vanish during the search', parseSwitch('ignoreRace', true)),
  '-noignore_readdir_race': () => option('', 'Report files that vanish (the default)', parseSwitch('ignoreRace', false)),
  '-noerror': () => option('', 'Do not report errors, and do not let them change the exit status', parseSwitch('noError', true)),
  '-gitignore': () => option('', 'Leave out what git ignores, and all that is below it', parseGitIgnore),
  '-noleaf': () => option('', 'Accepted for compatibility, without effect', parseNoLeaf),
  '-color': () => option('', 'Use colours', parseColor(true)),
  '-nocolor': () => option('', 'Use no colours', parseColor(false)),
  '-hyperlink': () =>
    option('[=WHEN]', 'Make printed paths links to their files; WHEN is auto, always or never', parseHyperlink, {
      values: ['choice'],
      valueForm: 'setting',
      prefix: '-hyperlink=',
    }),
  '-quiet': () =>
    option('', 'Print nothing, stop at the first match: exit status 0; 1 without one, 2 with errors alone', parseQuiet),
  '-status': () => option('', 'Show on the last row of the terminal where the walk is', parseSwitch('status', true)),
  '-warn': () => option('', 'Show warnings', parseSwitch('warn', true)),
  '-nowarn': () => option('', 'Show no warnings', parseSwitch('warn', false)),

  '-true': () => test('', 'Always true', parseConstant(true), { probability: 1 }),
  '-false': () => test('', 'Always false', parseConstant(false), { probability: 0 }),
  '-name': () => test('GLOB', 'The name matches GLOB', parseGlobTest('name', false), GLOB),
  '-iname': () => test('GLOB', 'The name matches GLOB, in upper or lower case', parseGlobTest('name', true), GLOB),
  '-glob': () =>
    test(
      'GLOB',
      'The path below the starting point matches GLOB, in which ** is any directories',
      parsePathGlobTest(false),
      PATH_GLOB,
    ),
  '-iglob': () =>
    test('GLOB', 'The path below the starting point matches GLOB, in upper or lower case', parsePathGlobTest(true), PATH_GLOB),
  '-ext': () =>
    test('LIST', 'The name ends in one of these extensions, separated by commas: ts,tsx', parseExtensions, {
      values: ['extensions'],
      cost: MATCH,
    }),
  '-path': () => test('GLOB', 'The whole path matches GLOB', parseGlobTest('path', false), { ...GLOB }),
  '-ipath': () =>
    test('GLOB', 'The whole path matches GLOB, in upper or lower case', parseGlobTest('path', true), {
      ...GLOB,
    }),
  '-regex': () => test('REGEX', 'The whole path matches REGEX; see -regextype', parseRegexTest(false), REGEX),
  '-iregex': () => test('REGEX', 'The whole path matches REGEX, in upper or lower case', parseRegexTest(true), REGEX),
  '-lname': () =>
    test('GLOB', 'The file is a link and its text matches GLOB', parseGlobTest('link', false), { ...GLOB, need: 'link' }),
  '-ilname': () =>
    test('GLOB', 'The file is a link and its text matches GLOB, in upper or lower case', parseGlobTest('link', true), {
      ...GLOB,
      need: 'link',
    }),
  '-hidden': () => test('', 'The name begins with a dot', parseBare('hidden'), { probability: 0.01 }),
  '-type': () =>
    test('LIST', 'The file is of one of these types, separated by commas: b c d f l p s (w D)', parseType('type'), {
      values: ['type-list'],
      need: 'type',
    }),
  '-xtype': () =>
    test('LIST', 'The same, but links are followed where -type does not, and the other way round', parseType('xtype'), {
      values: ['type-list'],
      pure: false,
      need: 'other-status',
    }),
  '-empty': () =>
    test('', 'The file or directory is empty', parseBare('empty'), {
      cost: 2 * STATUS,
      probability: 0.01,
      pure: false,
      need: 'open',
    }),
  '-ignored': () =>
    test('', 'Ignored by git, by a rule of a .gitignore file or another of its files', parseIgnored, {
      cost: 2 * STATUS,
      probability: 0.1,
      need: 'open',
    }),
  '-readable': () => test('', 'You may read the file', parseAccess(4), { cost: STATUS, probability: 0.99, need: 'access' }),
  '-writable': () => test('', 'You may write the file', parseAccess(2), { cost: STATUS, probability: 0.8, need: 'access' }),
  '-executable': () => test('', 'You may execute the file', parseAccess(1), { cost: STATUS, probability: 0.2, need: 'access' }),

  '-size': () =>
    statusTest('[-+]N[cwbkMGTP]', 'The size is N units, rounded up; a unit is 512 bytes where none is given', parseSizeTest, {
      values: ['size'],
    }),
  '-sparse': () => statusTest('', 'The file takes less space than its size', parseBare('sparse')),
  '-links': () => statusTest('[-+]N', 'The file has N hard links', parseNumber('links'), COMPARISON),
  '-inum': () => statusTest('[-+]N', 'The inode number is N', parseNumber('inode'), COMPARISON),
  '-samefile': () =>
    statusTest('FILE', 'The file is the same as FILE, by device and inode', parseSameFile, {
      ...REFERENCE,
      probability: 0.01,
    }),
  '-perm': () =>
    statusTest('[-/]MODE', 'The permissions are exactly MODE; all of it (-) or some of it (/)', parsePerm, {
      values: ['mode'],
    }),
  '-nouser': () => statusTest('', "The owner's id has no name", parseBareMetadata('nouser'), { probability: 0.01 }),
  '-nogroup': () => statusTest('', "The group's id has no name", parseBareMetadata('nogroup'), { probability: 0.01 }),
  '-user': () =>
    statusTest('NAME', 'The owner is NAME, or a number [-+]N', parseOwner('uid'), {
      values: ['user'],
    }),
  '-group': () =>
    statusTest('NAME', 'The group is NAME, or a number [-+]N', parseOwner('gid'), {
      values: ['group'],
    }),

  '-acl': () =>
    test('', 'The file has an access control list beyond its mode', parseBareMetadata('acl'), {
      ...ATTRIBUTES,
      probability: 0.000_02,
    }),
  '-capable': () =>
    test('', 'The file has capabilities', parseBareMetadata('capable'), { ...ATTRIBUTES, probability: 0.000_002 }),
  '-xattr': () => test('', 'The file has extended attributes', parseBareMetadata('xattr'), { ...ATTRIBUTES, probability: 0.01 }),
  '-xattrname': () =>
    test('NAME', 'The file has the extended attribute NAME, such as user.foo', parseXattrName, {
      ...ATTRIBUTES,
      values: ['attribute'],
      probability: 0.01,
    }),
  '-context': () => test('GLOB', 'The SELinux label matches GLOB', parseContextTest, { ...ATTRIBUTES, values: ['glob'] }),
  '-fstype': () => statusTest('TYPE', 'The file is on a file system of this TYPE', parseFsType, { values: ['file-system-type'] }),
  '-flags': () => test('[-+]LIST', 'The file has these flags (on systems with chflags)', parseFlagsTest, { values: ['flags'] }),

  '-amin': () => statusTest('[-+]N', 'Last accessed N minutes ago', parseAge('a', 'minutes'), AGE),
  '-Bmin': () => statusTest('[-+]N', 'Created N minutes ago', parseAge('B', 'minutes'), AGE),
  '-cmin': () => statusTest('[-+]N', 'The inode last changed N minutes ago', parseAge('c', 'minutes'), AGE),
  '-mmin': () => statusTest('[-+]N', 'Last modified N minutes ago', parseAge('m', 'minutes'), AGE),
  '-atime': () =>
    statusTest('[-+]N', 'Last accessed N days ago; or groups of N and a unit: s m h d w', parseAge('a', 'days'), AGE),
  '-Btime': () => statusTest('[-+]N', 'Created N days ago', parseAge('B', 'days'), AGE),
  '-ctime': () => statusTest('[-+]N', 'The inode last changed N days ago', parseAge('c', 'days'), AGE),
  '-mtime': () => statusTest('[-+]N', 'Last modified N days ago', parseAge('m', 'days'), AGE),
  '-used': () => statusTest('[-+]N', 'Last accessed N days after the inode last changed', parseUsed, COMPARISON),
  '-newer': () => statusTest('FILE', 'Modified later than FILE was', parseNewer('m'), { ...REFERENCE }),
  '-anewer': () => statusTest('FILE', 'Accessed later than FILE was modified', parseNewer('a'), REFERENCE),
  '-Bnewer': () => statusTest('FILE', 'Created later than FILE was modified', parseNewer('B'), REFERENCE),
  '-cnewer': () => statusTest('FILE', 'The inode changed later than FILE was modified', parseNewer('c'), REFERENCE),
  '-newerXY': () =>
    statusTest('FILE', 'Time X (a B c m) is later than time Y of FILE; Y = t: FILE is a timestamp', parseNewerXY, {
      ...REFERENCE,
      prefix: '-newer',
    }),
  '-since': () =>
    statusTest('TIME', 'Modified later than TIME, such as 2024-02-29T12:30', parseSince('m'), {
      ...TIMESTAMP,
    }),
  '-asince': () => statusTest('TIME', 'Accessed later than TIME', parseSince('a'), TIMESTAMP),
  '-Bsince': () => statusTest('TIME', 'Created later than TIME', parseSince('B'), TIMESTAMP),
  '-csince': () => statusTest('TIME', 'The inode changed later than TIME', parseSince('c'), TIMESTAMP),
  '-changed-within': () =>
    statusTest('TIME', 'Modified in the last TIME, such as 2weeks, or later than a date', parseChanged(false), SPAN),
  '-changed-before': () =>
    statusTest('TIME', 'Modified longer ago than TIME, such as 2weeks, or earlier than a date', parseChanged(true), SPAN),

  '-print': () => action('', 'Print the path and a newline (the default action)', parsePrint('line'), { cost: PRINT }),
  '-print0': () => action('', 'Print the path and a NUL', parsePrint('nul'), { cost: PRINT }),
  '-printx': () => action('', 'Print the path with backslashes, as xargs reads it', parsePrint('escaped'), { cost: PRINT }),
  '-ls': () => action('', 'Print what ls -dils would', parseList, { cost: PRINT, need: 'status' }),
  '-printf': () =>
    action('FORMAT', 'Print by FORMAT, as printf(1) would; see the manual for its directives', parsePrintf, {
      cost: PRINT,
      values: ['format'],
    }),
  '-fprint': () => action('FILE', 'Like -print, but into FILE', parseFilePrint('line'), { cost: PRINT, values: ['file'] }),
  '-fprint0': () => action('FILE', 'Like -print0, but into FILE', parseFilePrint('nul'), { cost: PRINT, values: ['file'] }),
  '-fprintf': () =>
    action('FILE FORMAT', 'Like -printf, but into FILE', parseFilePrintf, { cost: PRINT, values: ['file', 'format'] }),
  '-fls': () => action('FILE', 'Like -ls, but into FILE', parseFileList, { cost: PRINT, values: ['file'], need: 'status' }),
  '-json': () =>
    action('[=FIELDS]', 'Print an object of JSON, one a line, with these fields: -json=path,size,mtime', parseJson, {
      ...RECORD,
      prefix: '-json=',
    }),
  '-csv': () =>
    action('[=FIELDS]', 'Print a row of comma-separated values, after one with the names of the fields', parseCsv, {
      ...RECORD,
      prefix: '-csv=',
    }),
  '-format': () =>
    action('TEMPLATE', "Print by TEMPLATE, as in '{path} {size} {mtime:iso}', and a newline", parseTemplate, {
      cost: PRINT,
      values: ['format'],
    }),
  '-fjson': () => action('[=FIELDS] FILE', 'Like -json, but into FILE', parseFileJson, { ...FILE_RECORD, prefix: '-fjson=' }),
  '-fcsv': () => action('[=FIELDS] FILE', 'Like -csv, but into FILE', parseFileCsv, { ...FILE_RECORD, prefix: '-fcsv=' }),
  '-count': () => action('', 'Count the files, and print how many they were when the search is over', parseCount),
  '-sum': () =>
    action('size|blocks', 'Add up sizes, or the space that is taken, and print the sum when the search is over', parseSum, {
      cost: STATUS,
      values: ['measure'],
    }),
  '-exec': () =>
    action(
      'COMMAND ;',
      'Run COMMAND, {} in it being the path; true where it succeeds. With {} + at its end: once for many',
      parseExec({ inDirectory: false, confirm: false }),
      RUN,
    ),
  '-execdir': () =>
    action(
      'COMMAND ;',
      'Like -exec, in the directory that the file is in',
      parseExec({ inDirectory: true, confirm: false }),
      RUN,
    ),
  '-ok': () => action('COMMAND ;', 'Like -exec, but ask first', parseExec({ inDirectory: false, confirm: true }), RUN),
  '-okdir': () => action('COMMAND ;', 'Like -execdir, but ask first', parseExec({ inDirectory: true, confirm: true }), RUN),
  '-delete': () =>
    action('', 'Delete the file; implies -depth', parseDelete, {
      cost: COMMAND,
      probability: 0.5,
      need: 'type',
    }),
  '-explain-ignore': () =>
    action('', 'Print file, line and pattern of the rule by which git ignores it; true if there is one', parseExplainIgnore, {
      cost: PRINT,
      probability: 0.1,
      need: 'open',
    }),
  '-prune': () => action('', 'Do not descend into this directory', parsePrune),
  '-quit': () => action('', 'Stop the search at once', parseQuit),
  '-exit': () =>
    action('[STATUS]', 'Stop the search at once, with this exit status (0 where none is given)', parseExit, {
      values: ['status'],
    }),
  '-limit': () => action('N', 'Stop the search once this has been evaluated N times', parseLimit, { values: ['number'] }),
  '-help': () => action('[NAME]', 'Print this, or all about a name, and exit', parseRequest('help'), {}),
  '-version': () => action('', 'Print the version and exit', parseRequest('version'), {}),
};

const made = new Map<string, Primary>();

/** The row of a name or alias. */
export function findPrimary(word: string): Primary | undefined {
  const name = Object.hasOwn(ALIASES, word) ? ALIASES[word]! : word;
  const known = made.get(name);
  if (known !== undefined || !Object.hasOwn(ROWS, name)) return known;
  const primary = {
    name,
    get aliases() {
      return Object.keys(ALIASES).filter((alias) => ALIASES[alias] === name);
    },
    ...ROWS[name]!(),
  };
  made.set(name, primary);
  return primary;
}

/** Every row, in the order of the help. */
export function allPrimaries(): readonly Primary[] {
  return Object.keys(ROWS).map((name) => findPrimary(name)!);
}

/** A row for words that only a program can give; it is in no help and is never suggested. */
export function addHiddenPrimary(row: Primary): void {
  made.set(row.name, row);
}

/** The row whose name a word only begins with, the longest of them: -json=path, not -j. Look for the whole word first. */
export function findPrefix(word: string): Primary | undefined {
  let found: Primary | undefined;
  for (const primary of allPrimaries()) {
    const { prefix } = primary;
    if (prefix !== null && word.startsWith(prefix) && prefix.length > (found?.prefix?.length ?? 0)) found = primary;
  }
  return found;
}

/** Every name that can be typed, aliases too, in the order in which suggestions prefer them: by bytes. */
export function suggestedNames(): string[] {
  const names = ['--'];
  for (const { name, aliases, prefix } of allPrimaries()) {
    if (prefix === null || prefix.startsWith(name)) names.push(name, ...aliases);
  }
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** One flag of a bundle. */
export interface BundledFlag {
  readonly row: Primary;
  /** Where in the word its attached value starts, 0 where it has none. */
  readonly attachedAt: number;
}

/**
 * The flags of a word like -LEXO2, null where it is not a bundle.
 *
 * Every letter is a flag, one at least in upper case (-dx is a slip of the finger); a letter that takes the next word stands last, one
 * with an attached value takes the rest.
 */
export function findFlagBundle(word: string): readonly BundledFlag[] | null {
  const flags: BundledFlag[] = [];
  let upperCase = false;
  for (let i = 1; i < word.length; i++) {
    const letter = word[i]!;
    const row = findPrimary(`-${letter}`);
    if (row === undefined || row.kind !== 'flag') return null;
    upperCase ||= letter >= 'A' && letter <= 'Z';
    const isLast = i === word.length - 1;
    if (row.prefix !== null) {
      flags.push({ row, attachedAt: isLast ? 0 : i + 1 });
      break;
    }
    if (row.values.length > 0 && !isLast) return null;
    flags.push({ row, attachedAt: 0 });
  }
  return upperCase && flags.length > 0 ? flags : null;
}
