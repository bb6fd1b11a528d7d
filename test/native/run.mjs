/**
 * Builds and runs the native tests: every test/native/*.test.cc is a program of its own, in three variants.
 *
 *     node test/native/run.mjs [--only NAME]... [--variant plain|thread|address]... [--verbose]
 *
 * In: the test files. Out: a line for each program, and the output of those that fail; the exit status is 1 where one does.
 * Comments among the first lines of a test file say what it needs besides itself:
 *
 *     // sources: native/fd.cc native/dirent-pack.cc      compiled together with it
 *     // libs: uring                                      through pkg-config; -DTSWALK_HAVE_URING where it is installed
 *     // variants: plain                                  instead of all three
 *
 * Binaries are kept under build/native-tests, and built again when a file they were made of (the compiler lists them) or the
 * command has changed. Two programs at a time: the tests have threads of their own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../../scripts/options.mjs';

const TESTS = dirname(fileURLToPath(import.meta.url));
const ROOT = join(TESTS, '..', '..');
const OUT = join(ROOT, 'build', 'native-tests');
const CXX = process.env.CXX ?? 'g++';
const JOBS = Math.min(2, availableParallelism());

/** A program that runs longer hangs: the slowest take a tenth of it. */
const TIMEOUT_MS = 120_000;

// -fno-exceptions as in the addon: what is tested is what is shipped.
const FLAGS = ['-std=c++20', '-Wall', '-Wextra', '-Werror', '-fno-exceptions', '-pthread', '-g', '-I', ROOT];
const VARIANTS = {
  plain: { flags: ['-O2'], env: {} },
  thread: {
    flags: ['-O1', '-fsanitize=thread'],
    env: { TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1:allocator_may_return_null=1' },
  },
  address: {
    flags: ['-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'],
    env: { ASAN_OPTIONS: 'detect_stack_use_after_return=1:allocator_may_return_null=1', UBSAN_OPTIONS: 'print_stacktrace=1' },
  },
};

/** The values of a `// key: value value` comment in the first lines of a test file; undefined where there is none. */
function readComment(source, key) {
  const head = source.split('\n', 20).join('\n');
  const match = new RegExp(`^// ${key}:(.*)$`, 'm').exec(head);
  return match?.[1].trim().split(/\s+/).filter(Boolean);
}

/** Compiler flags for a library, or none where pkg-config does not know it. */
function findLibrary(name) {
  const { status, stdout } = spawnSync('pkg-config', ['--cflags', '--libs', `lib${name}`], { encoding: 'utf8' });
  if (status !== 0) return [];
  return [`-DTSWALK_HAVE_${name.toUpperCase()}`, ...stdout.trim().split(/\s+/).filter(Boolean)];
}

/** All programs that `only` and `variants` choose: one for each test file and variant. */
function listPrograms(only, variants) {
  const programs = [];
  for (const file of readdirSync(TESTS).sort()) {
    if (!file.endsWith('.test.cc')) continue;
    const name = file.slice(0, -'.test.cc'.length);
    if (only.length > 0 && !only.includes(name)) continue;
    const source = readFileSync(join(TESTS, file), 'utf8');
    const sources = [join(TESTS, file), ...(readComment(source, 'sources') ?? []).map((path) => join(ROOT, path))];
    const libraries = (readComment(source, 'libs') ?? []).flatMap(findLibrary);
    for (const variant of readComment(source, 'variants') ?? Object.keys(VARIANTS)) {
      if (variants.length > 0 && !variants.includes(variant)) continue;
      const binary = join(OUT, `${name}.${variant}`);
      const flags = [...FLAGS, ...VARIANTS[variant].flags, ...libraries];
      programs.push({ name, variant, binary, sources, flags });
    }
  }
  return programs;
}

/** Whether `target` was made by the same command from files that have not changed since. */
function isFresh(target, command, files) {
  try {
    if (readFileSync(`${target}.command`, 'utf8') !== command.join('\n')) return false;
    const made = statSync(target).mtimeMs;
    return files.every((path) => statSync(path).mtimeMs < made);
  } catch {
    return false;
  }
}

/** The files an object was made of, from the rule that the compiler has left beside it: `object: file file \`. */
function readDependencies(object) {
  if (!existsSync(`${object}.d`)) return [];
  const rule = readFileSync(`${object}.d`, 'utf8').replaceAll('\\\n', ' ');
  return rule
    .slice(rule.indexOf(':') + 1)
    .split(/\s+/)
    .filter(Boolean);
}

/** Have the compiler make `target` unless it is fresh. It appears by renaming, so that two runs at once do no harm. */
async function make(target, command, files) {
  if (isFresh(target, command, files)) return { ok: true, output: '' };
  const unfinished = `${target}.${process.pid}`;
  const result = await run(CXX, [...command, '-o', unfinished]);
  if (!result.ok) return result;
  renameSync(unfinished, target);
  writeFileSync(`${target}.command`, command.join('\n'));
  return result;
}

/** Compile and link a program where it is not fresh. */
async function build({ binary, sources, flags }) {
  const objects = [];
  for (const source of sources) {
    const object = `${binary}.${basename(source)}.o`;
    const command = [...flags, '-c', '-MMD', '-MF', `${object}.d`, source];
    const result = await make(object, command, [source, ...readDependencies(object)]);
    if (!result.ok) return result;
    objects.push(object);
  }
  return make(binary, [...objects, ...flags], objects);
}

/** Longest report of a failure; a compiler may write megabytes. */
const REPORT_CHARACTERS = 8_000;

/** Run a command to its end; resolves to its output and whether it succeeded. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, TIMEOUT_MS);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, output: String(error) });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (timedOut) output += `\nkilled after ${TIMEOUT_MS / 1000} s`;
      else if (signal !== null) output += `\nended by ${signal}`;
      resolve({ ok: code === 0, output });
    });
  });
}

/** Set once a ThreadSanitizer program has found the kernel's randomised addresses where its shadow memory must lie. */
let needsFixedAddresses = false;

/** Run a program that has been built, without address randomisation if ThreadSanitizer cannot live with this kernel's. */
async function execute({ binary, variant }) {
  const { env } = VARIANTS[variant];
  if (!needsFixedAddresses || variant !== 'thread') {
    const result = await run(binary, [], env);
    if (result.ok || !result.output.includes('unexpected memory mapping')) return result;
    needsFixedAddresses = true;
  }
  return run('setarch', ['-R', binary], env);
}

const options = readOptions(import.meta.url, {
  only: { type: 'string', multiple: true, default: [] },
  variant: { type: 'string', multiple: true, default: [] },
  verbose: { type: 'boolean', default: false },
});

const programs = listPrograms(options.only, options.variant);
if (programs.length === 0) {
  console.error('no native test is so called');
  process.exitCode = 1;
}
mkdirSync(OUT, { recursive: true });

/** Take programs from the list until it is empty. */
async function work() {
  for (let program = programs.shift(); program !== undefined; program = programs.shift()) {
    let result = await build(program);
    const start = performance.now();
    if (result.ok) result = await execute(program);
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    console.log(`${result.ok ? 'ok' : 'FAILED'} ${program.name} ${program.variant} ${seconds} s`);
    if (!result.ok) process.exitCode = 1;
    if (!result.ok || options.verbose) console.log(result.output.trimEnd().slice(0, REPORT_CHARACTERS));
  }
}

await Promise.all(Array.from({ length: JOBS }, work));
