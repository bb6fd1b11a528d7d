/**
 * The command `npm run teardown -- --endings 10000 --seed 1`: walks of programs that end at random moments, in every way there is.
 *
 * In: `--endings` (1000), `--seed` (1). Out: each finding of endings.ts with what repeats it, and how many there were; status 1 for findings.
 * Runs of the command that are ended by signals are those of `npm run endure`.
 */

import { readOptions } from '../../scripts/options.mjs';
import { directory, makeTree, wide } from '../fixture/tree.ts';
import { seededRandom } from '../walk/expr/seeded-random.ts';
import { endingsOf, findingsOf, makeProgram, pickEnding } from './endings.ts';

const values = readOptions(import.meta.url, {
  endings: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
});
const AT_ONCE = 2;

const { below } = seededRandom(Number(values.seed));
await using tree = await makeTree({ t: directory(wide({ directories: 40, filesPerDirectory: 10 })) });
await using program = await makeProgram();
const kinds: Record<string, number> = {};
let done = 0;
let findings = 0;
async function work(): Promise<void> {
  while (done < Number(values.endings)) {
    const ending = pickEnding(below);
    done += endingsOf(ending);
    kinds[ending.kind] = (kinds[ending.kind] ?? 0) + endingsOf(ending);
    for (const finding of await findingsOf(program.path, tree.path('t'), ending)) {
      findings++;
      console.log(`${JSON.stringify(ending)}\n  ${finding}`);
    }
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${done} endings ${JSON.stringify(kinds)}, seed ${values.seed}: ${findings} findings`);
process.exitCode = findings > 0 ? 1 : 0;
