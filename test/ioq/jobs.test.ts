/** Programs side by side: started, awaited one by one, their output in files in memory. */

import { afterEach, describe, expect, test } from 'vitest';
import { loadBinding } from '../../src/ioq/binding.ts';
import { exitOf, type JobCalls } from '../../src/ioq/processes.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { countOpenDescriptors } from '../fixture/tree.ts';

const loaded = loadBinding();
if ('errors' in loaded) throw new Error(loaded.errors.join('\n'));
const { binding } = loaded;
const jobs: JobCalls = binding.processes.jobs!;

const open: number[] = [];
afterEach(() => {
  for (const fd of open.splice(0)) binding.close(fd);
});

function memoryFile(): number {
  const fd = jobs.createMemoryFile();
  open.push(fd);
  return fd;
}

function start(code: string, output = memoryFile(), errors = memoryFile()): number {
  const words = Buffer.from(['sh', '-c', code, ''].join('\0'));
  return jobs.start(words, words.length, AT_FDCWD, output, errors);
}

function contents(fd: number): string {
  const bytes = new Uint8Array(100);
  const count = jobs.readAt(fd, bytes, 0);
  return Buffer.from(bytes.subarray(0, count)).toString();
}

describe('a program that was started', () => {
  test('writes into its two files, and reads nothing', () => {
    const output = memoryFile();
    const errors = memoryFile();
    const pid = start('cat; echo out; echo err >&2; exit 3', output, errors);
    expect(pid).toBeGreaterThan(0);
    const ended = jobs.awaitOne(true);
    expect(ended?.pid).toBe(pid);
    expect(exitOf(ended!.waitStatus)).toEqual({ status: 3, signal: 0 });
    expect([contents(output), contents(errors)]).toEqual(['out\n', 'err\n']);
  });

  test('is awaited when it ends, whichever was first', () => {
    const slow = start('until [ "$done" ]; do read -r done </dev/null || done=1; sleep 0.2; done');
    const quick = start('exit 5');
    const first = jobs.awaitOne(true);
    expect(first?.pid).toBe(quick);
    expect(jobs.awaitOne(true)?.pid).toBe(slow);
  });

  test('is not waited for unless that is asked for', () => {
    const pid = start('sleep 0.2');
    expect(jobs.awaitOne(false)).toBeNull();
    expect(jobs.awaitOne(true)?.pid).toBe(pid);
    expect(jobs.awaitOne(true)).toBeNull();
  });

  test('leaves no descriptor behind', () => {
    start('true');
    jobs.awaitOne(true);
    const before = countOpenDescriptors();
    for (let i = 0; i < 5; i++) {
      const fd = jobs.createMemoryFile();
      start('true', fd, fd);
      jobs.awaitOne(true);
      binding.close(fd);
    }
    expect(countOpenDescriptors()).toBe(before);
  });
});

test('what cannot be started is an errno at once, and nothing to be awaited', () => {
  const words = Buffer.from('/nonexistent\0');
  expect(jobs.start(words, words.length, AT_FDCWD, memoryFile(), memoryFile())).toBe(-2);
  expect(jobs.awaitOne(true)).toBeNull();
});
