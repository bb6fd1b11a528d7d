/**
 * The order of -sort, as data: what its parser makes and the actions follow.
 *
 * It stands between the language and the actions, which do not know each other.
 */

export type SortKey =
  | 'name'
  | 'path'
  | 'natural'
  | 'ext'
  | 'type'
  | 'depth'
  | 'size'
  | 'blocks'
  | 'links'
  | 'inode'
  | 'atime'
  | 'btime'
  | 'ctime'
  | 'mtime';

export interface SortOrder {
  readonly key: SortKey;
  /** The greatest first. */
  readonly descending: boolean;
  readonly needsStatus: boolean;
  /** Most records that each stream is to have, the first ones: -limit beside it. Infinity where there is none. */
  readonly limit: number;
}
