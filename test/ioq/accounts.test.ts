/** Users and groups: the addon against getent(1), and what the cache asks. */

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type AccountCalls, Accounts } from '../../src/ioq/accounts.ts';
import { openEngine } from '../../src/ioq/open.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (answer: Uint8Array | null | number): string | null | number =>
  answer instanceof Uint8Array ? Buffer.from(answer).toString() : answer;

interface Row {
  readonly name: string;
  readonly id: number;
}

function database(name: 'passwd' | 'group'): Row[] {
  const rows = execFileSync('getent', [name], { encoding: 'utf8' }).trim().split('\n');
  return rows.map((row) => ({ name: row.split(':')[0]!, id: Number(row.split(':')[2]) }));
}

describe.each(['sync', 'node'] as const)('%s', (backend) => {
  const { accounts } = openEngine(backend, '');

  test('every account of the database is found by name and by id', () => {
    for (const { name, id } of database('passwd')) {
      expect(accounts.userId(bytes(name))).toBe(id);
      expect(text(accounts.userName(id))).not.toBeNull();
    }
    for (const { name, id } of database('group')) {
      expect(accounts.groupId(bytes(name))).toBe(id);
      expect(text(accounts.groupName(id))).not.toBeNull();
    }
    expect(text(accounts.userName(0))).toBe('root');
    expect(text(accounts.groupName(0))).toBe('root');
  });

  test('who is not there is null', () => {
    expect(accounts.userName(3_999_999_999)).toBeNull();
    expect(accounts.groupName(3_999_999_999)).toBeNull();
    expect(accounts.userId(bytes('no such user'))).toBeNull();
    expect(accounts.groupId(bytes(''))).toBeNull();
    expect(accounts.userId(Uint8Array.of(0xff))).toBeNull();
  });
});

describe('the cache', () => {
  function counted(answer: (uid: number) => Uint8Array | null | number): { accounts: Accounts; asked: number[] } {
    const asked: number[] = [];
    const calls: AccountCalls = {
      userName: (uid) => {
        asked.push(uid);
        return answer(uid);
      },
      groupName: () => null,
      userId: () => null,
      groupId: () => null,
    };
    return { accounts: new Accounts(calls), asked };
  }

  test('asks once for each id, also for those that nobody has', () => {
    const { accounts, asked } = counted((uid) => (uid === 2 ? null : bytes(`u${uid}`)));
    for (const uid of [1, 1, 2, 1, 2, 2, 3, 2, 1]) expect(text(accounts.userName(uid))).toBe(uid === 2 ? null : `u${uid}`);
    expect(asked).toEqual([1, 2, 3]);
  });

  test('asks again after it has been told to forget', () => {
    const { accounts, asked } = counted(() => null);
    accounts.userName(1);
    accounts.forget();
    accounts.userName(1);
    expect(asked).toEqual([1, 1]);
  });

  test('asks again after a failure', () => {
    const { accounts, asked } = counted(() => -5);
    expect(accounts.userName(1)).toBe(-5);
    expect(accounts.userName(1)).toBe(-5);
    expect(asked).toEqual([1, 1]);
  });
});
