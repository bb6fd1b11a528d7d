/**
 * Random trees as shell scripts: what finders are compared on, and what a reader of a failing case runs to have the same tree.
 *
 * In: a seed and whether root makes it. Out: a `TreePlan`: entries by path, from which `treeScript` makes the lines for bash. Paths are
 * bytes, written as latin1 text. Every kind of file that can be had is made: odd names, links of all sorts, loops, fifos, sockets, devices,
 * hard links, holes, sizes around the units' edges, modes with set-id bits, owners, times with nanoseconds, attributes.
 * Ages are kept some seconds away from whole minutes, so that two finders that start one after the other agree.
 */

import { Choice } from './choice.ts';

/** Bytes as latin1 text: one character a byte. */
export type Bytes = string;

export type EntryKind = 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device' | 'hard';

export interface TreeEntry {
  readonly path: Bytes;
  readonly kind: EntryKind;
  /** The link's text, or the path of the file that has this second name. */
  readonly target: Bytes;
  readonly sizeBytes: number;
  /** How many of the file's first bytes are written; the rest is a hole. */
  readonly writtenBytes: number;
  readonly mode: number | null;
  readonly owner: string | null;
  /** As touch(1) reads them; null is now. */
  readonly modified: string | null;
  readonly accessed: string | null;
  /** An attribute's name, or `acl`. */
  readonly attribute: string | null;
}

export interface TreePlan {
  readonly seed: number;
  readonly entries: readonly TreeEntry[];
}

export const utf8 = (text: string): Bytes => Buffer.from(text).toString('latin1');

export const isUtf8 = (bytes: Bytes): boolean => utf8(Buffer.from(bytes, 'latin1').toString()) === bytes;

/** A word of bash for bytes, as easy to read as can be. */
export function quote(bytes: Bytes): string {
  if (/^[\w@%+=:,./-]+$/.test(bytes)) return bytes;
  if (/^[ -~]*$/.test(bytes)) return `'${bytes.replaceAll("'", "'\\''")}'`;
  return `$'${bytes.replaceAll(/[^ -&(-[\]-~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
}

const STEMS = [
  'a',
  'b',
  'ab',
  'A',
  'B',
  'foo',
  'Foo.ts',
  '.hidden',
  '..x',
  '...',
  'x.c',
  'x.h',
  'README',
  'a-b',
  'a b',
  '0',
  '10',
];
const ODD = [
  'é', 'É', 'ß', 'ǅ', '日本', '🙂', 'e\u0301', 'İ', 'ſ', 'new\nline', '\n', '\t', ' ', '  lead', 'trail ', '[x]', '[', 'a]b', 'a*', '?', '\\', 'a\\b',
  'a\\', '-name', '--', '-', '(', ')', '!', ',', '{}', '+', ';', '$HOME', '`', "'", '"', '#', '~', '=', '%s', '\x01', '\x7f', '\u0080', '\u00a0', '\u2028',
].map(utf8); // biome-ignore format: one list
const SIZES = [
  0,
  0,
  0,
  1,
  2,
  511,
  512,
  513,
  1023,
  1024,
  1025,
  1536,
  4095,
  4096,
  4097,
  5_000,
  65_536,
  2 ** 20 - 1,
  2 ** 20,
  2 ** 20 + 1,
];
const HUGE = [2 ** 30 - 1, 2 ** 30, 2 ** 30 + 1, 2 ** 31, 2 ** 32 + 1, 2 ** 40];
const MODES = [
  0o644, 0o600, 0o755, 0o777, 0o000, 0o444, 0o222, 0o111, 0o640, 0o4755, 0o2755, 0o1777, 0o7777, 0o6644, 0o1644, 0o020, 0o002,
];
const OWNERS = ['0:0', '1:1', '1000:1000', '65534:65534', '12345:54321', '2:8', '4294967294:7'];
const FAR_TARGETS = [
  'nope',
  '/dev/null',
  '/etc/hostname',
  '/nonexistent/x',
  '/etc/skel',
  '/etc/passwd/x',
  ' ',
  '\xff',
  '/proc/sys/kernel/random',
];
const NEAR_TARGETS = ['.', '..', 'a', 'b', './a', '../a', 'self', '../b', '../../a'];
/** Links to directories multiply the paths under -L. */
const MOST_NEAR_LINKS = 5;
const MINUTE = 60;
const DAY = 86_400;

/** @param isRoot - The maker may chown and make devices. */
export function randomTree(seed: number, isRoot: boolean): TreePlan {
  return { seed, entries: new TreeMaker(new Choice(seed, 1), isRoot).make() };
}

class TreeMaker {
  readonly #choice: Choice;
  readonly #isRoot: boolean;
  readonly #entries: TreeEntry[] = [];
  readonly #files: Bytes[] = [];
  readonly #most: number;
  #nearLinks = 0;

  constructor(choice: Choice, isRoot: boolean) {
    this.#choice = choice;
    this.#isRoot = isRoot;
    this.#most = choice.weighted([[1, 3], [3, 20], [4, 60], [1, 150]]); // biome-ignore format: a table
  }

  make(): readonly TreeEntry[] {
    this.#fill('', this.#choice.between(1, 6));
    return this.#entries;
  }

  #fill(directory: Bytes, depth: number): void {
    const names = new Set<Bytes>();
    const count = this.#choice.weighted([[1, 0], [2, 1], [3, 4], [3, 9], [1, 20]]); // biome-ignore format: a table
    for (let i = directory === '' ? -3 : 0; i < count && this.#entries.length < this.#most; i++) names.add(this.#name());
    for (const name of names) this.#add(`${directory}${name}`, depth);
  }

  #name(): Bytes {
    const choice = this.#choice;
    const kind = choice.below(100);
    if (kind < 45) return choice.of(STEMS);
    if (kind < 60) return `${choice.of(STEMS)}${choice.below(30)}`;
    if (kind < 85) return choice.of(ODD);
    if (kind < 88) return `${choice.of(STEMS)}${'x'.repeat(240)}`.padEnd(255, 'y').slice(0, 255);
    const bytes = choice.times(choice.between(1, 6), () => choice.between(1, 255)).filter((byte) => byte !== 0x2f);
    const name = Buffer.from(bytes).toString('latin1');
    return name === '' || name === '.' || name === '..' ? 'dots' : name;
  }

  #add(path: Bytes, depth: number): void {
    const choice = this.#choice;
    const kind = choice.weighted<EntryKind>([
      [depth > 0 ? 34 : 0, 'directory'], [40, 'file'], [12, 'link'], [3, 'fifo'], [path.length < 60 ? 2 : 0, 'socket'],
      [this.#isRoot ? 2 : 0, 'device'], [this.#files.length > 0 ? 4 : 0, 'hard'],
    ]); // biome-ignore format: a table
    const sizeBytes = kind !== 'file' ? 0 : choice.chance(0.03) ? choice.of(HUGE) : choice.of(SIZES);
    const own = kind !== 'hard' && kind !== 'socket';
    this.#entries.push({
      path,
      kind,
      target: kind === 'hard' ? choice.of(this.#files) : kind === 'link' ? this.#linkTarget(path) : '',
      sizeBytes,
      writtenBytes: choice.chance(0.75) && sizeBytes < 2 ** 22 ? sizeBytes : 0,
      mode: own && kind !== 'link' && choice.chance(0.6) ? this.#mode(kind) : null,
      owner: this.#isRoot && choice.chance(0.3) ? choice.of(OWNERS) : null,
      modified: own && choice.chance(0.8) ? this.#time(kind === 'file' || kind === 'fifo') : null,
      accessed: own && choice.chance(0.5) ? this.#time(true) : null,
      attribute:
        process.arch === 'x64' && (kind === 'file' || kind === 'directory') && choice.chance(0.06)
          ? choice.of(['user.foo', 'user.bar', 'acl'])
          : null,
    });
    if (kind === 'file' || kind === 'fifo') this.#files.push(path);
    if (kind === 'directory') this.#fill(`${path}/`, depth - 1);
  }

  #mode(kind: EntryKind): number {
    const choice = this.#choice;
    if (kind === 'directory') return choice.weighted([[12, 0o755], [1, 0o000], [1, 0o700], [1, 0o444], [1, 0o111], [1, 0o1777], [1, 0o2775], [1, 0o311]]); // biome-ignore format: a table
    return choice.chance(0.8) ? choice.of(MODES) : choice.below(0o10000);
  }

  /** Never out of the tree by `..`: beside it are others. */
  #linkTarget(path: Bytes): Bytes {
    const choice = this.#choice;
    if (choice.chance(0.2) && this.#files.length > 0)
      return `${'../'.repeat(path.split('/').length - 1)}${choice.of(this.#files)}`;
    if (this.#nearLinks >= MOST_NEAR_LINKS || choice.chance(0.5)) return choice.of(FAR_TARGETS);
    this.#nearLinks++;
    if (choice.chance(0.2)) return this.#name();
    return choice.of(NEAR_TARGETS.filter((target) => target.split('..').length <= path.split('/').length));
  }

  /**
   * Some seconds away from the edges of minutes and days; not within the next two days, where finders differ.
   *
   * @param future - Allowed: what is read and was modified in the future has its access time set by each reading.
   */
  #time(future: boolean): string {
    const choice = this.#choice;
    const nanoseconds = choice.chance(0.8) ? `.${String(choice.below(1e9)).padStart(9, '0')}` : '';
    const age = choice.weighted<() => number>([
      [3, () => choice.below(8) * MINUTE + 20],
      [3, () => choice.below(48) * 30 * MINUTE + 20],
      [4, () => choice.below(12) * DAY + choice.below(23) * 3600 + 20],
      [4, () => choice.below(20_000) * DAY + choice.below(DAY)],
      [future ? 1 : 0, () => -(choice.between(3, 400) * DAY + choice.below(DAY / 2))],
    ]); // biome-ignore format: a table
    const fixed = choice.weighted<string | null>([
      [14, null], [1, '@0'], [1, '@-1.5'], [1, '@981173106'], [1, '@981173106.000000001'], [future ? 1 : 0, '@2147483648.5'], [1, '@1000000000.999999999'], [1, '@-86400'],
    ]); // biome-ignore format: a table
    return fixed ?? `AGE ${age()} ${nanoseconds}`;
  }
}

const MAKE_SOCKETS = `perl -MIO::Socket::UNIX -e 'for (@ARGV) { m{^(.*)/(.*)}s; unless (fork) { chdir $1; IO::Socket::UNIX->new(Local => $2, Listen => 1); exit } wait }' --`;
const SET_ATTRIBUTE = `perl -e 'my ($n, $p) = @ARGV; my $v = $n eq "acl" ? pack("VvvVvvVvvVvvVvvV", 2, 1,6,~0, 2,4,7, 4,4,~0, 16,6,~0, 32,4,~0) : "value"; $n = "system.posix_acl_access" if $n eq "acl"; syscall(188, $p, $n, $v, length $v, 0)'`;

/** Lines for bash that make the tree in the current directory. Failures of single entries (a name that is taken) do no harm. */
export function treeScript(plan: TreePlan): string {
  const lines = ['NOW=$(date +%s)', 'umask 022'];
  for (const entry of plan.entries) lines.push(...creationLines(entry));
  const sockets = plan.entries.filter(({ kind }) => kind === 'socket').map(({ path }) => quote(`./${path}`));
  if (sockets.length > 0) lines.push(`${MAKE_SOCKETS} ${sockets.join(' ')}`);
  for (const entry of plan.entries) lines.push(...attributeLines(entry));
  // Modes and times from the leaves upwards: a directory's stay, and its mode does not hinder.
  for (const { path, mode } of [...plan.entries].reverse()) {
    if (mode !== null) lines.push(`chmod ${mode.toString(8)} ${quote(`./${path}`)}`);
  }
  for (const entry of [...plan.entries].reverse()) lines.push(...timeLines(entry));
  // Reading sets access times once (relatime); after that they stay.
  lines.push('chmod 755 .', 'sleep 0.02', "find . -printf '%l' >/dev/null", 'find -L . -maxdepth 12 >/dev/null');
  return `{ ${lines.join('\n')}\n} 2>/dev/null\n`;
}

function creationLines(entry: TreeEntry): string[] {
  const path = quote(`./${entry.path}`);
  switch (entry.kind) {
    case 'file':
      return [
        entry.writtenBytes > 0 ? `head -c ${entry.writtenBytes} /dev/zero | tr '\\0' x >${path}` : `>${path}`,
        ...(entry.sizeBytes > entry.writtenBytes ? [`truncate -s ${entry.sizeBytes} ${path}`] : []),
      ];
    case 'directory':
      return [`mkdir ${path}`];
    case 'link':
      return [`ln -s -- ${quote(entry.target)} ${path}`];
    case 'fifo':
      return [`mkfifo ${path}`];
    case 'device':
      return [`mknod ${path} ${entry.path.length % 2 === 0 ? 'c 1 3' : 'b 7 99'}`];
    case 'hard':
      return [`ln -- ${quote(`./${entry.target}`)} ${path}`];
    case 'socket':
      return [];
  }
}

function attributeLines(entry: TreeEntry): string[] {
  const path = quote(`./${entry.path}`);
  return [
    ...(entry.owner === null ? [] : [`chown -h ${entry.owner} ${path}`]),
    ...(entry.attribute === null ? [] : [`${SET_ATTRIBUTE} ${entry.attribute} ${path}`]),
  ];
}

function timeLines(entry: TreeEntry): string[] {
  const path = quote(`./${entry.path}`);
  const line = (letter: string, time: string | null): string[] => {
    if (time === null) return [];
    const [, age, fraction] = /^AGE (-?\d+) (.*)$/.exec(time) ?? [];
    return [`touch -h -${letter} -d @${age === undefined ? time.slice(1) : `$((NOW - ${age}))${fraction}`} ${path}`];
  };
  return [...line('m', entry.modified), ...line('a', entry.accessed)];
}
