/**
 * Running commands by node:child_process, where the addon cannot be loaded.
 *
 * In and out: as `ProcessCalls` says, but for what Node cannot do: words that are not UTF-8 cannot be passed (EILSEQ), nor variables of the
 * environment that are not; the program keeps the limit of descriptors that Node has raised; of the descriptors that were inherited it gets
 * the standard streams only; in another directory it runs only where there is a /proc; a script without `#!` is run by sh, since the C
 * library does so. The module is loaded when the first command is run.
 */

import type * as ChildProcess from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { canReadProc, negatedErrno } from './fallback-descriptors.ts';
import { wasClosed } from './process-facts.ts';
import type { ArgumentSpace, ProcessCalls } from './processes.ts';

const { EILSEQ, ENOENT } = constants.errno;
const POINTER_BYTES = 8;
const PAGE_BYTES = 4096;
/** glibc's ARG_MAX: a quarter of the stack, and at least this. */
const LEAST_ARG_MAX = 131_072;

/** open(2): a mere name of the file. */
const O_PATH = 0o10000000;

let streams: ('inherit' | number)[] | null = null;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param makesRoom - Told minus an errno, gives up descriptors that can be spared; returns whether it did. */
export function fallbackProcesses(makesRoom: (result: number) => boolean): ProcessCalls {
  return {
    rememberDescriptors: () => {},
    get runsInDirectories() {
      return canReadProc();
    },
    run: (words, end, dirfd) => {
      const result = run(words, end, dirfd);
      return makesRoom(result) ? run(words, end, dirfd) : result;
    },
    jobs: null,
    argumentSpace,
    signalText: (signal) => Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? 'unknown',
  };
}

function run(words: Uint8Array, end: number, dirfd: number): number {
  let texts: string[];
  try {
    texts = decoder.decode(words.subarray(0, end)).split('\0').slice(0, -1);
  } catch {
    return -EILSEQ;
  }
  const [program, ...others] = texts;
  if (!program) return -ENOENT;
  const { spawnSync } = process.getBuiltinModule('node:child_process') as typeof ChildProcess;
  // The child looks itself up in /proc, but has our descriptors until it is the program.
  const cwd = dirfd >= 0 ? { cwd: `/proc/self/fd/${dirfd}` } : {};
  try {
    const { status, signal, error } = spawnSync(program, others, { stdio: standardStreams(), ...cwd });
    if (error !== undefined) return negatedErrno(error);
    return signal === null ? (status ?? 0) << 8 : constants.signals[signal];
  } catch (error) {
    // Node's permission model throws.
    return negatedErrno(error);
  }
}

/** Ours; a descriptor that can neither be read nor written for one that was closed when we were started. */
function standardStreams(): ('inherit' | number)[] {
  streams ??= [0, 1, 2].map((fd) => (wasClosed(fd) ? openSync('/dev/null', O_PATH) : 'inherit'));
  return streams;
}

function argumentSpace(): ArgumentSpace {
  const environment = Object.entries(process.env).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}=${value}`) + 1 + POINTER_BYTES,
    POINTER_BYTES,
  );
  return { limit: argMax(), environment, page: PAGE_BYTES };
}

function argMax(): number {
  try {
    const stack = /^Max stack size\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
    return stack === 'unlimited' ? -1 : Math.max(LEAST_ARG_MAX, Math.floor(Number(stack) / 4));
  } catch {
    return LEAST_ARG_MAX;
  }
}
