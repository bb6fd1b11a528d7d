/**
 * Times as the local zone shows them, for millions of files.
 *
 * In: seconds since 1970. Out: calendar fields, the zone's offset and name. The system is asked once for an hour, at both of its ends: where
 * they agree on offset and name so does everything between, and the fields are arithmetic; where they do not (the hour of a change)
 * each time is asked for by itself. A clock is a cursor: its fields are those of the last `moveTo`.
 */

import type { LocaleCalls, LocalTime } from '../../ioq/locale.ts';
import { type CalendarDay, calendarDay, daysSinceEpoch, SECONDS_PER_DAY } from './calendar.ts';

const SECONDS_PER_HOUR = 3600;

/** Hours kept, by their number modulo this; files of one tree mostly are from a few of them. A power of two. */
const KEPT_HOURS = 1024;

/** What holds for a whole hour, or for one time in it. */
interface Zone {
  /** Added to seconds since 1970 it gives what the calendar is made from: the offset, less leap seconds where the zone counts them. */
  readonly shiftSeconds: number;
  readonly offsetSeconds: number;
  readonly name: Uint8Array;
}

export class LocalClock {
  readonly #locale: Pick<LocaleCalls, 'localTime'>;
  readonly #hours: Float64Array = new Float64Array(KEPT_HOURS).fill(Number.NaN);
  readonly #zones: (Zone | null)[] = new Array<Zone | null>(KEPT_HOURS).fill(null);
  #dayNumber = Number.NaN;

  seconds: number = Number.NaN;
  /** The calendar day, shared by all times of one day: it may be kept and compared. */
  day: CalendarDay = calendarDay(0);
  hour = 0;
  minute = 0;
  second = 0;
  /** How far the zone is ahead of UTC. */
  offsetSeconds = 0;
  zoneName: Uint8Array = new Uint8Array(0);

  constructor(locale: Pick<LocaleCalls, 'localTime'>) {
    this.#locale = locale;
  }

  /** @returns 0, or minus an errno: the time has no calendar date; the fields are then those before. */
  moveTo(seconds: number): number {
    if (seconds === this.seconds) return 0;
    const zone = this.#zoneAt(seconds);
    if (typeof zone === 'number') return zone;
    const local = seconds + zone.shiftSeconds;
    const dayNumber = Math.floor(local / SECONDS_PER_DAY);
    if (dayNumber !== this.#dayNumber) {
      this.#dayNumber = dayNumber;
      this.day = calendarDay(dayNumber);
    }
    const secondOfDay = local - dayNumber * SECONDS_PER_DAY;
    this.hour = (secondOfDay / SECONDS_PER_HOUR) | 0;
    this.minute = ((secondOfDay / 60) | 0) % 60;
    this.second = secondOfDay % 60;
    this.offsetSeconds = zone.offsetSeconds;
    this.zoneName = zone.name;
    this.seconds = seconds;
    return 0;
  }

  #zoneAt(seconds: number): Zone | number {
    const hour = Math.floor(seconds / SECONDS_PER_HOUR);
    const slot = ((hour % KEPT_HOURS) + KEPT_HOURS) % KEPT_HOURS;
    if (this.#hours[slot] === hour) return this.#zones[slot] ?? this.#askFor(seconds);
    const zone = this.#askForHour(hour);
    if (typeof zone === 'number') return zone;
    this.#hours[slot] = hour;
    this.#zones[slot] = zone;
    return zone ?? this.#askFor(seconds);
  }

  /** What holds for a whole hour of UTC; null where its ends differ. */
  #askForHour(hour: number): Zone | null | number {
    const first = this.#askFor(hour * SECONDS_PER_HOUR);
    if (typeof first === 'number') return first;
    const last = this.#askFor(hour * SECONDS_PER_HOUR + SECONDS_PER_HOUR - 1);
    if (typeof last === 'number') return last;
    const isSame =
      first.shiftSeconds === last.shiftSeconds &&
      first.offsetSeconds === last.offsetSeconds &&
      Buffer.compare(first.name, last.name) === 0;
    return isSame ? first : null;
  }

  #askFor(seconds: number): Zone | number {
    const time = this.#locale.localTime(seconds);
    if (typeof time === 'number') return time;
    return { shiftSeconds: calendarSeconds(time) - seconds, offsetSeconds: time.offsetSeconds, name: time.zone };
  }
}

/** Seconds from 1970 to a calendar time, were the zone UTC. */
function calendarSeconds({ year, month, day, hour, minute, second }: LocalTime): number {
  return daysSinceEpoch(year, month, day) * SECONDS_PER_DAY + hour * SECONDS_PER_HOUR + minute * 60 + second;
}
