/** Fuzzers over whole runs: names of any bytes through directories (packed entries) and through the command line (/proc/self/cmdline). */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { BACKENDS } from '../fixture/backends.ts';
import { records, runTswalk } from '../fixture/run.ts';
import { type FuzzProperty, fuzz, same } from './property.ts';

/** Bytes of a file's name: no slash, no NUL, not `.` or `..`, up to NAME_MAX. */
const name: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 255 }) },
      { weight: 1, arbitrary: fc.constantFrom(...Buffer.from('-\n\\\'"*? .é')) },
    ),
    { minLength: 1, maxLength: 255 },
  )
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x2f ? 0x5f : byte))).toString('latin1'))
  .filter((text) => text !== '.' && text !== '..');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 300 });

function inDirectory(list: readonly string[], check: (directory: string) => void): void {
  const directory = mkdtempSync('/tmp/tswalk-names-');
  try {
    mkdirSync(`${directory}/d`);
    for (const each of list) writeFileSync(Buffer.from(`${directory}/d/${each}`, 'latin1'), '');
    check(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export const NAMES: readonly FuzzProperty[] = [
  fuzz('names come out of a directory as they are, by every backend', names, (list) =>
    inDirectory(list, (cwd) => {
      for (const backend of BACKENDS) {
        const { stdout, stderr } = runTswalk(['d', '-mindepth', '1', '-print0'], { cwd, env: { TSWALK_IO: backend } });
        same(`${backend}: messages`, stderr.toString(), '');
        same(backend, records(stdout, '\0').sort(), list.map((each) => `d/${each}`).sort());
      }
    }),
  ),

  fuzz('names come through the command line as they are', fc.uniqueArray(name, { minLength: 1, maxLength: 20 }), (list) =>
    inDirectory(list, (cwd) => {
      const roots = list.map((each) => Buffer.from(`d/${each}`, 'latin1'));
      const { stdout, stderr } = runTswalk([...roots, '-print0'], { cwd });
      same('messages', stderr.toString(), '');
      same('names', records(stdout, '\0').sort(), list.map((each) => `d/${each}`).sort());
    }),
  ),
];
