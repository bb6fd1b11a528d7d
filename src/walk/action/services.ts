/**
 * What printing actions need of the world beside the entry and its stream.
 *
 * Made by walk.ts for a whole walk and handed to the functions that compile actions. Everything here is asked for while entries are
 * evaluated, on the main thread; answers are values, minus an errno where they are failures.
 */

import type { Accounts } from '../../ioq/accounts.ts';
import type { LocaleCalls } from '../../ioq/locale.ts';
import type { MetadataServices } from '../metadata.ts';

export interface PrintServices {
  readonly locale: LocaleCalls;
  readonly accounts: Accounts;
  /** The mount table has been read beforehand where a format needs it: `mounts` in needsOfFormat. */
  readonly metadata: Pick<MetadataServices, 'hasAcl' | 'hasCapabilities' | 'securityLabel' | 'fileSystemType'>;
  /** The start of the search, whole seconds since 1970. */
  readonly nowSeconds: number;
  /** POSIXLY_CORRECT is set: -ls counts blocks of 512 bytes. */
  readonly posixlyCorrect: boolean;
  /** The locale's characters are UTF-8; matters on terminals only. */
  readonly utf8: boolean;
}
