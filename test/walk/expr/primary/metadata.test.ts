/** ACLs, attributes, capabilities, labels, file system types, unknown ids: REFERENCE.md 7 and 8. */

import { describe, expect, test } from 'vitest';
import type { MetadataServices } from '../../../../src/walk/metadata.ts';
import { bytes, complaint, evaluate, text } from '../plain-host.ts';

const EIO = 5;

/** Every question is answered with `answer`. */
function metadata(answer: number, overrides: Partial<MetadataServices> = {}): { compile: { metadata: MetadataServices } } {
  const ask = (): number => answer;
  const services: MetadataServices = {
    hasAcl: ask,
    hasCapabilities: ask,
    hasAttribute: ask,
    securityLabel: ask,
    fileSystemType: () => bytes('unknown'),
    hasUser: ask,
    hasGroup: ask,
    ...overrides,
  };
  return { compile: { metadata: services } };
}

const fields = { status: { uid: 7, gid: 8 } };

describe.each([
  ['-acl', true],
  ['-capable', true],
  ['-xattr', true],
  ['-xattrname user.foo', true],
  ['-nouser', false],
  ['-nogroup', false],
])('%s', (line, whenYes) => {
  test('goes by the answer', () => {
    expect(evaluate(line, fields, metadata(1))).toEqual({ value: whenYes, failures: [] });
    expect(evaluate(line, fields, metadata(0))).toEqual({ value: !whenYes, failures: [] });
  });

  test('a failure is reported and false', () => {
    expect(evaluate(line, fields, metadata(-EIO))).toEqual({ value: false, failures: ['5'] });
  });
});

test('the right thing is asked for', () => {
  const asked: (string | number | null)[] = [];
  const services = metadata(1, {
    hasAttribute: (_entry, name) => asked.push(name === null ? null : text(name)),
    hasUser: (uid) => asked.push(uid),
    hasGroup: (gid) => asked.push(gid),
  });
  evaluate('-xattr -xattrname user.foo ( -nouser -o -nogroup )', fields, services);
  expect(asked).toEqual([null, 'user.foo', 7, 8]);
});

describe('-context', () => {
  test('matches the label', () => {
    const labelled = metadata(0, { securityLabel: () => bytes('system_u:x') });
    expect(evaluate('-context system*', {}, labelled).value).toBe(true);
    expect(evaluate('-context user*', {}, labelled).value).toBe(false);
  });

  test('a file without a label is an error', () => {
    expect(evaluate('-context *', {}, metadata(-EIO))).toEqual({ value: false, failures: ['5'] });
  });
});

describe('-fstype', () => {
  const services = metadata(0, { fileSystemType: () => bytes('ext4') });

  test.each([
    ['ext4', true],
    ['ext', false],
    ['ext45', false],
    ['EXT4', false],
  ])('%s of a file on ext4 is %s', (type, expected) => {
    expect(evaluate(`-fstype ${type}`, fields, services).value).toBe(expected);
  });

  test('is refused without a mount table', () => {
    expect(complaint('-fstype x', { loadMountTable: () => -2 })).toMatchObject({ code: 'mount-table', marked: '-fstype x' });
  });
});

test('-flags has no support on Linux', () => {
  expect(complaint('-flags nodump')).toEqual({
    code: 'missing-platform-support',
    text: 'Missing platform support.',
    marked: '-flags nodump',
  });
});
