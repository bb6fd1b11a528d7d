/**
 * -ls and -fls: a line for each entry, as `ls -dils` prints it (REFERENCE 9.3).
 *
 *     INODE BLOCKS MODE+ LINKS USER GROUP SIZE TIME PATH[ -> TARGET]
 *
 * In: entries. Out: lines in a stream; the matcher is always true. The columns of owners are at least eight wide and stay as wide as the
 * longest name so far, measured on a terminal's columns. Without a status there is no line and the failure is reported.
 */

import { DT } from '../../ioq/layout.ts';
import type { LocaleCalls } from '../../ioq/locale.ts';
import type { EntryPainter } from '../color/entry-painter.ts';
import type { Entry, Matcher } from '../entry.ts';
import type { Status } from '../status.ts';
import { appendAccount } from './account-text.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import { SECONDS_PER_DAY } from './calendar.ts';
import type { PathWriter } from './entry-path.ts';
import { appendForTerminal } from './escape.ts';
import { appendMode } from './mode-text.ts';
import type { Output } from './output.ts';
import { compileShownPath } from './print.ts';
import type { PrintServices } from './services.ts';
import { TimeFormat, type TimeWriter } from './time-format.ts';

const SPACE = 0x20;
const PLUS = 0x2b;
const NEWLINE = 0x0a;
const DELETE = 0x7f;

const INODE_WIDTH = 9;
const BLOCKS_WIDTH = 6;
const LINKS_WIDTH = 2;
const OWNER_WIDTH = 8;
const SIZE_WIDTH = 8;
const DEVICE_WIDTH = 3;

/** Times further from now than these are shown with their year instead of their hour. */
const RECENT_DAYS = 180;
const SOON_DAYS = 1;

/**
 * @param painter - Null where the stream is not coloured.
 * @param link - Makes a link of the path; null: it is none.
 */
export function compileList(
  output: Output,
  services: PrintServices,
  painter: EntryPainter | null = null,
  link: ((shown: PathWriter) => PathWriter) | null = null,
): Matcher {
  const line = new ListLine(output, services, painter, link);
  return (entry) => {
    if (entry.needStatus()) line.append(entry);
    if (output.immediate) output.flush();
    return true;
  };
}

class ListLine {
  readonly #output: Output;
  readonly #services: PrintServices;
  readonly #users: OwnerColumn;
  readonly #groups: OwnerColumn;
  readonly #times: TimeColumn;
  readonly #appendPath: PathWriter;
  readonly #painter: EntryPainter | null;

  constructor(
    output: Output,
    services: PrintServices,
    painter: EntryPainter | null,
    link: ((shown: PathWriter) => PathWriter) | null,
  ) {
    this.#output = output;
    this.#services = services;
    this.#users = new OwnerColumn(services.locale);
    this.#groups = new OwnerColumn(services.locale);
    this.#times = new TimeColumn(services.locale, services.nowSeconds);
    const appendPath = compileShownPath(output, services.utf8, painter);
    this.#appendPath = link === null ? appendPath : link(appendPath);
    this.#painter = painter;
  }

  append(entry: Entry): void {
    const { accounts, metadata, posixlyCorrect } = this.#services;
    const { status } = entry;
    const output = this.#output;
    const normal = this.#painter?.normal ?? null;
    if (normal !== null) output.append(normal);
    appendRight(
      output,
      exact(status.inode, () => status.inodeBig),
      INODE_WIDTH,
    );
    output.appendByte(SPACE);
    appendRight(output, posixlyCorrect ? status.blocks : Math.ceil(status.blocks / 2), BLOCKS_WIDTH);
    output.appendByte(SPACE);
    appendMode(status.mode, output);
    output.appendByte(metadata.hasAcl(entry) === 1 ? PLUS : SPACE);
    output.appendByte(SPACE);
    appendRight(output, status.links, LINKS_WIDTH);
    output.appendByte(SPACE);
    this.#users.append(output, accounts.userName(status.uid), status.uid);
    output.appendByte(SPACE);
    this.#groups.append(output, accounts.groupName(status.gid), status.gid);
    output.appendByte(SPACE);
    appendSize(output, status);
    output.appendByte(SPACE);
    this.#times.append(output, status.seconds('m'));
    if (normal !== null) output.append(this.#painter!.end);
    output.appendByte(SPACE);
    this.#appendNames(entry);
    output.appendByte(NEWLINE);
  }

  /** The path, and what a link says. */
  #appendNames(entry: Entry): void {
    const output = this.#output;
    const { utf8 } = this.#services;
    const painter = this.#painter;
    this.#appendPath(entry, output);
    if (entry.type !== DT.link) return;
    const target = entry.services.readLink(entry);
    if (typeof target === 'number') {
      entry.services.fail(entry, -target);
      return;
    }
    output.appendAscii(' -> ');
    if (painter !== null) painter.appendTarget(entry, target, output);
    else if (output.isTerminal) appendForTerminal(output, target, 0, target.length, utf8);
    else output.append(target);
  }
}

/** Users or groups: left-aligned, as wide as the widest so far. */
class OwnerColumn {
  readonly #locale: Pick<LocaleCalls, 'displayWidth'>;
  readonly #scratch: Scratch = new Scratch();
  #width = OWNER_WIDTH;

  constructor(locale: Pick<LocaleCalls, 'displayWidth'>) {
    this.#locale = locale;
  }

  append(sink: ByteSink, name: Uint8Array | null | number, id: number): void {
    const scratch = this.#scratch;
    scratch.length = 0;
    appendAccount(name, id, scratch);
    const width = this.#measure(scratch.bytes.subarray(0, scratch.length));
    if (width > this.#width) this.#width = width;
    sink.append(scratch.bytes, 0, scratch.length);
    sink.appendRepeated(SPACE, this.#width - width);
  }

  #measure(text: Uint8Array): number {
    const isAscii = text.every((byte) => byte >= SPACE && byte < DELETE);
    return isAscii ? text.length : this.#locale.displayWidth(text);
  }
}

/** `Nov 23 04:32`, or `Dec 14  1991` for what is not from these months; seconds where there is no date. */
class TimeColumn {
  readonly #month: TimeWriter;
  readonly #day: TimeWriter;
  readonly #clockTime: TimeWriter;
  readonly #year: TimeWriter;
  readonly #oldest: number;
  readonly #newest: number;

  constructor(locale: LocaleCalls, nowSeconds: number) {
    const times = new TimeFormat(locale);
    this.#month = times.compilePart('b');
    this.#day = times.compilePart('e');
    this.#clockTime = times.compilePart('R');
    this.#year = times.compilePart('Y');
    this.#oldest = nowSeconds - RECENT_DAYS * SECONDS_PER_DAY;
    this.#newest = nowSeconds + SOON_DAYS * SECONDS_PER_DAY;
  }

  append(sink: ByteSink, seconds: number): void {
    if (this.#month(sink, seconds, 0) < 0) {
      sink.appendDecimal(seconds);
      return;
    }
    sink.appendByte(SPACE);
    this.#day(sink, seconds, 0);
    sink.appendByte(SPACE);
    if (seconds > this.#oldest && seconds < this.#newest) {
      this.#clockTime(sink, seconds, 0);
    } else {
      sink.appendByte(SPACE);
      this.#year(sink, seconds, 0);
    }
  }
}

function appendSize(sink: ByteSink, status: Status): void {
  const type = (status.mode >>> 12) & 15;
  if (type !== DT.char && type !== DT.block) {
    appendRight(
      sink,
      exact(status.size, () => status.sizeBig),
      SIZE_WIDTH,
    );
    return;
  }
  const device = status.rdeviceBig;
  appendRight(sink, majorOf(device), DEVICE_WIDTH);
  sink.appendAscii(', ');
  appendRight(sink, minorOf(device), DEVICE_WIDTH);
}

/** major(3). */
function majorOf(device: bigint): bigint {
  return ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xffff_f000n);
}

/** minor(3). */
function minorOf(device: bigint): bigint {
  return (device & 0xffn) | ((device >> 12n) & 0xffff_ff00n);
}

/** A number as it is, or its bigint where it may have been rounded. */
function exact(value: number, readBig: () => bigint): number | bigint {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : readBig();
}

function appendRight(sink: ByteSink, value: number | bigint, width: number): void {
  const text = String(value);
  if (text.length < width) sink.appendRepeated(SPACE, width - text.length);
  sink.appendAscii(text);
}
