/**
 * -exec and -execdir with `{} +`: entries are collected, and a command is run with as many as the system takes (REFERENCE 10.3).
 *
 * In: a `Command`; entries, through `add`; the end of the walk, through `end`. Out: processes; `failed` where one of them was not
 * started or did not succeed, which decides the exit status and nothing else.
 *
 *     words    := fixed word NUL ... path NUL path NUL ...      as they are handed over
 *     cost     := bytes of a path, its NUL and a pointer to it
 *     budget   := ARG_MAX - environment - fixed words - a page - POSIX_HEADROOM
 *
 * Where the system says E2BIG all the same, the most that may fit (`#most`) lies a sixteenth below what did not, and paths
 * are held back from the end until the batch is in the middle between that and the most that ever fitted (`#least`). What was held
 * back begins the next batch. With -execdir a batch ends where the directory changes; directories are compared by their paths,
 * the one of the batch is kept open.
 */

import { constants } from 'node:os';
import type { Entry, Matcher } from '../entry.ts';
import { Scratch } from './byte-sink.ts';
import { compileSubject } from './command-words.ts';
import type { PathWriter } from './entry-path.ts';
import { commandName, isFailure, judge } from './exec.ts';
import type { Command, ExecServices } from './exec-services.ts';

const { E2BIG } = constants.errno;
const SLASH = 0x2f;
const POINTER_BYTES = 8;
/** What POSIX asks xargs(1) to leave for the command's own environment. */
const POSIX_HEADROOM = 2048;
const LEAST_PAGE = 4096;
const MOST_BYTES: number = 16 * 1024 * 1024;
/** One word may take so many pages, its NUL included: MAX_ARG_STRLEN of linux/binfmts.h. */
const MOST_PAGES_OF_A_WORD = 32;

export class ExecBatch {
  /** Some command was not started, or did not succeed. */
  failed = false;
  readonly #spec: Command;
  readonly #services: ExecServices;
  readonly #appendSubject: PathWriter;
  readonly #words = new Scratch(1 << 16);
  /** Where the paths begin in `#words`. */
  readonly #pathsStart: number;
  readonly #longestWord: number;
  /** Paths collected, and what they cost. */
  #count = 0;
  #cost = 0;
  #most: number;
  #least = 0;
  #hasOverflowed = false;
  #dirfd: number;
  /** The path of the directory that `#dirfd` is, null before the first. */
  #directory: Uint8Array | null = null;

  constructor(spec: Command, services: ExecServices) {
    this.#spec = spec;
    this.#services = services;
    this.#dirfd = services.workingDirectory;
    this.#appendSubject = compileSubject(spec.inDirectory);
    for (const word of spec.command) {
      this.#words.append(word);
      this.#words.appendByte(0);
    }
    this.#pathsStart = this.#words.length;
    const { limit, environment, page } = services.processes.argumentSpace();
    const fixed = this.#pathsStart + (spec.command.length + 1) * POINTER_BYTES;
    let space = limit < 0 ? MOST_BYTES : limit;
    const spend = (cost: number, what: string): void => {
      space -= cost;
      services.trace?.(`${spec.primary}: ARG_MAX: ${String(space).padStart(8)} bytes ${what}`);
    };
    spend(0, limit < 0 ? 'since there is no limit' : 'as sysconf(3) says');
    spend(environment, 'are left beside the environment');
    spend(fixed, 'are left beside the fixed words');
    spend(Math.max(page, LEAST_PAGE), 'are left beside a page to spare');
    spend(POSIX_HEADROOM, 'are left beside the headroom that POSIX asks for');
    this.#most = Math.max(0, Math.min(space, MOST_BYTES));
    spend(space - this.#most, 'may be spent on entries');
    this.#longestWord = MOST_PAGES_OF_A_WORD * page;
  }

  /** Collect an entry, and run what must be run before. Always true. */
  readonly add: Matcher = (entry) => {
    if (this.#spec.inDirectory && !this.#enter(entry)) return true;
    const words = this.#words;
    const start = words.length;
    this.#appendSubject(entry, words);
    words.appendByte(0);
    const length = words.length - start;
    if (length > this.#longestWord) {
      words.length = start;
      this.failed = true;
      judge(-E2BIG, this.#spec, entry, this.#services);
      return true;
    }
    const cost = length + POINTER_BYTES;
    while (this.#count > 0 && this.#cost + cost > this.#limit) this.#run(entry);
    this.#count++;
    this.#cost += cost;
    return true;
  };

  /** Run what is still to be run; the walk is over. */
  end(): void {
    this.#trace(this.#count > 0 ? 'the walk is over: running what was collected' : 'the walk is over: nothing was collected');
    while (this.#count > 0) this.#run(null);
    this.#leave();
  }

  /** The most that a batch may cost: once one was too big, not more than promises to fit. */
  get #limit(): number {
    return this.#hasOverflowed ? this.#middle : this.#most;
  }

  get #middle(): number {
    return this.#least + Math.floor((this.#most - this.#least) / 2);
  }

  /** Run the command with the paths collected, or as many of the first as fit; the rest stays. */
  #run(entry: Entry | null): void {
    const { bytes } = this.#words;
    let count = this.#count;
    let cost = this.#cost;
    this.#services.prepare();
    for (;;) {
      const end = this.#pathsStart + cost - count * POINTER_BYTES;
      this.#trace(`running ${commandName(this.#spec, this.#services)} ... [${count} entries, ${cost} bytes]`);
      const result = this.#services.processes.run(bytes, end, this.#dirfd);
      if (result === -E2BIG && count > 1) {
        this.#hasOverflowed = true;
        this.#most = Math.min(this.#most, cost - Math.floor(cost / 16));
        this.#least = Math.min(this.#least, this.#most);
        for (let last = end; count > 1 && cost > this.#middle; count--) {
          // The byte before `last` ends the last path; what ends the one before it stands before its first.
          const start = bytes.lastIndexOf(0, last - 2) + 1;
          cost -= last - start + POINTER_BYTES;
          last = start;
        }
        this.#trace(`too big (E2BIG): ${this.#least} to ${this.#most} bytes may fit, trying ${this.#middle}`);
        continue;
      }
      if (result >= 0) this.#least = Math.max(this.#least, Math.min(cost, this.#most));
      if (!judge(result, this.#spec, entry, this.#services)) this.failed = true;
      this.#drop(end, count, cost);
      return;
    }
  }

  #trace(text: string): void {
    this.#services.trace?.(`${this.#spec.primary}: ${text}`);
  }

  /** The paths before `end` are done with. */
  #drop(end: number, count: number, cost: number): void {
    const words = this.#words;
    words.bytes.copyWithin(this.#pathsStart, end, words.length);
    words.length -= end - this.#pathsStart;
    this.#count -= count;
    this.#cost -= cost;
  }

  /** Make the entry's directory that of the batch. @returns false where it cannot be had, which is reported. */
  #enter(entry: Entry): boolean {
    if (this.#directory !== null && isDirectoryOf(entry, this.#directory)) return true;
    while (this.#count > 0) this.#run(entry);
    this.#leave();
    const dirfd = this.#services.openDirectoryOf(entry);
    if (isFailure(dirfd)) {
      entry.services.fail(entry, -dirfd);
      return false;
    }
    this.#dirfd = dirfd;
    this.#directory = entry.path.slice(0, directoryLength(entry));
    return true;
  }

  #leave(): void {
    const { system, workingDirectory } = this.#services;
    if (this.#dirfd >= 0 && this.#dirfd !== workingDirectory) system.close(this.#dirfd);
    this.#dirfd = workingDirectory;
    this.#directory = null;
  }
}

/** How much of the path is the directory; of a starting point that is nothing but slashes, one of them. */
function directoryLength(entry: Entry): number {
  if (entry.directoryLength > 0 || entry.depth > 0) return entry.directoryLength;
  return entry.root.path[0] === SLASH ? 1 : 0;
}

/** Backwards: neighbours differ at the end. */
function isDirectoryOf(entry: Entry, directory: Uint8Array): boolean {
  if (directoryLength(entry) !== directory.length) return false;
  for (let i = directory.length - 1; i >= 0; i--) if (entry.path[i] !== directory[i]) return false;
  return true;
}
