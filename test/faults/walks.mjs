/**
 * A process of library.mjs: one walk after the other in it, each with another fault, and what is left after each.
 *
 * In: the library, a search as JSON, the file of shim.cc (as TSWALK_FAULT_COUNTS, too), from which run on, and every how many. Out: a line for
 * each run that breaks a promise, then `{"runs": N}`; before each run its number in the file, for whoever finds this process dead or asleep.
 */
import fs, { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Control, canLast, KINDS, noRule, noteProgress, restart } from './kinds.mjs';
import { makeTree } from './prepare.mjs';

const [library, search, file, from, every] = process.argv.slice(2);
const { expression, options, form, removes } = JSON.parse(search);
const { walk, walkSync, count } = createRequire(import.meta.url)(library);
const fd = fs.openSync(file, 'r+');
const control = () => new Control(readFileSync(file));

const FORMS = {
  async sync(say) {
    for (const { path } of walkSync('tree', expression, options)) say(path);
  },
  async async(say) {
    for await (const { path } of walk('tree', expression, options)) say(path);
  },
  async batches(say) {
    for await (const batch of walk.batches('tree', expression, options)) for (const { path } of batch) say(path);
  },
  async count(say) {
    const found = await count('tree', expression, options);
    for (let i = 0; i < found; i++) say('entry');
  },
};

/** Threads but those that the kernel has for a ring, which go when it wants. */
function threads() {
  return readdirSync('/proc/self/task').filter((task) => {
    try {
      return !readFileSync(`/proc/self/task/${task}/comm`, 'latin1').startsWith('iou-');
    } catch {
      return false;
    }
  }).length;
}

const held = () => ({ descriptors: readdirSync('/proc/self/fd').length, threads: threads(), ...control().held });

/** What is held more than `before`: a thread that was waited for is listed for a moment still. */
async function excess(before) {
  for (let tries = 0; ; tries++) {
    const more = Object.entries(held()).filter(([name, number]) => number > before[name]);
    if (more.length === 0) return null;
    if (tries === 100) return more.map(([name, number]) => `${number - before[name]} ${name} left behind`).join(', ');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function run(rule) {
  if (removes) {
    rmSync('tree', { recursive: true, force: true });
    makeTree('.');
  }
  restart(fs, fd, rule);
  const found = [];
  let failure = null;
  try {
    await FORMS[form]((path) => found.push(path));
  } catch (error) {
    failure = error;
  }
  const calls = control();
  restart(fs, fd, noRule);
  return { found, failure, calls };
}

function judge(good, { found, failure }) {
  const left = [...good];
  for (const path of found) {
    const at = left.indexOf(path);
    if (at < 0) return `found ${path}, which is wrong or twice`;
    left.splice(at, 1);
  }
  if (failure === null) return left.length === 0 ? null : `${left.length} entries missing, and no error`;
  if (!(failure instanceof Error) || failure.message === '') return 'an error without words';
  if (failure instanceof TypeError || failure instanceof ReferenceError) return `an error of the program: ${failure.stack}`;
  return null;
}

/** Each fault that the calls of a good walk have a place for. */
function* faults(calls) {
  for (const [number, [name, { all }]] of Object.entries(KINDS).entries()) {
    for (let first = 1; first <= calls[number]; first++) {
      for (const error of all) {
        for (const onwards of canLast(name, error) ? [false, true] : [false]) yield { number, name, first, onwards, error };
      }
    }
  }
}

let good;
let calls = [];
for (let round = 0; round < 4; round++) {
  good = await run(noRule);
  if (good.failure !== null) throw good.failure;
  calls = Object.keys(KINDS).map((_, number) => Math.max(calls[number] ?? 0, good.calls.count(number)));
}
const before = held();
let runs = 0;
let index = 0;
for (const rule of faults(calls)) {
  if (index++ < Number(from) || index % Number(every) !== 0) continue;
  noteProgress(fs, fd, index);
  const outcome = await run(rule);
  runs++;
  const verdict = [judge(good.found, outcome), await excess(before)].filter(Boolean).join('; ');
  if (verdict === '') continue;
  const text = `TSWALK_FAULT=${rule.name}:${rule.first}${rule.onwards ? '+' : ''}:${rule.error}`;
  fs.writeSync(1, `${JSON.stringify({ rule: text, verdict, message: outcome.failure?.message ?? '' })}\n`);
  // The next ones are not to blame.
  Object.assign(before, held());
}
fs.writeSync(1, `${JSON.stringify({ runs })}\n`);
