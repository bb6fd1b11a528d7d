/**
 * Runs the tests with an addon that has AddressSanitizer and UndefinedBehaviorSanitizer in:  npm run test:asan [-- WORD...]
 *
 * In: the built project, gcc's libasan; words for vitest, such as files (default: test/e2e, test/ioq, test/walk/library, test/trust). Out:
 * vitest's report, then what the sanitizers have reported of any process, whatever its test thought of it; exit status 1 for either.
 *
 * The tests run in a copy of the project, in build/address/project, whose addon is the variant `address`. The runtime of the sanitizer has
 * to come before all else in a process, so that it is preloaded into every one of them; memory that Node.js itself never gives back is no
 * finding. TSWALK_SANITIZED tells tests that limit address space that they can't: the sanitizer reserves terabytes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('..', import.meta.url));
const PROJECT = join(TOP, 'build/address/project');
const ADDON = 'native/build/Release/tswalk.node';
const DEFAULT = ['test/e2e', 'test/ioq', 'test/walk/library', 'test/trust'];
/** Of a process that a sanitizer has ended: no program of the tests ends so. */
const STATUS = 87;
const LONGEST_REPORT = 6_000;

function fail(text) {
  process.stderr.write(`test-asan: ${text}\n`);
  process.exit(1);
}

function runtime() {
  const { stdout } = spawnSync(process.env.CXX ?? 'c++', ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  const path = stdout?.trim() ?? '';
  return path.startsWith('/') ? path : fail('there is no libasan.so beside the compiler');
}

/** All of the project but what is made or fetched, with links to that. */
function copyProject() {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(PROJECT, { recursive: true });
  for (const name of readdirSync(TOP)) {
    if (name === 'build' || name === '.git') continue;
    if (name === 'node_modules') symlinkSync(join(TOP, name), join(PROJECT, name));
    else
      cpSync(join(TOP, name), join(PROJECT, name), {
        recursive: true,
        filter: (path) => !path.startsWith(join(TOP, 'native/build')),
      });
  }
  mkdirSync(dirname(join(PROJECT, ADDON)), { recursive: true });
  cpSync(join(TOP, 'build/address', ADDON), join(PROJECT, ADDON));
}

const preload = runtime();
const built = spawnSync(process.execPath, [join(TOP, 'scripts/build-native.mjs'), '--variant', 'address'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
copyProject();

const reports = mkdtempSync(join(tmpdir(), 'tswalk-asan-'));
const words = process.argv.slice(2);
const settings = `log_path=${join(reports, 'report')}:exitcode=${STATUS}`;
const env = {
  ...process.env,
  LD_PRELOAD: preload,
  ASAN_OPTIONS: `${settings}:detect_leaks=0:alloc_dealloc_mismatch=0:allocator_may_return_null=1`,
  UBSAN_OPTIONS: `${settings}:print_stacktrace=1`,
  TSWALK_SANITIZED: '1',
};
// Without it all tests would pass over node:fs.
const loads = `process.dlopen({ exports: {} }, ${JSON.stringify(join(PROJECT, ADDON))})`;
if (spawnSync(process.execPath, ['-e', loads], { env, stdio: 'inherit' }).status !== 0) fail('the addon cannot be loaded');

const vitest = join(TOP, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...(words.length > 0 ? words : DEFAULT)], {
  cwd: PROJECT,
  stdio: 'inherit',
  env,
});
// It warns of the stack that a command is started on, too, which is our own.
const found = readdirSync(reports)
  .map((name) => readFileSync(join(reports, name), 'utf8'))
  .filter((report) => /ERROR: |runtime error: /.test(report));
for (const report of found) process.stdout.write(`\n${report.slice(0, LONGEST_REPORT)}\n`);
process.stdout.write(`\n${found.length === 0 ? 'no report' : `${found.length} reports`} of a sanitizer\n`);
rmSync(reports, { recursive: true, force: true });
process.exitCode = status === 0 && found.length === 0 ? 0 : 1;
