/**
 * What -count and -sum add up, and how it is told, as data: what their parsers make and the action compiles.
 *
 * It stands between the language and the actions, which do not know each other.
 */

/** -count, -sum size, -sum blocks: files, bytes, units of 512 bytes. */
export type Measure = 'count' | 'size' | 'blocks';

/** -by: what the files of a group have in common. */
export type GroupKey = 'ext' | 'type' | 'dir' | 'user' | 'depth';

/** What all aggregates of a command line share. Complete once all words are read: -by and -json may stand behind the -sum they mean. */
export interface Aggregation {
  /** Null: everything is one group. */
  readonly by: GroupKey | null;
  /** A bare -json or -csv beside an aggregate is about its result and prints no files. */
  readonly form: 'plain' | 'json' | 'csv';
  /** There is an aggregate. */
  readonly wanted: boolean;
}
