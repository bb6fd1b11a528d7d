/**
 * The package as users get it: packed, installed into an empty folder without a compiler, a registry or install scripts, and used there as
 * a command, from ES modules, from CommonJS, from TypeScript and within a bundle.
 *
 * `npm pack` runs without its scripts: what `npm run build` and scripts/prebuild.mjs have made is what is packed.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directory, file, makeTree, type Tree } from './fixture/tree.ts';

const top = join(import.meta.dirname, '..');
const MOST_BYTES = 2_000_000;

let place: Tree;
let tarball: string;

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only Node.js and the system's small tools are on PATH: no compiler, no make, no python. */
function run(command: string, words: readonly string[], cwd: string, path: string = place.path('tools')): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    env: { PATH: path, HOME: place.root, LC_ALL: 'C.UTF-8', npm_config_cache: place.path('npm-cache') },
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** A program in the folder where the package is installed. */
function runProgram(name: string, code: string, options: readonly string[] = []): Ran {
  writeFileSync(place.path('app', name), code);
  return run(process.execPath, [...options, name], place.path('app'));
}

beforeAll(async () => {
  place = await makeTree({
    app: directory({
      'package.json': file({ content: '{ "private": true }' }),
      tree: directory({ 'a.ts': file(), b: directory() }),
    }),
    tools: directory(),
  });
  for (const tool of ['sh', 'env']) symlinkSync(`/bin/${tool}`, place.path('tools', tool));
  symlinkSync(process.execPath, place.path('tools/node'));
  expect(spawnSync(process.execPath, [join(top, 'scripts/prebuild.mjs')], { stdio: 'inherit' }).status).toBe(0);
  const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', place.root, top];
  const packed = run('npm', npm, place.root, process.env.PATH);
  expect(packed.stderr).not.toContain('npm error');
  tarball = place.path(JSON.parse(packed.stdout)[0].filename);
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], place.path('app'), process.env.PATH);
  expect(installed.stderr).not.toContain('npm error');
});
afterAll(() => place[Symbol.asyncDispose]());

const installedFile = (...names: string[]): string => place.path('app/node_modules/tswalk', ...names);
const manifest = (): Record<string, unknown> => JSON.parse(readFileSync(installedFile('package.json'), 'utf8'));

describe('the package', () => {
  test('is small, and whole', () => {
    expect(statSync(tarball).size).toBeLessThan(MOST_BYTES);
    const names = readdirSync(installedFile(), { recursive: true }).map(String);
    for (const name of [
      'bin/tswalk.js',
      'dist/main.cjs',
      'dist/index.js',
      'dist/index.cjs',
      'man/tswalk.1',
      'completions/tswalk.bash',
      'completions/_tswalk',
      'completions/tswalk.fish',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'docs/library.md',
      'docs/api.md',
    ]) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => /\.cache$|^src|^test|^native/.test(name))).toEqual([]);
  });

  test('needs nothing else and runs no script when it is installed', () => {
    const { dependencies, scripts } = manifest() as { dependencies?: object; scripts: Record<string, string> };
    expect(dependencies).toBeUndefined();
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    expect(readdirSync(place.path('app/node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['tswalk']);
  });

  test('names only files that are there', () => {
    const leaves = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves);
    const { exports, main, types, man, bin } = manifest();
    for (const path of leaves({ exports, main, types, man, bin })) expect(existsSync(installedFile(path))).toBe(true);
  });
});

describe('the command', () => {
  test('runs, with the addon', () => {
    const command = place.path('app/node_modules/.bin/tswalk');
    expect(run(command, ['tree', '-name', '*.ts'], place.path('app'))).toMatchObject({ status: 0, stdout: 'tree/a.ts\n' });
    expect(run(command, ['-version'], place.path('app')).stdout).toMatch(/backend: (?!node)|io_uring|sync/);
  });
});

test('installed for everybody, the manual page is where man looks', () => {
  const prefix = place.path('global');
  const npm = ['install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', tarball];
  expect(run('npm', npm, place.root, process.env.PATH).stderr).not.toContain('npm error');
  expect(readFileSync(join(prefix, 'share/man/man1/tswalk.1'))).toEqual(readFileSync(join(top, 'man/tswalk.1')));
  expect(run(join(prefix, 'bin/tswalk'), ['tree', '-name', '*.ts'], place.path('app')).stdout).toBe('tree/a.ts\n');
});

const COUNT = `count('tree', '-type f').then((found) => console.log(found));`;

describe('the library', () => {
  test.each([
    ['ES modules', 'program.mjs', `import { count } from 'tswalk'; ${COUNT}`],
    ['CommonJS', 'program.cjs', `const { count } = require('tswalk'); ${COUNT}`],
  ])('works from %s', (_, name, code) => {
    expect(runProgram(name, code)).toEqual({ status: 0, stdout: '1\n', stderr: '' });
  });

  test('its two copies, of ES modules and of CommonJS, know each other', () => {
    const code = `import { createRequire } from 'node:module';
      import { and, count, ExpressionError, name, walk } from 'tswalk';
      const other = createRequire(import.meta.url)('tswalk');
      console.log(await other.count('tree', and(name('a.ts'), other.name('a*'))), name('x') instanceof other.Condition);
      try { other.walk('tree', '-nmae'); } catch (error) { console.log(error instanceof ExpressionError); }`;
    expect(runProgram('both.mjs', code)).toEqual({ status: 0, stdout: '1 true\ntrue\n', stderr: '' });
  });

  test('has the addon', () => {
    const code = `import { collect } from 'tswalk';
      const [entry] = await collect('tree', '-type f', { backend: 'uring' });
      console.log(entry.path, process.report.getReport().sharedObjects.some((path) => path.endsWith('tswalk.node')));`;
    expect(runProgram('addon.mjs', code).stdout).toBe('tree/a.ts true\n');
  });

  test('works where the addon cannot be loaded', () => {
    const code = `process.dlopen = () => { throw new Error('refused'); };
      const { walkSync } = await import('tswalk');
      console.log([...walkSync('tree', '-name a.ts -size 0')].map((entry) => entry.path + entry.stat.size));`;
    expect(runProgram('fallback.mjs', code)).toEqual({ status: 0, stdout: "[ 'tree/a.ts0' ]\n", stderr: '' });
  });

  // Node 20 has the model by another name, without permission for addons.
  test.skipIf(Number(process.versions.node.split('.')[0]) < 22).each([
    ['every file, and addons', ['--allow-fs-read=*', '--allow-addons'], true],
    ['every file', ['--allow-fs-read=*'], false],
    ['the folder', ['--allow-fs-read=.'], false],
  ])("works under Node's permission model, with permission for %s", (_, permissions, hasAddon) => {
    const code = `import { collect } from 'tswalk';
      const codes = [];
      const found = await collect(['tree', '/etc/passwd'], '-type f', { onError: ({ code }) => codes.push(code) });
      const addon = process.report.getReport().sharedObjects.some((path) => path.endsWith('tswalk.node'));
      console.log(JSON.stringify([found.map(({ path }) => path), codes, addon]));`;
    const isNarrow = permissions.includes('--allow-fs-read=.');
    const expected = isNarrow ? [['tree/a.ts'], ['EACCES'], false] : [['/etc/passwd', 'tree/a.ts'], [], hasAddon];
    const { stdout } = runProgram('permission.mjs', code, ['--permission', ...permissions, '--no-warnings']);
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  test.each([
    ['module', 'nodenext', 'program.mts'],
    ['commonjs', 'nodenext', 'program.cts'],
    ['bundled', 'preserve', 'program.ts'],
  ])('has types for TypeScript: %s', (_, module, name) => {
    const code = `
      import { and, collect, type Entry, ExpressionError, name, size, walk, walkSync } from 'tswalk';
      export async function sizes(): Promise<number[]> {
        const found: number[] = [];
        for await (const entry of walk('.', and(name('*.ts'), size.moreThan('1k'), (each) => each.isFile()), { maxDepth: 3 })) {
          const path: string = entry.path;
          const ns: bigint = entry.stat.mtimeNs;
          found.push(entry.stat.size, path.length, Number(ns));
        }
        for await (const batch of walk.batches('.', '-type f')) found.push(batch.length);
        const made = walk('.', null, { signal: undefined, limit: undefined });
        const { value } = await made.next();
        // Not any: nothing but an entry or undefined.
        const first: Entry | undefined = value;
        const isAny: 0 extends 1 & typeof value ? true : false = false;
        await made.return();
        const bytes: Buffer[] = (await collect('.', null, { encoding: 'buffer' })).map((entry) => entry.path);
        const entries: Entry[] = [...walkSync(['a', Buffer.from('b')])];
        // @ts-expect-error There is no such order.
        walk('.', null, { order: 'random' });
        // @ts-expect-error A path is text unless bytes are asked for.
        const wrong: Buffer = entries[0]!.path;
        return [...found, bytes.length, wrong.length, ExpressionError.length];
      }`;
    writeFileSync(place.path('app', name), code);
    const words = [
      join(top, 'node_modules/typescript/bin/tsc'),
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2022',
      '--lib',
      'es2023,esnext.disposable',
      '--module',
      module,
      '--moduleResolution',
      module === 'preserve' ? 'bundler' : module,
      '--typeRoots',
      join(top, 'node_modules/@types'),
      '--types',
      'node',
      name,
    ];
    expect(run(process.execPath, words, place.path('app'))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['left out of the bundle', ['tswalk']],
    ['within it, over node:fs', []],
  ])('goes through esbuild: %s', async (_, external) => {
    writeFileSync(place.path('app/bundled.mjs'), `import { count } from 'tswalk'; ${COUNT}`);
    const outfile = place.path('app', `bundle-${external.length}`, 'out.mjs');
    const entryPoints = [place.path('app/bundled.mjs')];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', external, logLevel: 'silent' });
    const name = join(basename(dirname(outfile)), 'out.mjs');
    expect(run(process.execPath, [name], place.path('app'))).toEqual({ status: 0, stdout: '1\n', stderr: '' });
  });
});
