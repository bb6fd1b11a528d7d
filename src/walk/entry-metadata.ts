/**
 * Answers what tests and actions ask of an entry beyond its status: ACLs, attributes, labels, its file system, its owner's name.
 *
 * In: entries, relative to the open directories that `Lookup` knows. Out: numbers and bytes as `MetadataServices` says. Links are treated as the
 * walk treats them. Where the addon is missing nobody can read attributes: what asks for them fails for each entry, what asks
 * the account database or the mount table does not.
 */

import type { Accounts } from '../ioq/accounts.ts';
import { DT } from '../ioq/layout.ts';
import type { MetadataCalls } from '../ioq/metadata.ts';
import type { Mounts } from '../ioq/mounts.ts';
import { AT_FDCWD } from '../ioq/system.ts';
import type { Entry } from './entry.ts';
import type { Lookup } from './lookup.ts';
import type { MetadataServices } from './metadata.ts';
import { textBytes } from './text-bytes.ts';

const ENOTSUP = 95;

export class EntryMetadata implements MetadataServices {
  readonly #calls: MetadataCalls | null;
  readonly #lookup: Lookup;
  readonly #accounts: Accounts;
  readonly #mounts: () => Mounts | null;

  /** @param mounts - The mount table, where it has been read: whatever needs it has asked for it while parsing. */
  constructor(calls: MetadataCalls | null, lookup: Lookup, accounts: Accounts, mounts: () => Mounts | null) {
    this.#calls = calls;
    this.#lookup = lookup;
    this.#accounts = accounts;
    this.#mounts = mounts;
  }

  hasAcl(entry: Entry): number {
    if (entry.type === DT.link) return 0;
    return this.#ask(entry, (calls, dirfd, name, follow) => calls.hasAcl(dirfd, name, follow, entry.type === DT.directory));
  }

  hasCapabilities(entry: Entry): number {
    if (entry.type === DT.link) return 0;
    return this.#ask(entry, (calls, dirfd, name, follow) => calls.hasCapabilities(dirfd, name, follow));
  }

  hasAttribute(entry: Entry, attribute: Uint8Array | null): number {
    return this.#ask(entry, (calls, dirfd, name, follow) =>
      attribute === null ? calls.hasAttributes(dirfd, name, follow) : calls.hasAttribute(dirfd, name, follow, attribute),
    );
  }

  securityLabel(entry: Entry): Uint8Array | number {
    return this.#ask(entry, (calls, dirfd, name, follow) => calls.securityLabel(dirfd, name, follow));
  }

  fileSystemType(entry: Entry): Uint8Array {
    return this.#mounts()?.typeOf(entry.status) ?? textBytes('unknown');
  }

  hasUser(uid: number): number {
    return existence(this.#accounts.userName(uid));
  }

  hasGroup(gid: number): number {
    return existence(this.#accounts.groupName(gid));
  }

  #ask<Answer>(
    entry: Entry,
    question: (calls: MetadataCalls, dirfd: number, name: Uint8Array, follow: boolean) => Answer,
  ): Answer | number {
    if (this.#calls === null) return -ENOTSUP;
    const dirfd = this.#lookup.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    return question(this.#calls, dirfd, this.#lookup.nameOf(entry), this.#lookup.followFor(entry) !== 0);
  }
}

function existence(name: Uint8Array | null | number): number {
  if (typeof name === 'number') return name;
  return name === null ? 0 : 1;
}
