/**
 * What tests and actions may ask of a file beyond its status: access control lists, attributes, labels, the mount table, names of ids.
 *
 * `MetadataServices` is implemented over the addon, which has the system calls; tests implement it with plain values. Links are treated as
 * the walk treats them. Answers are numbers or bytes; failures are values, minus an errno. REFERENCE.md 8.
 */

import type { Entry } from './entry.ts';

export interface MetadataServices {
  /**
   * Has the file an ACL that says more than its permission bits, or a directory a default ACL? A link has none.
   *
   * @returns 1, 0 (also where the file system knows no ACLs), or minus an errno.
   */
  hasAcl(entry: Entry): number;
  /** Has the file capabilities? A link has none. @returns 1, 0 or minus an errno. */
  hasCapabilities(entry: Entry): number;
  /** Has the file the extended attribute `name` (with its namespace), or for null any? @returns 1, 0 or minus an errno. */
  hasAttribute(entry: Entry, name: Uint8Array | null): number;
  /** The SELinux label, without a NUL. @returns minus an errno where there is none. */
  securityLabel(entry: Entry): Uint8Array | number;
  /** The type of the file system that the entry is on, `unknown` where the mount table does not tell. `entry.status` is valid. */
  fileSystemType(entry: Entry): Uint8Array;
  /** Is there a user, or a group, of this id? @returns 1, 0 or minus an errno. */
  hasUser(uid: number): number;
  hasGroup(gid: number): number;
}
