/**
 * Names of users and groups out of /etc/passwd and /etc/group, where the addon cannot be loaded: no other source (LDAP, SSSD) is asked.
 *
 * Each file is read when it is first needed; one that cannot be read has nobody in it.
 */

import { readFileSync } from 'node:fs';
import type { AccountCalls } from './accounts.ts';

interface Table {
  readonly names: ReadonlyMap<number, Uint8Array>;
  readonly ids: ReadonlyMap<string, number>;
}

/** Names are looked up as text of one character a byte. */
const keyOf = (name: Uint8Array): string => Buffer.from(name).toString('latin1');

function readTable(path: string): Table {
  const names = new Map<number, Uint8Array>();
  const ids = new Map<string, number>();
  let text = '';
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return { names, ids };
  }
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    if (name === undefined || id === undefined || !/^\d+$/.test(id)) continue;
    if (!names.has(Number(id))) names.set(Number(id), Buffer.from(name, 'latin1'));
    if (!ids.has(name)) ids.set(name, Number(id));
  }
  return { names, ids };
}

function once(path: string): () => Table {
  let table: Table | undefined;
  return () => {
    table ??= readTable(path);
    return table;
  };
}

const users = once('/etc/passwd');
const groups = once('/etc/group');

export const fallbackAccounts: AccountCalls = {
  userName: (uid) => users().names.get(uid) ?? null,
  groupName: (gid) => groups().names.get(gid) ?? null,
  userId: (name) => users().ids.get(keyOf(name)) ?? null,
  groupId: (name) => groups().ids.get(keyOf(name)) ?? null,
};
