/**
 * What can be learnt about this process without native code: its limits, its command line, its processors, its locale.
 *
 * In: /proc, /sys/fs/cgroup, the environment. Out: plain values; where the source is missing, the answer that does no harm.
 * Nothing is changed by asking. Rests on proc(5), cgroups(7) (both versions) and locale(7).
 */

import { constants, existsSync, fstatSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { DescriptorLimits } from './system.ts';

/** makedev(1, 3): /dev/null. */
const NULL_DEVICE = 0x103n;
const READ_WRITE: number = constants.S_IRUSR | constants.S_IWUSR;
const ACCESS_MODE: number = constants.O_RDONLY | constants.O_WRONLY | constants.O_RDWR;
/** RLIMIT_NOFILE of a bare Linux, where /proc does not tell. */
const USUAL_DESCRIPTOR_LIMIT = 1024;
const CGROUPS = '/sys/fs/cgroup';

/** Programs that close a descriptor where they are told to, and open the null device only for writing. */
const SHELLS = new Set('sh ash bash busybox dash fish ksh ksh93 mksh yash zsh'.split(' '));

/** Is the null device at `fd` because the parent left `fd` closed, or has the parent, no shell, put it there? */
function parentClosed(fd: number): boolean {
  const parent = `/proc/${process.ppid}`;
  const link = `${parent}/fd/${fd}`;
  try {
    // The link's permissions tell how it is open: ours is the parent's where that is for both, too.
    if (readlinkSync(link) === '/dev/null') return (lstatSync(link).mode & READ_WRITE) !== READ_WRITE;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
  return SHELLS.has(readText(`${parent}/comm`).trim());
}

/** True where `fd` is closed, or was at the start: Node has opened the null device there for reading and writing. */
export function wasClosed(fd: number): boolean {
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isCharacterDevice() || stats.rdev !== NULL_DEVICE) return false;
    const flags = /^flags:\s*([0-7]+)/m.exec(readText(`/proc/self/fdinfo/${fd}`));
    if (flags === null || (Number.parseInt(flags[1]!, 8) & ACCESS_MODE) !== constants.O_RDWR) return false;
    return parentClosed(fd);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EBADF';
  }
}

export function descriptorLimits(): DescriptorLimits {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(readText('/proc/self/limits'))?.[1];
  const limit = soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft ?? USUAL_DESCRIPTOR_LIMIT);
  return { limit, open: countOpenDescriptors() };
}

/** From /proc: process.umask() would set the mask to 0 for a moment, for all threads. */
export function umask(): number {
  const line = /^Umask:\s*([0-7]+)/m.exec(readText('/proc/self/status'));
  return line === null ? process.umask() : Number.parseInt(line[1]!, 8);
}

/** The words of the command line as bytes, the program's own name first; none where there is no /proc. */
export function commandLine(): Uint8Array[] {
  const bytes = readBytes('/proc/self/cmdline');
  const words: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    if (end < 0) return words;
    words.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return words;
}

/** Processors that this process may use: the affinity mask, and the quotas of its cgroup and those above it. At least 1. */
export function usableProcessors(): number {
  let least = availableParallelism();
  for (const line of readText('/proc/self/cgroup').split('\n')) {
    const [, controllers, path] = line.split(':');
    if (path === undefined) continue;
    const isUnified = controllers === '';
    if (!isUnified && !controllers!.split(',').includes('cpu')) continue;
    for (const group of andItsParents(path)) least = Math.min(least, isUnified ? unifiedQuota(group) : legacyQuota(group));
  }
  return Math.max(1, least);
}

/** True where LC_ALL, LC_CTYPE or LANG, the first that is set, names a UTF-8 locale that seems to be installed. */
export function isUtf8Locale(environment: NodeJS.ProcessEnv): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || 'C';
  const parts = /^([^.]+)\.utf-?8(@.*)?$/i.exec(locale);
  if (parts === null) return false;
  const [, name, modifier = ''] = parts;
  // The C library has C.UTF-8 built in; an archive of locales is not looked into.
  return name === 'C' || [`${name}.utf8${modifier}`, 'locale-archive'].some((file) => existsSync(`/usr/lib/locale/${file}`));
}

function countOpenDescriptors(): number {
  try {
    // One of them is the listing's own.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return 0;
  }
}

/** `/a/b` gives `/a/b`, `/a` and the empty path, which is the topmost group. */
function* andItsParents(path: string): Generator<string> {
  for (let rest = path.replace(/\/+$/, ''); ; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    yield rest;
    if (rest === '') return;
  }
}

function unifiedQuota(group: string): number {
  const [quota, period] = readText(`${CGROUPS}${group}/cpu.max`).trim().split(' ');
  return processors(Number(quota), Number(period));
}

function legacyQuota(group: string): number {
  const read = (file: string): number => Number(readText(`${CGROUPS}/cpu${group}/${file}`) || Number.NaN);
  return processors(read('cpu.cfs_quota_us'), read('cpu.cfs_period_us'));
}

/** How many processors keep busy within a quota; no quota ("max", -1, no such file) is no limit. */
function processors(quota: number, period: number): number {
  return quota > 0 && period > 0 ? Math.ceil(quota / period) : Number.POSITIVE_INFINITY;
}

function readText(path: string): string {
  return readBytes(path).toString('latin1');
}

/** A file's content; empty where it cannot be read. */
function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
