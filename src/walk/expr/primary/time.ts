/**
 * Tests on a file's times: ages, comparison with another file or an instant, and -used. REFERENCE.md 6.
 *
 * Instants are seconds and nanoseconds apart, compared exactly; ages are whole seconds, floored.
 */

import type { Entry, Matcher } from '../../entry.ts';
import type { TimeField } from '../../status.ts';
import { textBytes } from '../../text-bytes.ts';
import type { AgeTest, Expression, Instant, NewerTest, UsedTest } from '../ast.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { compileAge, parseDays, parseMinutes } from '../value/age.ts';
import { compileComparison, parseComparison } from '../value/comparison.ts';
import { instantBefore } from '../value/duration.ts';
import { parseTimestamp } from '../value/timestamp.ts';
import { ValueError } from '../value/value-error.ts';
import { referenceStatus } from './status.ts';

const SECONDS_PER_DAY = 86_400;
const TIME_FIELDS = 'acmB';
const NO_BIRTH_TIME = "Couldn't get file birth time";

/** -Xmin N, -Xtime N. */
export function parseAge(field: TimeField, unit: 'minutes' | 'days'): PrimaryParser {
  const parse = unit === 'minutes' ? parseMinutes : parseDays;
  return (item) => {
    const value = item.value();
    const age = item.parseValue(() => parse(value));
    return { kind: 'test', test: 'age', ...item.written(), field, age, now: item.context.now };
  };
}

export function compileAgeTest({ field, age, now }: AgeTest): Matcher {
  const compare = compileAge(age);
  return requireTime(field, ({ status }) => {
    const seconds = now.seconds - status.seconds(field);
    return compare(now.nanoseconds < status.nanoseconds(field) ? seconds - 1 : seconds);
  });
}

/** -newer, -anewer, -cnewer, -Bnewer: against the reference file's time of modification. */
export function parseNewer(field: TimeField): PrimaryParser {
  return (item) => newerTest(item, field, referenceTime(item, item.value(), 'm'));
}

/** -since and its kin: against a timestamp. */
export function parseSince(field: TimeField): PrimaryParser {
  return (item) => newerTest(item, field, timestamp(item, item.value()));
}

/** -changed-within and -changed-before: against a time so long before now, or a date. */
export function parseChanged(earlier: boolean): PrimaryParser {
  return (item) => {
    const { context } = item;
    const word = item.value('a span of time');
    const reference = instantBefore(context.now, word, context.host) ?? timestampOrSpan(item, word);
    return { kind: 'test', test: 'newer', ...item.written(), field: 'm', reference, earlier };
  };
}

/** A date that is not on the calendar is refused, as fd does: what it is carried to would surprise a -delete. */
function timestampOrSpan(item: Item, word: Uint8Array): Instant {
  try {
    return { seconds: Number(parseTimestamp(word, item.context.host.localToSeconds, false)), nanoseconds: 0 };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw item.error('invalid-time-span', 'item');
  }
}

/** -newerXY. The length is looked at first, then the value, X, Y and only then the file. */
export function parseNewerXY(item: Item): Expression {
  const letters = item.name.slice('-newer'.length);
  if (letters.length !== 2) throw item.error('malformed-newer', 'name', textBytes(item.name));
  const value = item.value();
  const [x, y] = [letters[0]!, letters[1]!];
  if (!isTimeField(x)) throw item.error('unknown-newer-x', 'item', textBytes(x));
  if (!isTimeField(y) && y !== 't') throw item.error('unknown-newer-y', 'item', textBytes(y));
  return newerTest(item, x, y === 't' ? timestamp(item, value) : referenceTime(item, value, y));
}

function newerTest(item: Item, field: TimeField, reference: Instant): Expression {
  return { kind: 'test', test: 'newer', ...item.written(), field, reference };
}

function isTimeField(letter: string): letter is TimeField {
  return TIME_FIELDS.includes(letter);
}

function referenceTime(item: Item, path: Uint8Array, field: TimeField): Instant {
  const status = referenceStatus(item, path);
  if (field === 'B' && !status.hasBirthTime) throw item.error('no-birth-time', 'value');
  return { seconds: status.seconds(field), nanoseconds: status.nanoseconds(field) };
}

function timestamp(item: Item, value: Uint8Array): Instant {
  const seconds = item.parseValue(() => parseTimestamp(value, item.context.host.localToSeconds));
  return { seconds: Number(seconds), nanoseconds: 0 };
}

export function compileNewer({ field, reference, earlier }: NewerTest): Matcher {
  const { seconds, nanoseconds } = reference;
  if (earlier) {
    return requireTime(field, ({ status }) => {
      const own = status.seconds(field);
      return own < seconds || (own === seconds && status.nanoseconds(field) < nanoseconds);
    });
  }
  return requireTime(field, ({ status }) => {
    const own = status.seconds(field);
    return own > seconds || (own === seconds && status.nanoseconds(field) > nanoseconds);
  });
}

/** The status, and a birth time where that is what is compared. */
function requireTime(field: TimeField, test: Matcher): Matcher {
  if (field !== 'B') return (entry) => entry.needStatus() && test(entry);
  return (entry) => entry.needStatus() && hasBirthTime(entry) && test(entry);
}

function hasBirthTime(entry: Entry): boolean {
  if (entry.status.hasBirthTime) return true;
  entry.services.fail(entry, 0, NO_BIRTH_TIME);
  return false;
}

export function parseUsed(item: Item): Expression {
  const value = item.value();
  const comparison = item.parseValue(() => parseComparison(value));
  return { kind: 'test', test: 'used', ...item.written(), comparison };
}

/** Days from the last change of the inode to the last access, rounded up; false where it was not accessed since. */
export function compileUsed({ comparison }: UsedTest): Matcher {
  const compare = compileComparison(comparison);
  return (entry) => {
    if (!entry.needStatus()) return false;
    const { status } = entry;
    const borrow = status.nanoseconds('a') < status.nanoseconds('c') ? 1 : 0;
    const seconds = status.seconds('a') - status.seconds('c') - borrow;
    return seconds >= 0 && compare(Math.ceil(seconds / SECONDS_PER_DAY));
  };
}
