/**
 * The values of record fields: one writer a field, into a sink, in the form that all kinds of records share.
 *
 * In: a `Field`, what printing needs of the world. Out: a `FieldWriter` that appends raw bytes of names, decimal numbers, ASCII text; what a
 * record does to them (quotes, escapes) is the record's. Most values are those of a -printf directive and are written by its piece.
 * A value that an entry does not have (the target of what is no link, a birth time that was not kept) is `ABSENT`, which is no failure.
 */

import { DT } from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import type { FieldShape, FormatPiece } from '../format.ts';
import { FIELDS, type Field, type FieldName, type FieldStyle, needsStatus } from '../record.ts';
import type { TimeField } from '../status.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import { calendarDay, SECONDS_PER_DAY } from './calendar.ts';
import { nameOffset } from './entry-path.ts';
import { always, PieceCompiler, type PieceWriter } from './printf.ts';
import type { PrintServices } from './services.ts';
import { TimeFormat, type TimeWriter } from './time-format.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

/** Returned by a writer: there is no such value. Errnos are positive. */
const ABSENT = -2;

/** Appends a value. @returns 0, {@link ABSENT}, or an errno; then it has appended nothing. */
export type FieldWriter = (entry: Entry, sink: ByteSink) => number;

export interface CompiledField {
  readonly name: FieldName;
  /** How a reader of a typed format is to take it. `name` and `bytes` may hold any byte, the others are ASCII. */
  readonly kind: 'name' | 'bytes' | 'text' | 'number';
  readonly needsStatus: boolean;
  readonly write: FieldWriter;
}

const PLAIN: FieldShape = { left: false, zero: false, plus: false, space: false, alternate: false, width: 0, precision: -1 };
/** `0644`: four digits at least. */
const FOUR_DIGITS: FieldShape = { ...PLAIN, precision: 4 };

const text = (directive: (FormatPiece & { kind: 'text' })['directive']): FormatPiece => ({
  kind: 'text',
  directive,
  shape: PLAIN,
});

/** The fields that a -printf directive prints. */
const PIECES: Readonly<Partial<Record<FieldName, FormatPiece>>> = {
  path: text('p'),
  name: text('f'),
  dir: text('h'),
  root: text('H'),
  relative: text('P'),
  depth: { kind: 'number', directive: 'd', shape: PLAIN },
  type: text('y'),
  target: text('l'),
  size: text('s'),
  blocks: text('b'),
  mode: { kind: 'number', directive: 'm', shape: FOUR_DIGITS },
  perm: text('M'),
  links: text('n'),
  inode: text('i'),
  device: text('D'),
  user: text('u'),
  group: text('g'),
  uid: text('U'),
  gid: text('G'),
  fstype: text('F'),
};

const TIMES: Readonly<Partial<Record<FieldName, TimeField>>> = { atime: 'a', btime: 'B', ctime: 'c', mtime: 'm' };

const UNITS = ['B', 'K', 'M', 'G', 'T', 'P', 'E'];

/** @param isTerminal - Values go to a terminal as they are: names are escaped. */
export function compileFields(fields: readonly Field[], services: PrintServices, isTerminal: boolean): CompiledField[] {
  const pieces = new PieceCompiler(services, isTerminal, null);
  const times = new TimeFormat(services.locale);
  return fields.map((field) => ({
    name: field.name,
    kind: kindOf(field),
    needsStatus: needsStatus(field),
    write: compileField(field, pieces, times),
  }));
}

function kindOf({ name, style }: Field): CompiledField['kind'] {
  const { kind } = FIELDS[name];
  if (kind === 'size') return style === 'human' ? 'text' : 'number';
  if (kind === 'time') return style === 'epoch' || style === 'seconds' ? 'number' : 'text';
  return kind;
}

function compileField({ name, style }: Field, pieces: PieceCompiler, times: TimeFormat): FieldWriter {
  const time = TIMES[name];
  if (time !== undefined) return compileTime(time, style, times);
  if (name === 'size' && style === 'human') return always(({ status }, sink) => sink.appendAscii(humanSize(status.size)));
  if (name === 'stem' || name === 'ext') return compileNamePart(name);
  const writer: PieceWriter = pieces.compile(PIECES[name]!);
  if (name !== 'target') return writer;
  return (entry, sink) => (entry.type === DT.link ? writer(entry, sink) : ABSENT);
}

/** Bytes with three significant digits at most: `1.5K`. */
export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1023.5 && unit < UNITS.length - 1; unit++) value /= 1024;
  if (unit === 0) return `${bytes}`;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${UNITS[unit]}`;
}

/** Where the extension of a name begins with its dot; the end where it has none. A dot in front of the name begins none. */
export function extensionStart({ bytes, nameStart, nameEnd }: Entry): number {
  const isParent = nameEnd - nameStart === 2 && bytes[nameStart] === DOT && bytes[nameStart + 1] === DOT;
  if (isParent) return nameEnd;
  for (let i = nameEnd - 1; i > nameStart; i--) if (bytes[i] === DOT) return i;
  return nameEnd;
}

function compileNamePart(part: 'stem' | 'ext'): FieldWriter {
  return (entry, sink) => {
    const dot = extensionStart(entry);
    if (part === 'stem') sink.append(entry.bytes, entry.nameStart, dot);
    else if (dot < entry.nameEnd) sink.append(entry.bytes, dot + 1, entry.nameEnd);
    return 0;
  };
}

/** fd's `{.}`: the path up to the extension, without slashes at its end. */
export function appendWithoutExtension(entry: Entry, sink: ByteSink): number {
  const end = entry.spellPath();
  const offset = nameOffset(entry);
  if (entry.path[offset] === SLASH) sink.append(entry.path, 0, end);
  else sink.append(entry.path, 0, offset + extensionStart(entry) - entry.nameStart);
  return 0;
}

function compileTime(field: TimeField, style: FieldStyle | null, times: TimeFormat): FieldWriter {
  const append = timeAppender(style, times);
  return ({ status }, sink) => {
    if (field === 'B' && !status.hasBirthTime) return ABSENT;
    return -append(sink, status.seconds(field), status.nanoseconds(field));
  };
}

function timeAppender(style: FieldStyle | null, times: TimeFormat): TimeWriter {
  switch (style) {
    case 'epoch':
      return times.compilePart('@');
    case 'seconds':
      return (sink, seconds) => {
        sink.appendDecimal(seconds);
        return 0;
      };
    case 'local':
      return compileLocalTime(times, ['Y', '-', 'm', '-', 'd', ' ', 'H', ':', 'M', ':', 'S']);
    case 'date':
      return compileLocalTime(times, ['Y', '-', 'm', '-', 'd']);
    default:
      return appendIsoTime;
  }
}

/** @param parts - Letters of strftime(3), and punctuation. Of the seconds, which come with a fraction, the whole ones. */
function compileLocalTime(times: TimeFormat, parts: readonly string[]): TimeWriter {
  const scratch = new Scratch();
  const writers = parts.map((part) => (/\w/.test(part) ? times.compilePart(part) : null));
  return (sink: ByteSink, seconds: number, nanoseconds: number): number => {
    for (const [place, write] of writers.entries()) {
      if (write === null) {
        sink.appendAscii(parts[place]!);
        continue;
      }
      scratch.length = 0;
      const result = write(scratch, seconds, nanoseconds);
      if (result < 0) return result;
      sink.append(scratch.bytes, 0, parts[place] === 'S' ? 2 : scratch.length);
    }
    return 0;
  };
}

/** `2024-02-29T11:30:00.123456789Z`: what JSON's readers and databases know, to the nanosecond, in no zone but UTC. */
function appendIsoTime(sink: ByteSink, seconds: number, nanoseconds: number): number {
  const dayNumber = Math.floor(seconds / SECONDS_PER_DAY);
  const secondOfDay = seconds - dayNumber * SECONDS_PER_DAY;
  const { year, month, day } = calendarDay(dayNumber);
  if (year >= 0 && year <= 9999) sink.appendPadded(year, 4);
  else sink.appendAscii(`${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`);
  sink.appendAscii('-');
  sink.appendPadded(month, 2);
  sink.appendAscii('-');
  sink.appendPadded(day, 2);
  sink.appendAscii('T');
  sink.appendPadded(Math.floor(secondOfDay / 3600), 2);
  sink.appendAscii(':');
  sink.appendPadded(Math.floor(secondOfDay / 60) % 60, 2);
  sink.appendAscii(':');
  sink.appendPadded(secondOfDay % 60, 2);
  sink.appendAscii('.');
  sink.appendPadded(nanoseconds, 9);
  sink.appendAscii('Z');
  return 0;
}
