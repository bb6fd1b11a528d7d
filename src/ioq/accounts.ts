/**
 * Names of users and groups, and the cache before them.
 *
 * In: ids and names as bytes. Out: names and ids, null where there is no such account, minus an errno where the database cannot be
 * read (which is no answer and is asked again). `AccountCalls` is what the system gives, through NSS where the addon is loaded;
 * it may ask a server over a network. `Accounts` asks once for each id, the missing ones too, until it is told to `forget`:
 * a command that was run may have changed the database.
 */

export interface AccountCalls {
  /** getpwuid(3). */
  userName(uid: number): Uint8Array | null | number;
  /** getgrgid(3). */
  groupName(gid: number): Uint8Array | null | number;
  /** getpwnam(3). */
  userId(name: Uint8Array): number | null;
  /** getgrnam(3). */
  groupId(name: Uint8Array): number | null;
}

type NameLookup = (id: number) => Uint8Array | null | number;

export class Accounts {
  readonly #users: NameCache;
  readonly #groups: NameCache;
  readonly #calls: AccountCalls;

  constructor(calls: AccountCalls) {
    this.#calls = calls;
    this.#users = new NameCache((uid) => calls.userName(uid));
    this.#groups = new NameCache((gid) => calls.groupName(gid));
  }

  userName(uid: number): Uint8Array | null | number {
    return this.#users.get(uid);
  }

  groupName(gid: number): Uint8Array | null | number {
    return this.#groups.get(gid);
  }

  /** The id, null where there is none, or minus an errno. Not cached: it is asked for words of the command line only. */
  userId(name: Uint8Array): number | null {
    return this.#calls.userId(name);
  }

  groupId(name: Uint8Array): number | null {
    return this.#calls.groupId(name);
  }

  forget(): void {
    this.#users.forget();
    this.#groups.forget();
  }
}

/** Names by id. Neighbouring files mostly have one owner, so the last answer is kept aside. */
class NameCache {
  readonly #lookUp: NameLookup;
  readonly #names: Map<number, Uint8Array | null> = new Map();
  #lastId = -1;
  #lastName: Uint8Array | null = null;

  constructor(lookUp: NameLookup) {
    this.#lookUp = lookUp;
  }

  get(id: number): Uint8Array | null | number {
    if (id === this.#lastId) return this.#lastName;
    let name = this.#names.get(id);
    if (name === undefined) {
      const answer = this.#lookUp(id);
      if (typeof answer === 'number') return answer;
      name = answer;
      this.#names.set(id, name);
    }
    this.#lastId = id;
    this.#lastName = name;
    return name;
  }

  forget(): void {
    this.#names.clear();
    this.#lastId = -1;
  }
}
