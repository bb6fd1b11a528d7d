/**
 * The examples of the guides in docs/ run, and print what the page says; the reference is what the docstrings make it.
 *
 * In: the fences of each page. A `js` fence is a program, an `sh` fence a script; the `text` fence behind it is its output, and without one
 * it must only succeed. All of a page run in one folder, in order, with `tswalk` on PATH and as a package.
 */

import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, run } from './fixture/run.ts';
import { directory, file, makeTree, type Tree } from './fixture/tree.ts';

const top = join(import.meta.dirname, '..');
const pages = ['library.md', 'shell.md', 'ci.md'];

interface Example {
  readonly title: string;
  readonly kind: 'js' | 'sh';
  readonly code: string;
  /** Null: any. */
  readonly output: string | null;
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(top, 'docs', page), 'utf8');
  const fences = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm)];
  return fences
    .filter(([, kind]) => kind === 'js' || kind === 'sh')
    .map(([fence, kind, code, output], index) => ({
      title: `${index + 1}: ${fence.split('\n')[1]}`,
      kind: kind as 'js' | 'sh',
      code: code!,
      output: output ?? null,
    }));
}

describe.each(pages)('%s', (page) => {
  let place: Tree;
  let tools: Tree;

  beforeAll(async () => {
    tools = await makeTree({ bin: directory(), node_modules: directory() });
    const source = (sizeBytes: number): ReturnType<typeof file> => file({ sizeBytes });
    place = await makeTree({
      project: directory({
        'README.md': source(10),
        src: directory({ 'index.ts': source(2000), lib: directory({ 'parse.ts': source(500), 'print.ts': source(1500) }) }),
        node_modules: directory({ 'left-pad': directory({ 'index.js': source(300) }) }),
      }),
    });
    symlinkSync(join(top, 'bin/tswalk.js'), tools.path('bin/tswalk'));
    symlinkSync(top, tools.path('node_modules/tswalk'));
  });
  afterAll(async () => {
    await place[Symbol.asyncDispose]();
    await tools[Symbol.asyncDispose]();
  });

  const runExample = ({ kind, code }: Example): Outcome => {
    const path = `${tools.path('bin')}:${process.env.PATH}`;
    if (kind === 'sh') return run(['sh', '-e', '-c', code], { cwd: place.root, env: { PATH: path } });
    writeFileSync(tools.path('example.mjs'), code);
    return run([process.execPath, tools.path('example.mjs')], { cwd: place.root });
  };

  test('has examples', () => {
    expect(examplesOf(page).length).toBeGreaterThan(0);
  });

  test.each(examplesOf(page))('$title', (example) => {
    const { stdout, stderr, status } = runExample(example);
    expect(stderr.toString()).toBe('');
    if (example.output !== null) expect(stdout.toString()).toBe(example.output);
    expect(status).toBe(0);
  });
});

test('api.md is made from the docstrings as they are: npm run docs:api', async () => {
  const { makeApi } = (await import(pathToFileURL(join(top, 'scripts/make-api.mjs')).href)) as { makeApi(): string };
  expect(readFileSync(join(top, 'docs/api.md'), 'utf8')).toBe(makeApi());
});

test('links between the pages lead somewhere', () => {
  for (const page of ['README.md', ...readdirSync(join(top, 'docs')).map((name) => `docs/${name}`)]) {
    const text = readFileSync(join(top, page), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target!);
    for (const target of targets)
      expect(() => readFileSync(join(top, page, '..', target)), `${page}: ${target}`).not.toThrow('ENOENT');
  }
});
