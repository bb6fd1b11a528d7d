/**
 * What printing actions need of the world beside the entry and its stream.
 *
 * Made by walk.ts for a whole walk and handed to the functions that compile actions. Everything here is asked for while entries are
 * evaluated, on the main thread; answers are values, minus an errno where they are failures.
 */

import type { Accounts } from '../../ioq/accounts.ts';
import type { LocaleCalls } from '../../ioq/locale.ts';
import type { MountedFile } from '../../ioq/mounts.ts';
import type { Entry } from '../entry.ts';

/** What an entry has beside its status; of a link, what the walk's rules make of it. As `MetadataCalls`, by entry. */
export interface EntryMetadata {
  hasAcl(entry: Entry): number;
  securityLabel(entry: Entry): Uint8Array | number;
}

export interface PrintServices {
  readonly locale: LocaleCalls;
  readonly accounts: Accounts;
  readonly metadata: EntryMetadata;
  /** Types of file systems; read beforehand where a format needs them (`mounts` in needsOfFormat). */
  readonly mounts: { typeOf(file: MountedFile): Uint8Array };
  /** The start of the search, whole seconds since 1970. */
  readonly nowSeconds: number;
  /** POSIXLY_CORRECT is set: -ls counts blocks of 512 bytes. */
  readonly posixlyCorrect: boolean;
  /** The locale's characters are UTF-8; matters on terminals only. */
  readonly utf8: boolean;
}
