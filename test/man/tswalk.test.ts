/**
 * The manual page is the contract with the user: it has an entry for every name in the table of primaries, and for no other.
 *
 * In: man/tswalk.1 (mdoc) and the table. Whether it is well-formed is asked of mandoc where that is installed.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allPrimaries } from '../../src/walk/expr/primaries.ts';

const page = join(import.meta.dirname, '../../man/tswalk.1');

/** The names with an entry in the section PRIMARIES: `Fl name`, and operators, `Cm \&(`. */
function namesInManual(): string[] {
  const section = /^\.Sh PRIMARIES\n([\s\S]*?)^\.Sh /m.exec(readFileSync(page, 'utf8'))![1]!;
  const entries = section.split('\n').filter((line) => line.startsWith('.It '));
  return entries.flatMap((entry) => {
    const flags = entry.replaceAll(' Ns Ar XY', 'XY').matchAll(/\bFl ([\w-]+)/g);
    const operators = entry.matchAll(/\bCm \\&([(),!])/g);
    return [...[...flags].map((match) => `-${match[1]}`), ...[...operators].map((match) => match[1]!)];
  });
}

test('the manual has an entry for every name in the table, and for no other', () => {
  const inTable = allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]);
  // `--` is no primary: it is skipped.
  const inManual = namesInManual().filter((name) => name !== '--');
  expect([...new Set(inManual)].sort()).toEqual([...new Set(inTable)].sort());
});

test.skipIf(spawnSync('mandoc', ['-h']).error !== undefined)('mandoc finds nothing wrong with the manual', () => {
  const { stdout } = spawnSync('mandoc', ['-T', 'lint', page], { encoding: 'utf8' });
  // Whether other manuals are installed is not this one's fault.
  const complaints = stdout.split('\n').filter((line) => line !== '' && !line.includes('referenced manual not found'));
  expect(complaints).toEqual([]);
});
