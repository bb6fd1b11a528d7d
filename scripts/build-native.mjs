/**
 * Builds the native addon: native/build/Release/tswalk.node, by node-gyp.
 *
 *     node scripts/build-native.mjs [--force] [--variant faults|address|thread]
 *
 * In: native/, node_modules (node-gyp, node-addon-api), a C++20 compiler, make and python3; liburing where pkg-config finds it. Out:
 * the addon; nothing is done where it is newer than all it was made of, and one build at a time in one tree. It says how io_uring got in, or
 * that it did not. A variant is for tests (see binding.gyp); it goes to build/VARIANT/native/build/Release/tswalk.node, for a copy of
 * bin/ and dist/ to be put beside.
 *
 * Headers of Node-API come from the running node's own prefix where they lie there, as most installations have it: there may be no way
 * to download them. One build serves Node 20, 22 and 24: the interface is stable.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockDirectory } from './build-lock.mjs';
import { readOptions } from './options.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'native');
const options = readOptions(import.meta.url, {
  force: { type: 'boolean', default: false },
  variant: { type: 'string', default: '' },
});
/** Where node-gyp builds: it does so where binding.gyp is, so that a variant has links to the sources. */
const NATIVE = options.variant === '' ? SOURCES : join(ROOT, 'build', options.variant, 'native');
const ADDON = join(NATIVE, 'build', 'Release', 'tswalk.node');
const CXX = process.env.CXX ?? 'c++';
const require = createRequire(import.meta.url);

/** The standard output of a command without its line ends, or undefined where it fails. */
function ask(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Whether the addon is newer than the sources, this script, and the packages that make it. */
function isFresh() {
  if (!existsSync(ADDON)) return false;
  const made = statSync(ADDON).mtimeMs;
  const sources = readdirSync(SOURCES, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(SOURCES, entry.name));
  if (options.variant === 'faults') sources.push(join(ROOT, 'test/faults/shim.cc'));
  const packages = ['node-gyp', 'node-addon-api'].map((name) => join(ROOT, 'node_modules', name, 'package.json'));
  return [...sources, ...packages, fileURLToPath(import.meta.url)].every(
    (path) => existsSync(path) && statSync(path).mtimeMs <= made,
  );
}

/** Whether a static archive may become part of a shared object: only if its code is position independent. */
function linksIntoSharedObject(archive, cflags) {
  const directory = mkdtempSync(join(tmpdir(), 'tswalk-build-'));
  try {
    const source = join(directory, 'try.cc');
    writeFileSync(
      source,
      '#include <liburing.h>\nextern "C" int set_up(io_uring* r) { return io_uring_queue_init(1, r, 0) + io_uring_submit(r) + (io_uring_get_probe_ring(r) != nullptr); }\n',
    );
    return ask(CXX, '-shared', '-fPIC', '-Wl,-z,defs', ...cflags, source, archive, '-o', join(directory, 'try.so')) !== undefined;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Where liburing is, as variables for binding.gyp and as words for the user. */
function findUring() {
  const version = ask('pkg-config', '--modversion', 'liburing');
  if (version === undefined) return { cflags: [], library: [], version: '', told: 'without liburing: synchronous workers only' };
  const cflags = ask('pkg-config', '--cflags', 'liburing').split(/\s+/).filter(Boolean);
  const libraries = ask('pkg-config', '--libs', 'liburing').split(/\s+/).filter(Boolean);
  const places = [ask('pkg-config', '--variable=libdir', 'liburing'), dirname(ask(CXX, '-print-file-name=liburing.a') ?? '')];
  const archive = places.map((place) => join(place ?? '', 'liburing.a')).find((path) => path.startsWith('/') && existsSync(path));
  if (archive !== undefined && linksIntoSharedObject(archive, cflags)) {
    return { cflags, version, library: [archive], told: `with liburing ${version}, linked statically` };
  }
  return { cflags, version, library: libraries, told: `with liburing ${version}, linked dynamically` };
}

/** The prefix of the running node where its headers lie in it, as an option for node-gyp. */
function findHeaders() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

function linkSources() {
  rmSync(NATIVE, { recursive: true, force: true });
  mkdirSync(NATIVE, { recursive: true });
  for (const name of readdirSync(SOURCES)) {
    if (name !== 'build') symlinkSync(join(SOURCES, name), join(NATIVE, name));
  }
  const tests = join(NATIVE, '../test');
  if (!existsSync(tests)) symlinkSync(join(ROOT, 'test'), tests);
}

function build() {
  if (options.variant !== '') linkSources();
  const uring = findUring();
  const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
  const defines = [
    `--uring_cflags=${uring.cflags.join(' ')}`,
    `--uring_library=${uring.library.join(' ')}`,
    `--uring_version=${uring.version || 'none'}`,
    `--variant=${options.variant}`,
  ];
  const args = ['rebuild', '-C', NATIVE, '--silent', ...findHeaders(), '--', ...defines.map((define) => `-D${define.slice(2)}`)];
  // node-gyp keeps headers under HOME; where that is empty or missing it would fail before it looks at --nodedir.
  const home = process.env.HOME && existsSync(process.env.HOME) ? {} : { HOME: tmpdir() };
  const env = { ...process.env, ...home };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [nodeGyp, ...args], { encoding: 'utf8', env });
  if (status !== 0) {
    process.stderr.write(
      `${stdout ?? ''}${stderr ?? ''}${error ? `${error}\n` : ''}build-native: the addon could not be built\n`,
    );
    process.exit(1);
  }
  process.stdout.write(`${relative(ROOT, ADDON)}: ${uring.told}\n`);
}

if (options.force || !isFresh()) {
  mkdirSync(NATIVE, { recursive: true });
  const release = await lockDirectory(NATIVE, () => process.stderr.write('build-native: another build is under way, waiting\n'));
  // The other one may have made it.
  if (options.force || !isFresh()) build();
  release();
}
