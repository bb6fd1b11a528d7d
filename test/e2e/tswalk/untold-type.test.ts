/** A file system whose directories do not tell types, such as ext2 without its feature `filetype`: they are looked up, whatever the names. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../fixture/backends.ts';
import { run, tswalkCommand } from '../../fixture/run.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tswalk-untold-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** In a mount namespace of its own, beside the mounted image `m`. */
function runMounted(words: readonly string[], env: Record<string, string> = {}) {
  return run(['unshare', '-m', 'sh', '-c', 'mount -o loop image m && exec "$@"', 'sh', ...words], { cwd: scratch, env });
}

const MAKE =
  'truncate -s 4M image && mke2fs -q -t ext2 -O ^filetype image && mkdir m && mount -o loop image m && rmdir m/lost+found && ' +
  `mkdir m/d m/d/é && touch m/plain m/日本 "$(printf 'm/d/\\377')" && ln -s plain m/link && mkfifo m/d/é/fifo`;
const isMade = process.getuid?.() === 0 && run(['unshare', '-m', 'sh', '-c', MAKE], { cwd: scratch }).status === 0;

describe.runIf(isMade).each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  test.each([
    [
      ['-printf', '%y %p\n'],
      ['d m', 'f m/plain', 'f m/日本', 'l m/link', 'd m/d', 'f m/d/\xff', 'd m/d/é', 'p m/d/é/fifo'],
    ],
    [
      ['-type', 'f'],
      ['m/plain', 'm/日本', 'm/d/\xff'],
    ],
    [['-type', 'd', '-empty'], []],
  ])('%j', (words, expected) => {
    const { stdout, stderr } = runMounted([...tswalkCommand(), 'm', ...words], { TSWALK_IO: backend });
    const latin1 = expected.map((line) => (line.endsWith('\xff') ? line : Buffer.from(line).toString('latin1')));
    expect({ stderr: stderr.toString(), lines: stdout.toString('latin1').split('\n').filter(Boolean).sort() }).toEqual({
      stderr: '',
      lines: latin1.sort(),
    });
  });
});
