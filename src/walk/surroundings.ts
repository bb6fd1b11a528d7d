/**
 * The process and the machine as an expression sees them: what `ParseHost` asks, answered by system calls.
 *
 * In: system calls, accounts, locale, the streams of the walk. Out: the clock at the start of the search, reference files, users,
 * files to write to. Made once for a command line; the parts that cost something are fetched when they are first asked for.
 */

import type { AccountCalls } from '../ioq/accounts.ts';
import { STATUS_BYTES } from '../ioq/layout.ts';
import type { LocaleCalls } from '../ioq/locale.ts';
import { type Mounts, readMounts } from '../ioq/mounts.ts';
import type { ProcessCalls } from '../ioq/processes.ts';
import { AT_FDCWD, type SystemCalls } from '../ioq/system.ts';
import type { Outputs } from './action/outputs.ts';
import type { Instant } from './expr/ast.ts';
import type { Diagnostic } from './expr/expression-error.ts';
import type { GlobCollation } from './expr/glob/collation.ts';
import type { LocalTime, ParseHost } from './expr/parse-host.ts';
import type { TimeFields } from './expr/value/timestamp.ts';
import { Status } from './status.ts';

/** The directory that paths are relative to. */
export interface Place {
  /** A descriptor of it, or AT_FDCWD. */
  readonly base: number;
  /** Its path, ending in a slash; empty for the current directory. */
  readonly prefix: Uint8Array;
}

export interface SurroundingsOptions {
  readonly system: SystemCalls;
  readonly accounts: AccountCalls;
  readonly locale: LocaleCalls;
  readonly processes: ProcessCalls;
  readonly outputs: Outputs;
  readonly environment: NodeJS.ProcessEnv;
  /** Texts are UTF-8: by the locale, and a program's wherever it runs. */
  readonly utf8: boolean;
  /** Asks a person whether a suggestion is to be taken; absent where there is none. */
  readonly acceptSuggestion?: (question: Diagnostic, suggestion: string) => boolean;
  /** Where a program's walk is: then starting points are no words of the expression. */
  readonly place?: Place;
}

const CURRENT_DIRECTORY: Place = { base: AT_FDCWD, prefix: new Uint8Array(0) };
const SLASH = 0x2f;
const STDIN = 0;
const HIGHEST_ID: number = 2 ** 32 - 1;

export class Surroundings implements ParseHost {
  readonly system: SystemCalls;
  readonly accounts: AccountCalls;
  readonly locale: LocaleCalls;
  readonly outputs: Outputs;
  readonly utf8: boolean;
  readonly now: Instant;
  readonly posixlyCorrect: boolean;
  readonly rootsAreGiven: boolean;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #place: Place;
  readonly #processes: ProcessCalls;
  readonly acceptSuggestion?: (question: Diagnostic, suggestion: string) => boolean;
  #mounts: Mounts | null = null;

  constructor({ system, accounts, locale, processes, outputs, environment, utf8, acceptSuggestion, place }: SurroundingsOptions) {
    this.system = system;
    this.#processes = processes;
    this.rootsAreGiven = place !== undefined;
    this.#place = place ?? CURRENT_DIRECTORY;
    this.accounts = accounts;
    this.locale = locale;
    this.outputs = outputs;
    this.utf8 = utf8;
    this.now = currentInstant();
    this.posixlyCorrect = environment.POSIXLY_CORRECT !== undefined;
    this.#environment = environment;
    if (acceptSuggestion !== undefined) this.acceptSuggestion = acceptSuggestion;
  }

  get searchPath(): Uint8Array | null {
    const { PATH } = this.#environment;
    return PATH === undefined ? null : new TextEncoder().encode(PATH);
  }

  get collation(): GlobCollation | null {
    const { locale } = this;
    return locale.collatesBytes ? null : locale.matchesGlob;
  }

  get runsInDirectories(): boolean {
    return this.#processes.runsInDirectories !== false;
  }

  get umask(): number {
    return this.system.umask();
  }

  get stdinIsTerminal(): boolean {
    return this.system.isTerminal(STDIN);
  }

  /** The mount table as it was when a primary first asked for it; null where none has. */
  get mounts(): Mounts | null {
    return this.#mounts;
  }

  statReference(path: Uint8Array, follow: boolean): Status | number {
    const record = new Int32Array(STATUS_BYTES / 4);
    const result = this.system.stat(this.#place.base, path, follow ? 1 : 0, new Uint8Array(record.buffer));
    return result < 0 ? result : new Status(record);
  }

  errorText(errno: number): string {
    return this.system.errorText(errno);
  }

  lookupUser(name: Uint8Array): number | null {
    return this.accounts.userId(name);
  }

  lookupGroup(name: Uint8Array): number | null {
    return this.accounts.groupId(name);
  }

  /** For the optimizer: has an id no name? Null where that cannot be found out. */
  isNameless = (field: 'uid' | 'gid', id: number): boolean | null => {
    if (id > HIGHEST_ID) return null;
    const name = field === 'uid' ? this.accounts.userName(id) : this.accounts.groupName(id);
    return typeof name === 'number' ? null : name === null;
  };

  localToSeconds = (fields: TimeFields): number => this.locale.localToSeconds(fields);

  localTime(seconds: number): LocalTime {
    const time = this.locale.localTime(seconds);
    if (typeof time === 'number') throw new RangeError(`no local time for ${seconds}`);
    return { fields: time, offsetSeconds: time.offsetSeconds };
  }

  createOutput(path: Uint8Array): number {
    const { prefix } = this.#place;
    return this.outputs.openFile(prefix.length === 0 || path[0] === SLASH ? path : Buffer.concat([prefix, path]));
  }

  loadMountTable(): number {
    if (this.#mounts !== null) return 0;
    const mounts = readMounts();
    if (typeof mounts === 'number') return mounts;
    this.#mounts = mounts;
    return 0;
  }
}

/** The wall clock in milliseconds: finer ones cost a module of Node's, and ages are whole seconds. */
function currentInstant(): Instant {
  const milliseconds = Date.now();
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: (milliseconds - seconds * 1000) * 1_000_000 };
}
