/**
 * Makes dist/ from src/: the command as one CommonJS file, the library in both module kinds, and its declarations.
 *
 * In: src/, node_modules. Out, each only where its entry point exists:
 *   dist/main.cjs, dist/late.cjs    the command (src/cli/main.ts) in two parts, see late-modules.mjs; bin/tswalk.js runs the first, from
 *   dist/{main,late}-*.cache        the code cache of each for this version of Node.js, which code-cache.cjs makes
 *   dist/{commander,chalk,picomatch}.cjs   a package that the command may need; loaded when it does
 *   dist/index.js, dist/index.cjs   the library (src/walk/index.ts)
 *   dist/types/, dist/types-cjs/    its declarations, by `tsc -p tsconfig.build.json`, for ES modules and for CommonJS
 * Files are replaced by rename, so that a tswalk that starts meanwhile sees a whole one, old or new. The stamp is written
 * last; while it matches the sources nothing is done. `import.meta.filename` and `import.meta.dirname` work in every output.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';

readOptions(import.meta.url, {});
const top = fileURLToPath(new URL('..', import.meta.url));
const dist = join(top, 'dist');
const stampFile = join(dist, '.stamp');
const ON_DEMAND = ['commander', 'chalk', 'picomatch'];
const sources = readdirSync(join(top, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(top, join(entry.parentPath, entry.name)))
  .sort();
const scripts = ['build-bundle.mjs', 'late-modules.mjs', 'code-cache.cjs'].map((name) => `scripts/${name}`);
const settings = [...scripts, 'bin/tswalk.js', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The commit that is built; empty where git or its directory is not there. */
const commit = spawnSync('git', ['-C', top, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() ?? '';

const stamp = createHash('sha256').update(process.version + process.arch + commit);
for (const file of [...settings, ...sources]) {
  if (existsSync(join(top, file))) stamp.update(`${file}\0`).update(readFileSync(join(top, file)));
}
const wanted = stamp.digest('hex');
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) process.exit(0);

// Only now: loading esbuild costs more than all of the above.
const { build } = await import('esbuild');
const { bundleInTwo } = await import('./late-modules.mjs');
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
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${ON_DEMAND.join('|')})$`) }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'package' } : { path: `./${path}.cjs`, external: true },
    );
    // What cannot wait for `import()` imports the package as a whole, or classes of it: what is called or made loads it.
    onResolve({ filter: /^\.\/.*\.cjs$/, namespace: 'package' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'package' }, async ({ path }) => {
      const { default: all, ...exported } = await import(path);
      const names = Object.keys(all).filter((name) => typeof all[name] === 'function');
      const standIns = names.map((name) => `${name}: (...words) => require('./${path}.cjs').${name}(...words)`);
      const classes = Object.keys(exported).filter((name) => /^class\b/.test(String(exported[name])));
      const makers = classes.map(
        (name) => `export function ${name}(...words) { return new (require('./${path}.cjs').${name})(...words); }`,
      );
      return { contents: [`export default { ${standIns.join(', ')} };`, ...makers].join('\n') };
    });
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

/**
 * Bundle `input`: an entry point, or a source text. @returns The text, the paths of what went into it and of what was left out.
 */
async function bundle(input, format, plugins = []) {
  const isCommonJs = format === 'cjs';
  const result = await build({
    absWorkingDir: top,
    ...(typeof input === 'string' ? { entryPoints: [input] } : { stdin: { ...input, resolveDir: top } }),
    outdir: dist,
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
  const [{ inputs, imports }] = Object.values(result.metafile.outputs);
  const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  return { text: result.outputFiles[0].text, inputs: new Set(used), imports: new Set(imports.map(({ path }) => path)) };
}

/** A package as a CommonJS file. What is imported as its default must then be `module.exports` itself. */
async function bundlePackage(name) {
  const contents = `const all = require('${name}');\nmodule.exports = 'default' in all ? Object.assign(all.default, all) : all;\n`;
  replaceFile(join(dist, `${name}.cjs`), (await bundle({ contents, sourcefile: name }, 'cjs')).text);
}

/** Both parts of the command, and the packages that they need on demand. */
async function bundleCommand() {
  const imports = new Set();
  const { main, late } = await bundleInTwo(top, 'src/cli/main.ts', async (contents, plugin) => {
    const made = await bundle({ contents, sourcefile: 'command.ts', loader: 'ts' }, 'cjs', [plugin, onDemand, builtinsOnDemand]);
    for (const path of made.imports) imports.add(path);
    return made;
  });
  for (const name of ON_DEMAND) {
    if (imports.has(`./${name}.cjs`)) await bundlePackage(name);
  }
  // bin/tswalk.js finds the code caches by the first words of the text: a cache belongs to one text only, V8 compares no more than lengths.
  const hash = createHash('sha256').update(main).update(late).digest('hex').slice(0, 12);
  for (const [name, text] of Object.entries({ late, main })) {
    replaceFile(join(dist, `${name}.cjs`), `/*${hash}*/(function (exports, require, module, __filename, __dirname) {${text}})`);
  }
  for (const name of readdirSync(dist)) {
    if (name.endsWith('.cache') && !name.includes(`-${hash}-`)) rmSync(join(dist, name), { force: true });
  }
  // What each cache holds is what these runs have used.
  makeCodeCache('main', hash, ['-type', 'f', '-name', '*.ts', '-o', '-type', 'd']);
  makeCodeCache('late', hash, ['-printf', '%p %s %m %TY\\n']);
}

function makeCodeCache(name, hash, words) {
  const cache = join(dist, `${name}-${hash}-${process.version}-${process.arch}.cache`);
  // As a shell opens it: tswalk takes a null device that is open for reading as well for a closed output.
  const nowhere = openSync('/dev/null', 'w');
  spawnSync(process.execPath, [join(top, 'scripts/code-cache.cjs'), join(top, 'src'), ...words], {
    env: { ...process.env, TSWALK_CODE_CACHE: cache },
    stdio: ['ignore', nowhere, 'inherit'],
  });
  closeSync(nowhere);
  if (!existsSync(cache)) process.stderr.write('build: no code cache was made; tswalk starts a little slower\n');
}

/**
 * Remove the declarations below `directory` that the one of `entry` does not lead to. Those that are left name each other as the
 * sources do, by `.ts`, which there are none of: they are made to name `.js`.
 */
function keepReachable(directory, entry) {
  const reached = new Set([entry]);
  for (const file of reached) {
    const text = readFileSync(join(directory, file), 'utf8').replace(
      /((?:from |import\()['"])(\.[^'"]+)\.ts(?=['"])/g,
      (_, before, path) => {
        reached.add(join(dirname(file), `${path}.d.ts`));
        return `${before}${path}.js`;
      },
    );
    writeFileSync(join(directory, file), text);
  }
  for (const found of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(found.parentPath, found.name);
    if (found.isFile() && !reached.has(relative(directory, path))) rmSync(path);
  }
}

rmSync(stampFile, { force: true });
try {
  await bundleCommand();
  if (existsSync(join(top, 'src/walk/index.ts'))) {
    replaceFile(join(dist, 'index.js'), (await bundle('src/walk/index.ts', 'esm')).text);
    replaceFile(join(dist, 'index.cjs'), (await bundle('src/walk/index.ts', 'cjs')).text);
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
  keepReachable(join(dist, 'types'), 'walk/index.d.ts');
  // The same for whoever calls require(): a declaration is of the kind that the nearest package.json says.
  rmSync(join(dist, 'types-cjs'), { recursive: true, force: true });
  cpSync(join(dist, 'types'), join(dist, 'types-cjs'), { recursive: true });
  replaceFile(join(dist, 'types-cjs/package.json'), '{ "type": "commonjs" }\n');
}
replaceFile(stampFile, wanted);
