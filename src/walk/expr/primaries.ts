/**
 * The table of primaries: every flag, operator, option, test and action that tswalk knows, once.
 *
 * Parsing, the help, the manual page, completion, suggestions and the optimizer all read it; nothing about a name stands anywhere else.
 * A row's columns are explained in primary.ts. Rows are in the order of the help; lookups are by name. Costs and probabilities are those
 * of REFERENCE.md 15.4; where they depend on a value, annotate.ts refines them. To add a primary: a node in ast.ts, a
 * parser and a compiled form in primary/, a row here, an explanation in explanations.ts, a line in the manual page, `npm run completions`, a test.
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
import type { Need, Primary, PrimaryKind, PrimaryParser, ValueForm, ValueKind } from './primary.ts';

const FAST = 40;
const MATCH = 400;
const STATUS = 1000;
const PRINT = 20_000;
const COMMAND = 1_000_000;

const NO_ALIASES: readonly string[] = [];
const NO_VALUES: readonly ValueKind[] = [];

/** Columns that most rows leave as they are. */
interface Details {
  readonly aliases?: readonly string[];
  readonly values?: readonly ValueKind[];
  readonly valueForm?: ValueForm;
  readonly prefix?: string;
  readonly cost?: number;
  readonly probability?: number;
  readonly pure?: boolean;
  readonly need?: Need;
}

const NO_DETAILS: Details = {};

/** One literal for all rows, so that they are of one shape; the table is made at every start. */
function row(
  kind: PrimaryKind,
  name: string,
  usage: string,
  help: string,
  parse: PrimaryParser | null,
  details: Details,
  cost: number = FAST,
  probability = 0.5,
  need: Need = 'path',
): Primary {
  return {
    name,
    kind,
    aliases: details.aliases ?? NO_ALIASES,
    values: details.values ?? NO_VALUES,
    valueForm: details.valueForm ?? 'separate',
    prefix: details.prefix ?? null,
    parse,
    usage,
    help,
    cost: details.cost ?? cost,
    probability: details.probability ?? probability,
    pure: details.pure ?? kind !== 'action',
    need: details.need ?? need,
  };
}

const flag = (name: string, usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Primary =>
  row('flag', name, usage, help, parse, details, FAST, 1);

const operator = (name: string, usage: string, help: string, aliases: readonly string[] = []): Primary =>
  row('operator', name, usage, help, null, { aliases });

const option = (name: string, usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Primary =>
  row('option', name, usage, help, parse, details, FAST, 1);

const test = (name: string, usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Primary =>
  row('test', name, usage, help, parse, details);

/** A test on the status. */
const statusTest = (name: string, usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Primary =>
  row('test', name, usage, help, parse, details, STATUS, 0.5, 'status');

const action = (name: string, usage: string, help: string, parse: PrimaryParser, details: Details = NO_DETAILS): Primary =>
  row('action', name, usage, help, parse, details, FAST, 1);

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

export const PRIMARIES: readonly Primary[] = [
  flag('-E', '', 'Regular expressions are extended ones (the same as -regextype posix-extended)', parseExtendedRegex),
  flag('-H', '', 'Follow symbolic links among the starting points, but nowhere else', parseFollow('roots')),
  flag('-L', '', 'Follow every symbolic link', parseFollow('always')),
  flag('-P', '', 'Never follow symbolic links (the default)', parseFollow('never')),
  flag('-X', '', 'Refuse paths that are not safe for xargs, with an error', parseSwitch('xargsSafe', true)),
  flag('-d', '', 'Visit what is in a directory before the directory itself', parsePostOrder),
  flag('-s', '', 'Visit the entries of each directory in the order of their names', parseSwitch('sort', true)),
  flag('-x', '', 'Do not descend into other file systems', parseSameDevice),
  flag('-f', 'PATH', 'Take PATH for a starting point, whatever it looks like', parsePathFlag, { values: ['path'] }),
  flag('-D', 'NAMES', 'Show what happens inside; -D help lists the NAMES', parseDebug, {
    values: ['debug-modes'],
    valueForm: 'either',
    prefix: '-D',
  }),
  flag('-O', 'LEVEL', 'Optimize the expression: 0 (not at all) to 4, or fast; the default is 3', parseOptimize, {
    values: ['level'],
    valueForm: 'attached',
    prefix: '-O',
  }),
  flag('-S', 'STRATEGY', 'Search in this order: bfs (the default), dfs, ids or eds', parseStrategy, {
    values: ['strategy'],
    valueForm: 'either',
    prefix: '-S',
  }),
  flag('-j', 'N', 'Use at most N worker threads', parseThreads, { values: ['threads'], valueForm: 'attached', prefix: '-j' }),

  operator('(', 'EXPRESSION )', 'What is in parentheses is evaluated as one'),
  operator(')', '', 'Ends what ( began'),
  operator('!', 'EXPRESSION', 'True where EXPRESSION is false', ['-not']),
  operator('-a', 'EXPRESSION', 'Both sides are true; the right one is evaluated only if the left is', ['-and']),
  operator('-o', 'EXPRESSION', 'One side is true; the right one is evaluated only if the left is not', ['-or']),
  operator(',', 'EXPRESSION', 'Both sides are evaluated, the value is that of the right one'),
  operator('-exclude', 'EXPRESSION', 'Leave out every file for which EXPRESSION is true, and all that is below it'),

  option('-maxdepth', 'N', 'Descend at most N levels below the starting points', parseDepthLimit('maxDepth'), {
    values: ['number'],
  }),
  option('-mindepth', 'N', 'Evaluate nothing at levels less than N', parseDepthLimit('minDepth'), { values: ['number'] }),
  option('-depth', '', 'Visit what is in a directory before the directory itself; with [-+]N a test: the level is N', parseDepth),
  option('-follow', '', 'Follow every symbolic link (the same as -L)', parseFollow('always')),
  option('-xdev', '', 'Do not descend into other file systems', parseSameDevice),
  option('-mount', '', 'Leave out mount points and what is below them', parseMount),
  option('-unique', '', 'Visit no file twice, however many names or links it has', parseSwitch('unique', true)),
  option('-nohidden', '', 'Leave out hidden files (the same as -exclude -hidden)', parseNoHidden),
  option(
    '-files0-from',
    'FILE',
    'Read the starting points from FILE, separated by NUL; - is the standard input',
    parseFiles0From,
    {
      values: ['file'],
    },
  ),
  option(
    '-regextype',
    'TYPE',
    'The regular expressions that follow are of this TYPE; -regextype help lists them',
    parseRegexType,
    {
      values: ['regex-type'],
    },
  ),
  option('-smartcase', '', 'Patterns that follow match in upper and lower case where they have no capital', parseSmartCase),
  option('-by', 'KEY', 'Group what -count and -sum add up: by ext, type, dir, user or depth', parseBy, { values: ['group-key'] }),
  option(
    '-sort',
    '[-]KEY',
    'Print in the order of KEY, such as name, natural, size or mtime; with - the greatest first',
    parseSort,
    {
      values: ['sort-key'],
    },
  ),
  option('-exec-jobs', 'N', 'Run up to N commands at a time, each with its output kept together', parseExecJobs, {
    values: ['number'],
  }),
  option('-keep-order', '', 'With -exec-jobs: print in the order of the search', parseKeepOrder),
  option('-daystart', '', 'Count ages back from the end of today, in the tests that follow', parseDayStart),
  option('-ignore_readdir_race', '', 'Say nothing of files that vanish during the search', parseSwitch('ignoreRace', true)),
  option('-noignore_readdir_race', '', 'Report files that vanish (the default)', parseSwitch('ignoreRace', false)),
  option('-noerror', '', 'Do not report errors, and do not let them change the exit status', parseSwitch('noError', true)),
  option('-gitignore', '', 'Leave out what git ignores, and all that is below it', parseGitIgnore),
  option('-noleaf', '', 'Accepted for compatibility, without effect', parseNoLeaf),
  option('-color', '', 'Use colours', parseColor(true)),
  option('-nocolor', '', 'Use no colours', parseColor(false)),
  option('-hyperlink', '[=WHEN]', 'Make printed paths links to their files; WHEN is auto, always or never', parseHyperlink, {
    values: ['choice'],
    valueForm: 'setting',
    prefix: '-hyperlink=',
  }),
  option('-quiet', '', 'Print nothing, stop at the first match: exit status 0; 1 without one, 2 with errors alone', parseQuiet),
  option('-status', '', 'Show on the last row of the terminal where the walk is', parseSwitch('status', true)),
  option('-warn', '', 'Show warnings', parseSwitch('warn', true)),
  option('-nowarn', '', 'Show no warnings', parseSwitch('warn', false)),

  test('-true', '', 'Always true', parseConstant(true), { probability: 1 }),
  test('-false', '', 'Always false', parseConstant(false), { probability: 0 }),
  test('-name', 'GLOB', 'The name matches GLOB', parseGlobTest('name', false), GLOB),
  test('-iname', 'GLOB', 'The name matches GLOB, in upper or lower case', parseGlobTest('name', true), GLOB),
  test(
    '-glob',
    'GLOB',
    'The path below the starting point matches GLOB, in which ** is any directories',
    parsePathGlobTest(false),
    PATH_GLOB,
  ),
  test(
    '-iglob',
    'GLOB',
    'The path below the starting point matches GLOB, in upper or lower case',
    parsePathGlobTest(true),
    PATH_GLOB,
  ),
  test('-ext', 'LIST', 'The name ends in one of these extensions, separated by commas: ts,tsx', parseExtensions, {
    values: ['extensions'],
    cost: MATCH,
  }),
  test('-path', 'GLOB', 'The whole path matches GLOB', parseGlobTest('path', false), { ...GLOB, aliases: ['-wholename'] }),
  test('-ipath', 'GLOB', 'The whole path matches GLOB, in upper or lower case', parseGlobTest('path', true), {
    ...GLOB,
    aliases: ['-iwholename'],
  }),
  test('-regex', 'REGEX', 'The whole path matches REGEX; see -regextype', parseRegexTest(false), REGEX),
  test('-iregex', 'REGEX', 'The whole path matches REGEX, in upper or lower case', parseRegexTest(true), REGEX),
  test('-lname', 'GLOB', 'The file is a link and its text matches GLOB', parseGlobTest('link', false), { ...GLOB, need: 'link' }),
  test('-ilname', 'GLOB', 'The file is a link and its text matches GLOB, in upper or lower case', parseGlobTest('link', true), {
    ...GLOB,
    need: 'link',
  }),
  test('-hidden', '', 'The name begins with a dot', parseBare('hidden'), { probability: 0.01 }),
  test('-type', 'LIST', 'The file is of one of these types, separated by commas: b c d f l p s (w D)', parseType('type'), {
    values: ['type-list'],
    need: 'type',
  }),
  test('-xtype', 'LIST', 'The same, but links are followed where -type does not, and the other way round', parseType('xtype'), {
    values: ['type-list'],
    pure: false,
    need: 'other-status',
  }),
  test('-empty', '', 'The file or directory is empty', parseBare('empty'), {
    cost: 2 * STATUS,
    probability: 0.01,
    pure: false,
    need: 'open',
  }),
  test('-ignored', '', 'Ignored by git, by a rule of a .gitignore file or another of its files', parseIgnored, {
    cost: 2 * STATUS,
    probability: 0.1,
    need: 'open',
  }),
  test('-readable', '', 'You may read the file', parseAccess(4), { cost: STATUS, probability: 0.99, need: 'access' }),
  test('-writable', '', 'You may write the file', parseAccess(2), { cost: STATUS, probability: 0.8, need: 'access' }),
  test('-executable', '', 'You may execute the file', parseAccess(1), { cost: STATUS, probability: 0.2, need: 'access' }),

  statusTest(
    '-size',
    '[-+]N[cwbkMGTP]',
    'The size is N units, rounded up; a unit is 512 bytes where none is given',
    parseSizeTest,
    {
      values: ['size'],
    },
  ),
  statusTest('-sparse', '', 'The file takes less space than its size', parseBare('sparse')),
  statusTest('-links', '[-+]N', 'The file has N hard links', parseNumber('links'), COMPARISON),
  statusTest('-inum', '[-+]N', 'The inode number is N', parseNumber('inode'), COMPARISON),
  statusTest('-samefile', 'FILE', 'The file is the same as FILE, by device and inode', parseSameFile, {
    ...REFERENCE,
    probability: 0.01,
  }),
  statusTest('-perm', '[-/]MODE', 'The permissions are exactly MODE; all of it (-) or some of it (/)', parsePerm, {
    values: ['mode'],
  }),
  statusTest('-nouser', '', "The owner's id has no name", parseBareMetadata('nouser'), { probability: 0.01 }),
  statusTest('-nogroup', '', "The group's id has no name", parseBareMetadata('nogroup'), { probability: 0.01 }),
  statusTest('-user', 'NAME', 'The owner is NAME, or a number [-+]N', parseOwner('uid'), {
    values: ['user'],
    aliases: ['-uid'],
  }),
  statusTest('-group', 'NAME', 'The group is NAME, or a number [-+]N', parseOwner('gid'), {
    values: ['group'],
    aliases: ['-gid'],
  }),

  test('-acl', '', 'The file has an access control list beyond its mode', parseBareMetadata('acl'), {
    ...ATTRIBUTES,
    probability: 0.000_02,
  }),
  test('-capable', '', 'The file has capabilities', parseBareMetadata('capable'), { ...ATTRIBUTES, probability: 0.000_002 }),
  test('-xattr', '', 'The file has extended attributes', parseBareMetadata('xattr'), { ...ATTRIBUTES, probability: 0.01 }),
  test('-xattrname', 'NAME', 'The file has the extended attribute NAME, such as user.foo', parseXattrName, {
    ...ATTRIBUTES,
    values: ['attribute'],
    probability: 0.01,
  }),
  test('-context', 'GLOB', 'The SELinux label matches GLOB', parseContextTest, { ...ATTRIBUTES, values: ['glob'] }),
  statusTest('-fstype', 'TYPE', 'The file is on a file system of this TYPE', parseFsType, { values: ['file-system-type'] }),
  test('-flags', '[-+]LIST', 'The file has these flags (on systems with chflags)', parseFlagsTest, { values: ['flags'] }),

  statusTest('-amin', '[-+]N', 'Last accessed N minutes ago', parseAge('a', 'minutes'), AGE),
  statusTest('-Bmin', '[-+]N', 'Created N minutes ago', parseAge('B', 'minutes'), AGE),
  statusTest('-cmin', '[-+]N', 'The inode last changed N minutes ago', parseAge('c', 'minutes'), AGE),
  statusTest('-mmin', '[-+]N', 'Last modified N minutes ago', parseAge('m', 'minutes'), AGE),
  statusTest('-atime', '[-+]N', 'Last accessed N days ago; or groups of N and a unit: s m h d w', parseAge('a', 'days'), AGE),
  statusTest('-Btime', '[-+]N', 'Created N days ago', parseAge('B', 'days'), AGE),
  statusTest('-ctime', '[-+]N', 'The inode last changed N days ago', parseAge('c', 'days'), AGE),
  statusTest('-mtime', '[-+]N', 'Last modified N days ago', parseAge('m', 'days'), AGE),
  statusTest('-used', '[-+]N', 'Last accessed N days after the inode last changed', parseUsed, COMPARISON),
  statusTest('-newer', 'FILE', 'Modified later than FILE was', parseNewer('m'), { ...REFERENCE, aliases: ['-mnewer'] }),
  statusTest('-anewer', 'FILE', 'Accessed later than FILE was modified', parseNewer('a'), REFERENCE),
  statusTest('-Bnewer', 'FILE', 'Created later than FILE was modified', parseNewer('B'), REFERENCE),
  statusTest('-cnewer', 'FILE', 'The inode changed later than FILE was modified', parseNewer('c'), REFERENCE),
  statusTest('-newerXY', 'FILE', 'Time X (a B c m) is later than time Y of FILE; Y = t: FILE is a timestamp', parseNewerXY, {
    ...REFERENCE,
    prefix: '-newer',
  }),
  statusTest('-since', 'TIME', 'Modified later than TIME, such as 2024-02-29T12:30', parseSince('m'), {
    ...TIMESTAMP,
    aliases: ['-msince'],
  }),
  statusTest('-asince', 'TIME', 'Accessed later than TIME', parseSince('a'), TIMESTAMP),
  statusTest('-Bsince', 'TIME', 'Created later than TIME', parseSince('B'), TIMESTAMP),
  statusTest('-csince', 'TIME', 'The inode changed later than TIME', parseSince('c'), TIMESTAMP),
  statusTest(
    '-changed-within',
    'TIME',
    'Modified in the last TIME, such as 2weeks, or later than a date',
    parseChanged(false),
    SPAN,
  ),
  statusTest(
    '-changed-before',
    'TIME',
    'Modified longer ago than TIME, such as 2weeks, or earlier than a date',
    parseChanged(true),
    SPAN,
  ),

  action('-print', '', 'Print the path and a newline (the default action)', parsePrint('line'), { cost: PRINT }),
  action('-print0', '', 'Print the path and a NUL', parsePrint('nul'), { cost: PRINT }),
  action('-printx', '', 'Print the path with backslashes, as xargs reads it', parsePrint('escaped'), { cost: PRINT }),
  action('-ls', '', 'Print what ls -dils would', parseList, { cost: PRINT, need: 'status' }),
  action('-printf', 'FORMAT', 'Print by FORMAT, as printf(1) would; see the manual for its directives', parsePrintf, {
    cost: PRINT,
    values: ['format'],
  }),
  action('-fprint', 'FILE', 'Like -print, but into FILE', parseFilePrint('line'), { cost: PRINT, values: ['file'] }),
  action('-fprint0', 'FILE', 'Like -print0, but into FILE', parseFilePrint('nul'), { cost: PRINT, values: ['file'] }),
  action('-fprintf', 'FILE FORMAT', 'Like -printf, but into FILE', parseFilePrintf, { cost: PRINT, values: ['file', 'format'] }),
  action('-fls', 'FILE', 'Like -ls, but into FILE', parseFileList, { cost: PRINT, values: ['file'], need: 'status' }),
  action('-json', '[=FIELDS]', 'Print an object of JSON, one a line, with these fields: -json=path,size,mtime', parseJson, {
    ...RECORD,
    prefix: '-json=',
  }),
  action('-csv', '[=FIELDS]', 'Print a row of comma-separated values, after one with the names of the fields', parseCsv, {
    ...RECORD,
    prefix: '-csv=',
  }),
  action('-format', 'TEMPLATE', "Print by TEMPLATE, as in '{path} {size} {mtime:iso}', and a newline", parseTemplate, {
    cost: PRINT,
    values: ['format'],
  }),
  action('-fjson', '[=FIELDS] FILE', 'Like -json, but into FILE', parseFileJson, { ...FILE_RECORD, prefix: '-fjson=' }),
  action('-fcsv', '[=FIELDS] FILE', 'Like -csv, but into FILE', parseFileCsv, { ...FILE_RECORD, prefix: '-fcsv=' }),
  action('-count', '', 'Count the files, and print how many they were when the search is over', parseCount),
  action('-sum', 'size|blocks', 'Add up sizes, or the space that is taken, and print the sum when the search is over', parseSum, {
    cost: STATUS,
    values: ['measure'],
  }),
  action(
    '-exec',
    'COMMAND ;',
    'Run COMMAND, {} in it being the path; true where it succeeds. With {} + at its end: once for many',
    parseExec({ inDirectory: false, confirm: false }),
    RUN,
  ),
  action(
    '-execdir',
    'COMMAND ;',
    'Like -exec, in the directory that the file is in',
    parseExec({ inDirectory: true, confirm: false }),
    RUN,
  ),
  action('-ok', 'COMMAND ;', 'Like -exec, but ask first', parseExec({ inDirectory: false, confirm: true }), RUN),
  action('-okdir', 'COMMAND ;', 'Like -execdir, but ask first', parseExec({ inDirectory: true, confirm: true }), RUN),
  action('-delete', '', 'Delete the file; implies -depth', parseDelete, {
    aliases: ['-rm'],
    cost: COMMAND,
    probability: 0.5,
    need: 'type',
  }),
  action(
    '-explain-ignore',
    '',
    'Print file, line and pattern of the rule by which git ignores it; true if there is one',
    parseExplainIgnore,
    {
      cost: PRINT,
      probability: 0.1,
      need: 'open',
    },
  ),
  action('-prune', '', 'Do not descend into this directory', parsePrune),
  action('-quit', '', 'Stop the search at once', parseQuit),
  action('-exit', '[STATUS]', 'Stop the search at once, with this exit status (0 where none is given)', parseExit, {
    values: ['status'],
  }),
  action('-limit', 'N', 'Stop the search once this has been evaluated N times', parseLimit, { values: ['number'] }),
  action('-help', '', 'Print this and exit', parseRequest('help'), { aliases: ['--help'] }),
  action('-version', '', 'Print the version and exit', parseRequest('version'), { aliases: ['--version'] }),
];

const BY_NAME: ReadonlyMap<string, Primary> = indexRows();
const HIDDEN = new Map<string, Primary>();

function indexRows(): Map<string, Primary> {
  const rows = new Map<string, Primary>();
  for (const primary of PRIMARIES) {
    rows.set(primary.name, primary);
    for (const alias of primary.aliases) rows.set(alias, primary);
  }
  return rows;
}

/** The row of a name or alias. */
export function findPrimary(name: string): Primary | undefined {
  return BY_NAME.get(name) ?? HIDDEN.get(name);
}

/** A row for words that only a program can give; it is in no help and is never suggested. */
export function addHiddenPrimary(row: Primary): void {
  HIDDEN.set(row.name, row);
}

/** The row whose name a word only begins with, the longest of them: -json=path, not -j. Look for the whole word first. */
export function findPrefix(word: string): Primary | undefined {
  let found: Primary | undefined;
  for (const primary of PRIMARIES) {
    const { prefix } = primary;
    if (prefix !== null && word.startsWith(prefix) && prefix.length > (found?.prefix?.length ?? 0)) found = primary;
  }
  return found;
}

/** Every name that can be typed, aliases too, in the order in which suggestions prefer them: by bytes. */
export function suggestedNames(): string[] {
  const names = ['--'];
  for (const [name, { prefix }] of BY_NAME) if (prefix === null || prefix.startsWith(name)) names.push(name);
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
