/**
 * The outside of the language, for tests: hosts made of plain values, entries made of plain fields, expressions as text.
 *
 * Everything is fixed but what a test overrides: the clock stands at 2001-09-09T01:46:40Z, local time is UTC, no file and no user exists.
 */

import { DT, STATUS } from '../../../src/ioq/layout.ts';
import { Entry, type EntryServices, type Matcher } from '../../../src/walk/entry.ts';
import type { Expression } from '../../../src/walk/expr/ast.ts';
import type { CommandLine } from '../../../src/walk/expr/command-line.ts';
import { type CompileHost, compileExpression, type OutwardAction } from '../../../src/walk/expr/compile.ts';
import { ExpressionError } from '../../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../../src/walk/expr/parse.ts';
import type { ParseHost } from '../../../src/walk/expr/parse-host.ts';
import { utcToSeconds } from '../../../src/walk/expr/value/timestamp.ts';
import type { MetadataServices } from '../../../src/walk/metadata.ts';
import { Status } from '../../../src/walk/status.ts';
import { Verdict } from '../../../src/walk/verdict.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (word: Uint8Array): string => decoder.decode(word);

const ENOENT = 2;
const ENODATA = 61;
const NOW = 1_000_000_000;

export function makeHost(overrides: Partial<ParseHost> = {}): ParseHost {
  return {
    utf8: true,
    collation: null,
    now: { seconds: NOW, nanoseconds: 500 },
    umask: 0o022,
    stdinIsTerminal: true,
    posixlyCorrect: false,
    searchPath: bytes('/usr/bin:/bin'),
    runsInDirectories: true,
    statReference: () => -ENOENT,
    errorText: (errno) => (errno === ENOENT ? 'No such file or directory' : `Error ${errno}`),
    lookupUser: () => null,
    lookupGroup: () => null,
    localToSeconds: utcToSeconds,
    localTime: (seconds) => {
      const date = new Date(seconds * 1000);
      const fields = {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      };
      return { fields, offsetSeconds: 0 };
    },
    createOutput: () => 7,
    loadMountTable: () => 0,
    ...overrides,
  };
}

/** A command line written with single blanks between its words; `''` stands for an empty one. */
export function wordsOf(line: string): Uint8Array[] {
  return line === '' ? [] : line.split(' ').map((word) => bytes(word === "''" ? '' : word));
}

export function parse(line: string, overrides: Partial<ParseHost> = {}): CommandLine {
  return parseCommandLine(wordsOf(line), makeHost(overrides));
}

/** What is wrong with a command line, with the words that are underlined. */
export function complaint(line: string, overrides: Partial<ParseHost> = {}): { code: string; text: string; marked: string } {
  try {
    parse(line, overrides);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const words = line.split(' ');
    const marked = error.spans.map(({ start, end }) => words.slice(start, end).join(' ')).join(' | ');
    return { code: error.code, text: error.message, marked };
  }
  throw new Error(`no complaint about: ${line}`);
}

/** An expression as an S-expression: `(and (-name x) (-print))`. */
export function show(expression: Expression | null): string {
  if (expression === null) return 'none';
  switch (expression.kind) {
    case 'not':
      return `(! ${show(expression.child)})`;
    case 'and':
    case 'or':
    case 'comma':
      return `(${[expression.kind, ...expression.children.map(show)].join(' ')})`;
    default:
      return `(${expression.words.map(text).join(' ')})`;
  }
}

/** Fields of a status record by name; a 64-bit one as its value. */
export type StatusFields = Partial<Record<keyof typeof STATUS, number | bigint>>;

const WIDE: ReadonlySet<string> = new Set([
  'inode',
  'device',
  'size',
  'blocks',
  'rdevice',
  'accessS',
  'modifyS',
  'changeS',
  'birthS',
  'mountId',
]);

export function makeStatus(fields: StatusFields): Status {
  const status = new Status();
  fillStatus(status, fields);
  return status;
}

export function fillStatus(status: Status, fields: StatusFields): void {
  for (const [name, value] of Object.entries(fields)) {
    const index = status.base + STATUS[name as keyof typeof STATUS];
    if (WIDE.has(name)) {
      const wide = BigInt.asUintN(64, BigInt(value));
      status.words[index] = Number(wide & 0xffff_ffffn);
      status.words[index + 1] = Number(wide >> 32n);
    } else {
      status.words[index] = Number(value);
    }
  }
}

export interface EntryFields {
  readonly path?: string | Uint8Array;
  readonly depth?: number;
  /** A DT_*; regular by default. */
  readonly type?: number;
  /** Absent: stat fails with ENOENT. */
  readonly status?: StatusFields;
  readonly services?: Partial<EntryServices>;
}

export interface TestEntry extends Entry {
  /** What was reported of it. */
  readonly failures: string[];
  /** How often its status was loaded. */
  readonly loads: { count: number };
}

/** An entry with a path that is already spelled and a status that is loaded when asked for. */
export function makeEntry(fields: EntryFields = {}): TestEntry {
  const failures: string[] = [];
  const loads = { count: 0 };
  const services: EntryServices = {
    loadStatus: (entry) => {
      loads.count++;
      if (fields.status === undefined) return -ENOENT;
      fillStatus(entry.status, fields.status);
      return 0;
    },
    statInto: () => -ENOENT,
    readLink: () => -ENOENT,
    access: () => -ENOENT,
    isEmptyDirectory: () => -ENOENT,
    fail: (_entry, errno, reason) => void failures.push(reason ?? String(errno)),
    ...fields.services,
  };
  const entry = new Entry(services);
  const path = typeof fields.path === 'string' ? bytes(fields.path) : (fields.path ?? bytes('dir/name'));
  let nameEnd = path.length;
  while (nameEnd > 1 && path[nameEnd - 1] === 0x2f) nameEnd--;
  const nameStart = nameEnd === 1 ? 0 : path.lastIndexOf(0x2f, nameEnd - 1) + 1;
  entry.bytes = path;
  entry.nameStart = nameStart;
  entry.nameEnd = nameEnd;
  entry.path = Uint8Array.from(path);
  entry.pathLength = path.length;
  entry.depth = fields.depth ?? 1;
  entry.type = fields.type ?? DT.regular;
  return Object.assign(entry, { failures, loads });
}

export interface RecordingHost extends CompileHost {
  /** What the outward actions did, in order: the action's first word and the path. */
  readonly effects: string[];
}

/** Nothing has attributes, and nobody a name. */
const NO_METADATA: MetadataServices = {
  hasAcl: () => 0,
  hasCapabilities: () => 0,
  hasAttribute: () => 0,
  securityLabel: () => -ENODATA,
  fileSystemType: () => bytes('unknown'),
  hasUser: () => 0,
  hasGroup: () => 0,
};

/** A host whose actions only write down that they were evaluated; they are true, but for -delete and single commands. */
export function makeCompileHost(overrides: Partial<CompileHost> = {}): RecordingHost {
  const effects: string[] = [];
  return {
    effects,
    verdict: new Verdict(),
    follow: 'never',
    metadata: NO_METADATA,
    ignoring: () => ({ ruleOf: () => null }),
    action: (node: OutwardAction): Matcher => {
      const name = node.words.map(text).join(' ');
      const value = node.action !== 'delete' && (node.action !== 'exec' || node.batch);
      return (entry) => {
        effects.push(`${name} ${text(entry.path.subarray(0, entry.spellPath()))}`);
        return value;
      };
    },
    ...overrides,
  };
}

/** What came of evaluating one entry. */
export interface Verdicts {
  readonly value: boolean;
  readonly failures: readonly string[];
}

/** Evaluate tests, written without an action, on one entry. */
export function evaluate(line: string, fields: EntryFields, hosts: Hosts = {}): Verdicts {
  const { expression } = parse(`( ${line} ) -print`, hosts.parse);
  const host = makeCompileHost(hosts.compile);
  const entry = makeEntry(fields);
  compileExpression(expression, host)(entry);
  return { value: host.effects.length === 1, failures: entry.failures };
}

export interface Hosts {
  readonly parse?: Partial<ParseHost>;
  readonly compile?: Partial<CompileHost>;
}

export function matches(line: string, fields: EntryFields, hosts: Hosts = {}): boolean {
  return evaluate(line, fields, hosts).value;
}
