/** Walks of a tree under attack stay in it: a slice of `npm run attack`, and the proof that the trap would snap. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tswalkCommand } from '../fixture/run.ts';
import { makeLure } from './lure.ts';
import { describeRaid, RAIDS, raidNumber, runRaid } from './raid.ts';

const source = join(import.meta.dirname, 'attacker.c');
const WALKS = 10;

describe.runIf(process.getuid?.() === 0)('a tree whose owner changes it under the walk of root', () => {
  test('leads no walk out of itself', async () => {
    await using lure = await makeLure({ source, seed: 1 });
    for (let at = 0; at < WALKS; at++) {
      const raid = raidNumber(at);
      expect(await runRaid(lure, tswalkCommand(), raid), describeRaid(raid)).toEqual([]);
    }
  });

  test('would be seen to lead out a walk that follows links', async () => {
    await using lure = await makeLure({ source, seed: 2 });
    const raid = { backend: 'sync', options: ['-L'], expression: ['-printf', '%U %p\\n'], descriptors: 1024 } as const;
    const findings = await runRaid(lure, tswalkCommand(), raid);
    expect(findings).toContain('printed "canary"');
    expect(findings).toContain('printed "54321"');
    expect(findings.some((finding) => finding.endsWith(' was read'))).toBe(true);
  });
});

test('every kind of walk comes up', () => {
  expect(new Set(RAIDS.map((_, at) => raidNumber(at))).size).toBe(RAIDS.length);
});
