/** Streams over real descriptors: sharing, failures, closing (REFERENCE 9.1, 18). */

import { closeSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import type { Output } from '../../../src/walk/action/output.ts';
import { Outputs, type OutputsCalls } from '../../../src/walk/action/outputs.ts';
import { countOpenDescriptors, file, makeTree } from '../../fixture/tree.ts';
import { pathBytes, system } from './entries.ts';

function opened(outputs: Outputs, path: string): Output {
  const number = outputs.openFile(pathBytes(path));
  if (number < 0) throw new Error(`cannot open ${path}: ${number}`);
  return outputs.at(number);
}

/** @param behind - The file that a descriptor is said to be open on. */
function makeOutputs(
  closed: readonly number[] = [],
  behind: Readonly<Record<number, string>> = {},
): { outputs: Outputs; failures: string[] } {
  const failures: string[] = [];
  const calls: OutputsCalls = {
    write: (fd, bytes, start, end) => system.write(fd, bytes, start, end),
    createFile: (path) => system.createFile(path),
    close: (fd) => system.close(fd),
    stat: (dirfd, path, follow, record) => {
      const file = behind[Number(Buffer.from(path).toString().replace('/proc/self/fd/', ''))];
      return system.stat(dirfd, file === undefined ? path : pathBytes(file), follow, record);
    },
    isTerminal: (fd) => system.isTerminal(fd),
    wasClosed: (fd) => closed.includes(fd),
  };
  const outputs = new Outputs(calls, (name, errno) => failures.push(`${Buffer.from(name)}: ${errno}`));
  return { outputs, failures };
}

test('a file is truncated when it is opened, even if nothing is printed to it', async () => {
  await using tree = await makeTree({ old: file({ content: 'old content' }) });
  const { outputs } = makeOutputs();
  opened(outputs, tree.path('old'));
  expect(readFileSync(tree.path('old'), 'utf8')).toBe('');
  outputs.finish();
});

test('two actions on one file share a buffer, whatever its name', async () => {
  await using tree = await makeTree({ out: file() });
  symlinkSync('out', tree.path('alias'));
  const { outputs, failures } = makeOutputs();
  const before = countOpenDescriptors();
  const first = opened(outputs, tree.path('out'));
  const second = opened(outputs, tree.path('alias'));
  const other = opened(outputs, tree.path('other'));
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(countOpenDescriptors()).toBe(before + 2);
  first.appendAscii('1');
  second.appendAscii('2');
  first.appendAscii('3');
  outputs.finish();
  expect(readFileSync(tree.path('out'), 'utf8')).toBe('123');
  expect(countOpenDescriptors()).toBe(before);
  expect(failures).toEqual([]);
});

/** The test's own standard output may be a socket, which cannot be opened by name: a file plays its part. */
test('a file that is really standard output or standard error is that stream', async () => {
  await using tree = await makeTree({ out: file(), err: file() });
  const { outputs } = makeOutputs([], { 1: tree.path('out'), 2: tree.path('err') });
  expect(opened(outputs, tree.path('out'))).toBe(outputs.standardOutput);
  expect(opened(outputs, tree.path('err'))).toBe(outputs.standardError);
  expect(outputs.standardOutput.immediate).toBe(false);
  expect(outputs.standardError.immediate).toBe(true);
});

test('a file that cannot be created is minus an errno', () => {
  const { outputs } = makeOutputs();
  expect(outputs.openFile(pathBytes('/nonexistent/file'))).toBe(-constants.errno.ENOENT);
  expect(outputs.openFile(pathBytes('/'))).toBe(-constants.errno.EISDIR);
});

test('a full disk is reported once, by name, and the rest is dropped', () => {
  const { outputs, failures } = makeOutputs();
  const full = opened(outputs, '/dev/full');
  for (let i = 0; i < 3; i++) {
    full.append(new Uint8Array(100_000));
    full.flush();
  }
  outputs.finish();
  expect(failures).toEqual([`/dev/full: ${constants.errno.ENOSPC}`]);
});

test('nothing is reported of a full disk that is not written to', () => {
  const { outputs, failures } = makeOutputs();
  opened(outputs, '/dev/full');
  outputs.flush();
  outputs.finish();
  expect(failures).toEqual([]);
});

test('standard output that was closed is an error only if something is printed', () => {
  const silent = makeOutputs([1]);
  silent.outputs.finish();
  expect(silent.failures).toEqual([]);

  const printing = makeOutputs([1]);
  printing.outputs.standardOutput.appendByte(0x78);
  printing.outputs.finish();
  expect(printing.failures).toEqual([`(standard output): ${constants.errno.EBADF}`]);
});

/** Node puts the null device in place of a closed descriptor: its identity must not make another stream fail. */
test('the null device does not count as the standard output that it replaces', () => {
  const fd = openSync('/dev/null', 'r+');
  const { outputs } = makeOutputs([1]);
  const sink = opened(outputs, '/dev/null');
  expect(sink).not.toBe(outputs.standardOutput);
  outputs.finish();
  closeSync(fd);
});
