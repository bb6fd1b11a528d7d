/** The lock of a build: one holder at a time, and none once the holder is gone, however it went. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTree } from '../fixture/tree.ts';

const script = join(import.meta.dirname, '../../scripts/build-lock.mjs');

/**
 * A process that locks `directory`, and then runs `code` (which sees `directory` and `release`) with its event loop blocked, as a build
 * does.
 */
function holder(directory: string, code: string): ChildProcess {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { lockDirectory } from ${JSON.stringify(script)};
    const directory = ${JSON.stringify(directory)};
    const note = (text) => appendFileSync(directory + '/notes', text);
    const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const release = await lockDirectory(directory, () => process.stdout.write('waits\\n'));
    process.stdout.write('holds\\n');
    ${code}`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function said(child: ChildProcess): Promise<string> {
  const [text] = (await once(child.stdout!, 'data')) as [Buffer];
  return text.toString();
}

test('of many at once one after the other has it', async () => {
  await using tree = await makeTree({});
  const all = Array.from({ length: 4 }, () => holder(tree.root, `note('<'); sleep(60); note('>'); release();`));
  const statuses = await Promise.all(all.map(async (child) => (await once(child, 'exit'))[0] as number));
  expect([statuses, readFileSync(tree.path('notes'), 'latin1')]).toEqual([[0, 0, 0, 0], '<><><><>']);
}, 60_000);

test('a holder that is killed holds it no longer', async () => {
  await using tree = await makeTree({});
  const first = holder(tree.root, 'sleep(60_000);');
  expect(await said(first)).toBe('holds\n');
  const second = holder(tree.root, `note('second');`);
  expect(await said(second)).toBe('waits\n');
  first.kill('SIGKILL');
  const [status] = (await once(second, 'exit')) as [number];
  expect([status, readFileSync(tree.path('notes'), 'latin1')]).toEqual([0, 'second']);
}, 60_000);

test('another directory has a lock of its own', async () => {
  await using tree = await makeTree({});
  await using other = await makeTree({});
  const first = holder(tree.root, 'sleep(60_000);');
  expect(await said(first)).toBe('holds\n');
  const second = holder(other.root, '');
  expect(await said(second)).toBe('holds\n');
  first.kill('SIGKILL');
  await Promise.all([once(first, 'exit'), once(second, 'exit')]);
}, 60_000);
