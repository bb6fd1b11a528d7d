/**
 * A git repository as far as it decides what is ignored: whether a directory is the top of one, and the rules that hold in all of it.
 *
 * In: a directory's descriptor. Out: a `Repository` with the files `info/exclude` and core.excludesFile, or null where git would
 * see none. Files and directories are opened relative to descriptors. A `.git` that is a file leads to the repository of a worktree or a
 * submodule, whose configuration and `info/exclude` are those of the common directory. gitrepository-layout(5).
 */

import { REQUEST_FOLLOW, REQUEST_TRUSTED, STATUS_BYTES } from '../../ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../../ioq/system.ts';
import { Status } from '../status.ts';
import { expandHome, type IgnoreSettings, readIgnoreSettings } from './git-config.ts';
import { IgnoreFile } from './ignore-file.ts';

export type RepositoryCalls = Pick<SystemCalls, 'openDirectory' | 'openFile' | 'close' | 'stat' | 'read' | 'readLink'>;

export interface Repository {
  /** Rules behind those of .gitignore files, the stronger first. */
  readonly files: readonly IgnoreFile[];
  readonly foldCase: boolean;
}

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const FOLLOW = REQUEST_TRUSTED | REQUEST_FOLLOW;
/** git takes none that is larger. */
const LARGEST_FILE = 100 * 1024 * 1024;

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const DOT_GIT = bytesOf('.git');

/** All of a regular file; null where there is none that can be read. */
export function readFile(calls: RepositoryCalls, dirfd: number, path: Uint8Array, follow: boolean): Uint8Array | null {
  const fd = calls.openFile(dirfd, path, follow);
  if (fd < 0) return null;
  let bytes = new Uint8Array(4096);
  let length = 0;
  let count = 1;
  while (count > 0 && length < LARGEST_FILE) {
    if (length === bytes.length) bytes = grown(bytes);
    count = calls.read(fd, bytes.subarray(length));
    length += Math.max(count, 0);
  }
  calls.close(fd);
  return count === 0 ? bytes.subarray(0, length) : null;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(4 * bytes.length);
  larger.set(bytes);
  return larger;
}

/** The mode of a file, links followed; 0 where there is none. */
function modeOf(calls: RepositoryCalls, dirfd: number, path: Uint8Array): number {
  const record = new Int32Array(STATUS_BYTES / 4);
  const result = calls.stat(dirfd, path, 2, new Uint8Array(record.buffer));
  return result < 0 ? 0 : new Status(record).mode;
}

/** Where a descriptor leads, as an absolute path; null where the system does not tell. */
export function pathOfDescriptor(calls: RepositoryCalls, fd: number): string | null {
  const path = calls.readLink(AT_FDCWD, bytesOf(`/proc/self/fd/${fd}`));
  if (typeof path === 'number') return null;
  const text = textOf(path);
  return text.startsWith('/') ? text : null;
}

/** Finds repositories for one walk. */
export class Repositories {
  readonly #calls: RepositoryCalls;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(calls: RepositoryCalls, environment: NodeJS.ProcessEnv) {
    this.#calls = calls;
    this.#environment = environment;
  }

  /**
   * The repository that the directory is the top of.
   *
   * @param dirfd - The directory, open.
   * @param directory - Its path for messages, with a slash at its end.
   */
  openAt(dirfd: number, directory: Uint8Array): Repository | null {
    const calls = this.#calls;
    const type = modeOf(calls, dirfd, DOT_GIT) & S_IFMT;
    if (type !== S_IFDIR && type !== S_IFREG) return null;
    const isLinked = type === S_IFREG;
    const own = isLinked ? this.#openLinked(dirfd) : calls.openDirectory(dirfd, DOT_GIT, FOLLOW);
    if (own < 0) return null;
    const common = this.#openCommon(own);
    const repository = this.#isRepository(own, common) ? this.#read(dirfd, own, common, isLinked ? null : directory) : null;
    if (common !== own) calls.close(common);
    calls.close(own);
    return repository;
  }

  /** `.git` is a file with one line, `gitdir: PATH`. */
  #openLinked(dirfd: number): number {
    const text = readFile(this.#calls, dirfd, DOT_GIT, true);
    const [, path] = /^gitdir: ([^\n\r]+)/.exec(text === null ? '' : textOf(text)) ?? [];
    return path === undefined ? -1 : this.#calls.openDirectory(dirfd, bytesOf(path), FOLLOW);
  }

  #openCommon(own: number): number {
    const text = readFile(this.#calls, own, bytesOf('commondir'), true);
    const path = text === null ? '' : textOf(text).replace(/[\r\n]+$/, '');
    const common = path === '' ? -1 : this.#calls.openDirectory(own, bytesOf(path), FOLLOW);
    return common < 0 ? own : common;
  }

  /** What git asks of a directory before it believes. */
  #isRepository(own: number, common: number): boolean {
    const isDirectory = (name: string): boolean => (modeOf(this.#calls, common, bytesOf(name)) & S_IFMT) === S_IFDIR;
    const head = readFile(this.#calls, own, bytesOf('HEAD'), true);
    return head !== null && /^(?:ref:\s*refs\/|[0-9a-f]{40})/.test(textOf(head)) && isDirectory('objects') && isDirectory('refs');
  }

  /** @param directory - Where `.git/` is below; null where the common directory is to be named by its own path. */
  #read(top: number, own: number, common: number, directory: Uint8Array | null): Repository {
    const calls = this.#calls;
    const { HOME } = this.#environment;
    const home = HOME ?? null;
    const settings = this.#settings(own, common, home);
    const foldCase = settings.ignoreCase;
    const files: IgnoreFile[] = [];
    const add = (bytes: Uint8Array | null, source: string): void => {
      const file = bytes === null ? null : new IgnoreFile(bytes, bytesOf(source), 0, foldCase);
      if (file !== null && !file.isEmpty) files.push(file);
    };
    const gitDirectory = directory === null ? `${pathOfDescriptor(calls, common) ?? '.git'}/` : `${textOf(directory)}.git/`;
    add(readFile(calls, common, bytesOf('info/exclude'), true), `${gitDirectory}info/exclude`);
    const excludesFile =
      settings.excludesFile === null ? configHome(this.#environment, 'ignore') : expandHome(settings.excludesFile, home);
    // A relative path is one from the top of the worktree.
    if (excludesFile) add(readFile(calls, top, bytesOf(excludesFile), true), excludesFile);
    return { files, foldCase };
  }

  #settings(own: number, common: number, home: string | null): IgnoreSettings {
    const calls = this.#calls;
    const { GIT_CONFIG_NOSYSTEM, GIT_CONFIG_SYSTEM, GIT_CONFIG_GLOBAL } = this.#environment;
    const gitDirectory = pathOfDescriptor(calls, own) ?? '';
    const repositoryDirectory = pathOfDescriptor(calls, common) ?? '';
    const files: string[] = [];
    if (!/^(?:1|true|yes|on)$/i.test(GIT_CONFIG_NOSYSTEM ?? '')) files.push(GIT_CONFIG_SYSTEM ?? '/etc/gitconfig');
    if (GIT_CONFIG_GLOBAL !== undefined) files.push(GIT_CONFIG_GLOBAL);
    else {
      const inConfigHome = configHome(this.#environment, 'config');
      if (inConfigHome !== null) files.push(inConfigHome);
      if (home !== null) files.push(`${home}/.gitconfig`);
    }
    files.push(`${repositoryDirectory}/config`);
    return readIgnoreSettings(files, {
      home,
      gitDirectory,
      read: (path) => {
        const isOwn = path === `${repositoryDirectory}/config`;
        const bytes = isOwn ? readFile(calls, common, bytesOf('config'), true) : readFile(calls, AT_FDCWD, bytesOf(path), true);
        return bytes === null ? null : textOf(bytes);
      },
    });
  }
}

/** A file of git's in the user's directory for configurations. */
function configHome({ XDG_CONFIG_HOME, HOME }: NodeJS.ProcessEnv, name: string): string | null {
  if (XDG_CONFIG_HOME) return `${XDG_CONFIG_HOME}/git/${name}`;
  return HOME === undefined ? null : `${HOME}/.config/git/${name}`;
}
