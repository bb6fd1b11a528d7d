/**
 * Makes dist/ from src/: the command as one CommonJS file, the library in both module kinds, and its declarations.
 *
 * In: src/, node_modules. Out, each only where its entry point exists:
 *   dist/tswalk.cjs                 the command: launch.cjs, which runs
 *   dist/main.cjs                   its bundle (src/cli/main.ts), without the packages below, from
 *   dist/main-*.cache               the code cache of this bundle for this version of Node.js, which code-cache.cjs makes
 *   dist/{commander,chalk,picomatch}.cjs   a package that the command may need; loaded when it does
 *   dist/NAME.cjs                   a module of SELDOM, with what it imports; loaded when one of its functions is called
 *   dist/index.js, dist/index.cjs   the library (src/walk/index.ts)
 *   dist/types/                     its declarations, by `tsc -p tsconfig.build.json`
 * Files are replaced by rename, so that a tswalk that starts meanwhile sees a whole one, old or new. The stamp is written
 * last; while it matches the sources nothing is done. `import.meta.filename` and `import.meta.dirname` work in every output.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const dist = join(top, 'dist');
const stampFile = join(dist, '.stamp');
const ON_DEMAND = ['commander', 'chalk', 'picomatch'];
/**
 * Modules that most runs have no use for. The command's bundle has for each of their exports a function that loads the module when it is
 * called, so they may export functions only, and what is compared by identity (errors that are caught, caches) must not be
 * in them a second time: test/architecture.test.ts holds both.
 */
const SELDOM = [
  'src/cli/debug.ts',
  'src/cli/status-bar.ts',
  'src/walk/action/record.ts',
  'src/walk/expr/primary/extension.ts',
  'src/walk/expr/primary/record.ts',
  'src/walk/expr/primary/smart-case.ts',
  'src/walk/expr/value/duration.ts',
];
const sources = readdirSync(join(top, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(top, join(entry.parentPath, entry.name)))
  .sort();
const scripts = ['build-bundle.mjs', 'launch.cjs', 'code-cache.cjs'].map((name) => `scripts/${name}`);
const settings = [...scripts, 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The commit that is built; empty where git or its directory is not there. */
const commit = spawnSync('git', ['-C', top, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() ?? '';

const stamp = createHash('sha256').update(process.version + process.arch + commit);
for (const file of [...settings, ...sources]) {
  if (existsSync(join(top, file))) stamp.update(`${file}\0`).update(readFileSync(join(top, file)));
}
const wanted = stamp.digest('hex');
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) process.exit(0);

// Only now: loading esbuild costs more than all of the above.
const { build, transform } = await import('esbuild');
const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));

/** Replace a file at once. */
function replaceFile(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}

/** A package is not in the command's bundle, but in a file of its own beside it: parsing it costs every start. */
const onDemand = {
  name: 'on-demand',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${ON_DEMAND.join('|')})$`) }, ({ path }) => ({ path: `./${path}.cjs`, external: true }));
  },
};

/**
 * The functions of these modules of Node's load them when they are called: no start needs `isatty`, whose module brings in
 * the network's and the streams' (2 ms, a tenth of an empty program). Those that Node itself loads at its start are not worth it.
 */
const builtinsOnDemand = {
  name: 'builtins-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:tty$/ }, ({ path, namespace }) =>
      namespace === 'file' ? { path, namespace: 'on-demand' } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: 'on-demand' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => /^[a-z]/.test(name) && name !== 'default');
      const contents = names
        .map((name) => `export const ${name} = (...words) => require('${path}').${name}(...words);`)
        .join('\n');
      return { contents };
    });
  },
};

/** In the place of a module of SELDOM: functions of the same names that load it. */
const modulesOnDemand = {
  name: 'modules-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const file = relative(top, join(resolveDir, path));
      return kind !== 'entry-point' && SELDOM.includes(file) ? { path: file, namespace: 'seldom' } : undefined;
    });
    onResolve({ filter: /.*/, namespace: 'seldom' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'seldom' }, async ({ path }) => {
      const { metafile } = await build({ absWorkingDir: top, entryPoints: [path], format: 'esm', metafile: true, write: false });
      const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
      const file = `./${nameOfSeldom(path)}`;
      return {
        contents: names.map((name) => `export const ${name} = (...words) => require('${file}').${name}(...words);`).join('\n'),
      };
    });
  },
};

/** `src/walk/expr/primary/record.ts` becomes `primary-record.cjs`. */
function nameOfSeldom(path) {
  return `${basename(dirname(path))}-${basename(path, '.ts')}.cjs`;
}

/** Bundle `input` (an entry point, or a source text) into dist/`name`. @returns The imports that were left out of it. */
async function bundle(input, name, format, plugins = []) {
  const isCommonJs = format === 'cjs';
  const result = await build({
    absWorkingDir: top,
    ...(typeof input === 'string' ? { entryPoints: [input] } : { stdin: { ...input, resolveDir: top } }),
    outfile: join(dist, name),
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format,
    // Short to read and to parse. Names and lines stay, so that a stack trace can be understood.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    legalComments: 'inline',
    define: {
      'process.env.TSWALK_VERSION': JSON.stringify(version),
      'process.env.TSWALK_COMMIT': JSON.stringify(commit),
      ...(isCommonJs && { 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' }),
    },
    // In CommonJS `import()` becomes `require()`: waking Node's loader of ES modules takes milliseconds.
    supported: { 'dynamic-import': !isCommonJs },
    plugins,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
  return Object.values(result.metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
}

/** A package as a CommonJS file. What is imported as its default must then be `module.exports` itself. */
function bundlePackage(name) {
  const contents = `const all = require('${name}');\nmodule.exports = 'default' in all ? Object.assign(all.default, all) : all;\n`;
  return bundle({ contents, sourcefile: name }, `${name}.cjs`, 'cjs');
}

/** Launcher and code cache for the bundle as it is now; caches of others go. */
async function makeLauncher() {
  const hash = createHash('sha256')
    .update(readFileSync(join(dist, 'main.cjs')))
    .digest('hex')
    .slice(0, 12);
  const launcher = readFileSync(join(top, 'scripts/launch.cjs'), 'utf8');
  const { code } = await transform(launcher, { platform: 'node', minify: true, define: { BUNDLE_HASH: JSON.stringify(hash) } });
  replaceFile(join(dist, 'tswalk.cjs'), code);
  for (const name of readdirSync(dist)) {
    if (name.endsWith('.cache') && !name.startsWith(`main-${hash}-`)) rmSync(join(dist, name), { force: true });
  }
  const cache = join(dist, `main-${hash}-${process.version}-${process.arch}.cache`);
  // As a shell opens it: tswalk takes a null device that is open for reading as well for a closed output.
  const nowhere = openSync('/dev/null', 'w');
  spawnSync(process.execPath, [join(top, 'scripts/code-cache.cjs'), join(top, 'bin'), '-name', '*.js', '-type', 'f'], {
    env: { ...process.env, TSWALK_CODE_CACHE: cache },
    stdio: ['ignore', nowhere, 'inherit'],
  });
  closeSync(nowhere);
  if (!existsSync(cache)) process.stderr.write('build: no code cache was made; tswalk starts a little slower\n');
}

rmSync(stampFile, { force: true });
try {
  if (existsSync(join(top, 'src/cli/main.ts'))) {
    const imports = new Set(await bundle('src/cli/main.ts', 'main.cjs', 'cjs', [onDemand, builtinsOnDemand, modulesOnDemand]));
    for (const path of SELDOM) {
      for (const left of await bundle(path, nameOfSeldom(path), 'cjs', [onDemand, builtinsOnDemand])) imports.add(left);
    }
    for (const name of ON_DEMAND) {
      if (imports.has(`./${name}.cjs`)) await bundlePackage(name);
    }
    await makeLauncher();
  }
  if (existsSync(join(top, 'src/walk/index.ts'))) {
    await bundle('src/walk/index.ts', 'index.js', 'esm');
    await bundle('src/walk/index.ts', 'index.cjs', 'cjs');
  }
} catch (error) {
  // esbuild has printed its errors already.
  if (!error.errors) throw error;
  process.exit(1);
}

if (existsSync(join(top, 'tsconfig.build.json')) && existsSync(join(top, 'src/walk/index.ts'))) {
  const tsc = join(top, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(top, 'tsconfig.build.json')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
replaceFile(stampFile, wanted);
