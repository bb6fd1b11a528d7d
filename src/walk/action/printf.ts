/**
 * -printf and -fprintf: a parsed format compiled to closures, one a piece (REFERENCE 9.2).
 *
 * In: a `Format`, a stream, what the pieces need of the world. Out: a matcher, always true. A piece writes straight into the stream; one with
 * a width or a precision, or a path on a terminal, writes into a scratch sink first. A value that cannot be had prints nothing, the
 * other pieces are printed, and one error is reported for the entry, whatever the number of pieces that failed: the status
 * is asked for once, before the first piece, and without it those that need it are passed over.
 *
 * Numbers are exact: where a size or an inode number may exceed 2 ** 53 it is read again as a bigint.
 */

import { constants } from 'node:os';
import { DT } from '../../ioq/layout.ts';
import type { LocaleCalls } from '../../ioq/locale.ts';
import type { EntryPainter } from '../color/entry-painter.ts';
import type { Entry, Matcher } from '../entry.ts';
import { type Format, type FormatPiece, needsOfPiece, type TextDirective } from '../format.ts';
import { Status, type TimeField } from '../status.ts';
import { appendAccount } from './account-text.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import { appendBelowRoot, appendDirectory, appendName, compilePath } from './entry-path.ts';
import { appendForTerminal } from './escape.ts';
import { appendGeneral, appendOctal, appendSigned, appendText, isPlain, isTooWide } from './field-shape.ts';
import { appendMode, typeLetter } from './mode-text.ts';
import type { Output } from './output.ts';
import type { PrintServices } from './services.ts';
import { TimeFormat, type TimeWriter } from './time-format.ts';

const { ENOENT, ENOTDIR, ELOOP, EOVERFLOW } = constants.errno;

/** Beyond this a number read from a status may be rounded. */
const EXACT_LIMIT = Number.MAX_SAFE_INTEGER;

/** Reported instead of an errno's text where a birth time is asked for that the file system does not keep. */
const NO_BIRTH_TIME = -1;
const NO_BIRTH_TIME_TEXT = "Couldn't get file birth time";

/** Appends what one piece prints. @returns 0, or what it failed with: an errno or NO_BIRTH_TIME; then it appended nothing. */
export type PieceWriter = (entry: Entry, sink: ByteSink) => number;

/** Directives whose bytes come from file names, which a terminal must not act on. */
const NAME_DIRECTIVES: ReadonlySet<TextDirective> = new Set(['p', 'f', 'h', 'H', 'P', 'l']);

/** @param painter - Null where the stream is not coloured. */
export function compilePrintf(
  output: Output,
  format: Format,
  services: PrintServices,
  painter: EntryPainter | null = null,
): Matcher {
  const compiler = new PieceCompiler(services, output.isTerminal, painter);
  const stops = format.at(-1)?.kind === 'stop';
  const pieces = stops ? format.slice(0, -1) : format;
  const writers = pieces.map((piece) => compiler.compile(piece));
  const needsStatus = pieces.map((piece) => needsOfPiece(piece).includes('status'));
  const writersWithoutStatus = writers.filter((_, i) => !needsStatus[i]);
  const anyNeedsStatus = needsStatus.includes(true);
  const flushes = stops || output.immediate;

  return (entry) => {
    const hasStatus = !anyNeedsStatus || entry.needStatus();
    const able = hasStatus ? writers : writersWithoutStatus;
    let failure = 0;
    for (let i = 0; i < able.length; i++) {
      const result = able[i]!(entry, output);
      if (result !== 0 && failure === 0) failure = result;
    }
    if (failure !== 0 && hasStatus) report(entry, failure);
    if (flushes) output.flush();
    return true;
  };
}

function report(entry: Entry, failure: number): void {
  if (failure === NO_BIRTH_TIME) entry.services.fail(entry, 0, NO_BIRTH_TIME_TEXT);
  else entry.services.fail(entry, failure);
}

/** Compiles the pieces of one format; they share a clock and a scratch sink. */
export class PieceCompiler {
  readonly #services: PrintServices;
  readonly #isTerminal: boolean;
  readonly #painter: EntryPainter | null;
  readonly #scratch: Scratch = new Scratch();
  readonly #shaped: Scratch = new Scratch();
  readonly #times: TimeFormat;

  constructor(services: PrintServices, isTerminal: boolean, painter: EntryPainter | null) {
    this.#services = services;
    this.#isTerminal = isTerminal;
    this.#painter = painter;
    this.#times = new TimeFormat(services.locale);
  }

  compile(piece: FormatPiece): PieceWriter {
    if (piece.kind === 'literal') return compileLiteral(piece.bytes);
    if (piece.kind === 'stop') return () => 0;
    if (isTooWide(piece.shape)) return () => EOVERFLOW;
    switch (piece.kind) {
      case 'number':
        return compileNumber(piece, this.#services.locale);
      case 'text': {
        const painted = this.#painter !== null && isPlain(piece.shape) ? compilePainted(piece.directive, this.#painter) : null;
        if (painted !== null) return painted;
        const writer = this.#compileText(piece.directive);
        const escapes = this.#isTerminal && NAME_DIRECTIVES.has(piece.directive);
        return escapes ? this.#escaped(this.#shapedBy(piece, writer)) : this.#shapedBy(piece, writer);
      }
      case 'time': {
        const { field } = piece;
        return this.#shapedBy(
          piece,
          compileTime(field, (sink, s, ns) => this.#times.appendWhole(sink, s, ns)),
        );
      }
      case 'time-part':
        return this.#shapedBy(piece, compileTime(piece.field, this.#times.compilePart(piece.part)));
    }
  }

  /** Put a width and a precision around a writer, where there are any. */
  #shapedBy({ shape }: Exclude<FormatPiece, { kind: 'literal' | 'stop' }>, writer: PieceWriter): PieceWriter {
    if (isPlain(shape)) return writer;
    const scratch = this.#scratch;
    return (entry, sink) => {
      scratch.length = 0;
      const result = writer(entry, scratch);
      if (result === 0 || scratch.length > 0) appendText(scratch, shape, sink);
      return result;
    };
  }

  #escaped(writer: PieceWriter): PieceWriter {
    const shaped = this.#shaped;
    const { utf8 } = this.#services;
    return (entry, sink) => {
      shaped.length = 0;
      const result = writer(entry, shaped);
      appendForTerminal(sink, shaped.bytes, 0, shaped.length, utf8);
      return result;
    };
  }

  #compileText(directive: TextDirective): PieceWriter {
    const { accounts, metadata } = this.#services;
    switch (directive) {
      case 'p':
        return always(compilePath());
      case 'f':
        return always(appendName);
      case 'h':
        return always(appendDirectory);
      case 'H':
        return always((entry, sink) => sink.append(entry.root.path));
      case 'P':
        return always(appendBelowRoot);
      case 'y':
        return always((entry, sink) => sink.appendByte(typeLetter(entry.type)));
      case 'Y':
        return compileTargetType();
      case 'l':
        return compileLink((_entry, target, sink) => sink.append(target));
      case 'M':
        return always(({ status }, sink) => appendMode(status.mode, sink));
      case 'u':
        return always(({ status }, sink) => appendAccount(accounts.userName(status.uid), status.uid, sink));
      case 'g':
        return always(({ status }, sink) => appendAccount(accounts.groupName(status.gid), status.gid, sink));
      case 'U':
        return always(({ status }, sink) => sink.appendDecimal(status.uid));
      case 'G':
        return always(({ status }, sink) => sink.appendDecimal(status.gid));
      case 'n':
        return always(({ status }, sink) => sink.appendDecimal(status.links));
      case 'i':
        return always(({ status }, sink) => {
          const { inode } = status;
          if (inode <= EXACT_LIMIT) sink.appendDecimal(inode);
          else sink.appendBigDecimal(status.inodeBig);
        });
      case 'D':
        return always(({ status }, sink) => sink.appendBigDecimal(status.deviceBig));
      case 's':
        return always(({ status }, sink) => {
          const { size } = status;
          if (size >= 0 && size <= EXACT_LIMIT) sink.appendDecimal(size);
          else sink.appendBigDecimal(status.sizeBig);
        });
      case 'b':
        return always(({ status }, sink) => sink.appendDecimal(status.blocks));
      case 'k':
        return always(({ status }, sink) => sink.appendDecimal(Math.ceil(status.blocks / 2)));
      case 'F':
        return always((entry, sink) => sink.append(metadata.fileSystemType(entry)));
      case 'Z':
        return (entry, sink) => {
          const label = metadata.securityLabel(entry);
          if (typeof label === 'number') return -label;
          sink.append(label);
          return 0;
        };
    }
  }
}

/** What has a colour; widths and precisions count bytes, so that what has these has none. */
function compilePainted(directive: TextDirective, painter: EntryPainter): PieceWriter | null {
  switch (directive) {
    case 'p':
      return always(painter.appendPath);
    case 'f':
      return always(painter.appendName);
    case 'h':
      return always(painter.appendDirectory);
    case 'H':
      return always(painter.appendRoot);
    case 'P':
      return always(painter.appendBelowRoot);
    case 'l':
      return compileLink((entry, target, sink) => painter.appendTarget(entry, target, sink));
    default:
      return null;
  }
}

/** A piece that cannot fail, or not beyond the status that has been asked for. */
export function always(append: (entry: Entry, sink: ByteSink) => void): PieceWriter {
  return (entry, sink) => {
    append(entry, sink);
    return 0;
  };
}

function compileLiteral(bytes: Uint8Array): PieceWriter {
  if (bytes.length === 1) {
    const byte = bytes[0]!;
    return always((_entry, sink) => sink.appendByte(byte));
  }
  return always((_entry, sink) => sink.append(bytes));
}

function compileNumber({ directive, shape }: Extract<FormatPiece, { kind: 'number' }>, locale: LocaleCalls): PieceWriter {
  switch (directive) {
    case 'd':
      return isPlain(shape)
        ? always((entry, sink) => sink.appendDecimal(entry.depth))
        : always((entry, sink) => appendSigned(entry.depth, shape, sink));
    case 'm':
      return isPlain(shape)
        ? always(({ status }, sink) => sink.appendOctal(status.mode & 0o7777))
        : always(({ status }, sink) => appendOctal(status.mode & 0o7777, shape, sink));
    case 'S': {
      const point = Buffer.from(locale.decimalPoint).toString('latin1');
      return always(({ status }, sink) => appendGeneral(sparseness(status), shape, point, sink));
    }
  }
}

/** Space taken per byte of size: 1 for an empty file that takes none, infinite for one that takes some. */
function sparseness({ size, blocks }: Status): number {
  if (size === 0) return blocks === 0 ? 1 : Number.POSITIVE_INFINITY;
  return (512 * blocks) / size;
}

function compileTime(field: TimeField, append: TimeWriter): PieceWriter {
  const writer: PieceWriter = ({ status }, sink) => -append(sink, status.seconds(field), status.nanoseconds(field));
  if (field !== 'B') return writer;
  return (entry, sink) => (entry.status.hasBirthTime ? writer(entry, sink) : NO_BIRTH_TIME);
}

/** `%l`: nothing for what is no link. */
function compileLink(append: (entry: Entry, target: Uint8Array, sink: ByteSink) => void): PieceWriter {
  return (entry, sink) => {
    if (entry.type !== DT.link) return 0;
    const target = entry.services.readLink(entry);
    if (typeof target === 'number') return -target;
    append(entry, target, sink);
    return 0;
  };
}

/** `%Y`: the type of what a link leads to; `L` a loop, `N` nothing, `?` not to be found out, which is also a failure. */
function compileTargetType(): PieceWriter {
  const target = new Status();
  return (entry, sink) => {
    if (entry.type !== DT.link && entry.type !== DT.unknown) {
      sink.appendByte(typeLetter(entry.type));
      return 0;
    }
    const errno = -entry.services.statInto(entry, 2, target);
    if (errno === 0) sink.appendByte(typeLetter((target.mode >>> 12) & 15));
    else if (errno === ELOOP) sink.appendAscii('L');
    else if (errno === ENOENT || errno === ENOTDIR) sink.appendAscii('N');
    else {
      sink.appendAscii('?');
      return errno;
    }
    return 0;
  };
}
