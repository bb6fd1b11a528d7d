/**
 * What an entry is sorted by: two numbers and, where these do not decide, bytes.
 *
 * In: an entry. Out: a `SortValue`, filled in place. Numbers are themselves, times their seconds and nanoseconds. Text is compared by its
 * bytes, of which the first twelve are in the numbers, so that most comparisons need not look at it; a name in a locale that collates is
 * the locale's key for it, and `natural` makes one in which runs of digits stand by their value.
 */

import type { LocaleCalls } from '../../ioq/locale.ts';
import type { Entry } from '../entry.ts';
import type { SortOrder } from '../sort-order.ts';
import type { TimeField } from '../status.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import { appendName } from './entry-path.ts';
import { typeLetter } from './mode-text.ts';
import { extensionStart } from './record-field.ts';

const ZERO = 0x30;
const NINE = 0x39;
/** Bytes of text in each number: 48 bits of 53. */
const PREFIX_BYTES = 6;

/** The value of the entry that is at hand. */
export class SortValue {
  high = 0;
  low = 0;
  /** Empty where the numbers say it all. */
  readonly text: Scratch = new Scratch();
}

export type ValueReader = (entry: Entry, value: SortValue) => void;

/** The entry's status is valid where the order needs it. */
export function compileSortValue({ key }: SortOrder, locale: LocaleCalls): ValueReader {
  switch (key) {
    case 'name':
      return ofText(collated(appendName, locale));
    case 'path':
      return ofText(collated(appendPath, locale));
    case 'natural':
      return ofText(natural(appendPath));
    case 'ext':
      return ofText((entry, sink) => {
        const start = Math.min(extensionStart(entry) + 1, entry.nameEnd);
        sink.append(entry.bytes, start, entry.nameEnd);
      });
    case 'type':
      return ofNumber((entry) => typeLetter(entry.type));
    case 'depth':
      return ofNumber((entry) => entry.depth);
    case 'size':
      return ofNumber(({ status }) => status.size);
    case 'blocks':
      return ofNumber(({ status }) => status.blocks);
    case 'links':
      return ofNumber(({ status }) => status.links);
    case 'inode':
      return ofNumber(({ status }) => status.inode);
    case 'atime':
      return ofTime('a');
    case 'btime':
      return ofTime('B');
    case 'ctime':
      return ofTime('c');
    case 'mtime':
      return ofTime('m');
  }
}

function ofNumber(read: (entry: Entry) => number): ValueReader {
  return (entry, value) => {
    value.high = read(entry);
  };
}

function ofTime(field: TimeField): ValueReader {
  return ({ status }, value) => {
    value.high = status.seconds(field);
    value.low = status.nanoseconds(field);
  };
}

function ofText(append: (entry: Entry, sink: ByteSink) => void): ValueReader {
  return (entry, value) => {
    const { text } = value;
    text.length = 0;
    append(entry, text);
    value.high = readPrefix(text, 0);
    value.low = readPrefix(text, PREFIX_BYTES);
  };
}

/** Six bytes as a number that orders as they do; what lies beyond the end counts as zeros. */
function readPrefix({ bytes, length }: Scratch, start: number): number {
  let number = 0;
  for (let i = start; i < start + PREFIX_BYTES; i++) number = number * 256 + (i < length ? bytes[i]! : 0);
  return number;
}

function appendPath(entry: Entry, sink: ByteSink): void {
  sink.append(entry.path, 0, entry.spellPath());
}

function collated(append: (entry: Entry, sink: ByteSink) => void, locale: LocaleCalls): typeof append {
  if (locale.collatesBytes) return append;
  const plain = new Scratch();
  return (entry, sink) => {
    plain.length = 0;
    append(entry, plain);
    sink.append(locale.collationKey(plain.bytes.slice(0, plain.length)));
  };
}

/** In the place of a run of digits: a zero, how many digits it has without zeros in front, and these. Behind it all the text itself. */
function natural(append: (entry: Entry, sink: ByteSink) => void): typeof append {
  const plain = new Scratch();
  return (entry, sink) => {
    plain.length = 0;
    append(entry, plain);
    const { bytes, length } = plain;
    for (let i = 0; i < length; ) {
      if (!isDigit(bytes[i]!)) {
        sink.appendByte(bytes[i++]!);
        continue;
      }
      while (i < length && bytes[i] === ZERO) i++;
      let end = i;
      while (end < length && isDigit(bytes[end]!)) end++;
      sink.appendByte(ZERO);
      sink.appendByte((end - i) >>> 8);
      sink.appendByte((end - i) & 0xff);
      sink.append(bytes, i, end);
      i = end;
    }
    sink.appendByte(0);
    sink.append(bytes, 0, length);
  };
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
