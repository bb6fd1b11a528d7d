/** What the documents about trust name exists: commands, tests, dependencies and their licences. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(top, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<'scripts' | 'devDependencies' | 'dependencies', object | undefined>;

test.each(['SECURITY.md', 'docs/RELIABILITY.md', 'docs/DEPENDENCIES.md'])(
  '%s names scripts and files that there are',
  (document) => {
    const text = read(document);
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(scripts.filter((name) => !Object.hasOwn(manifest.scripts ?? {}, name))).toEqual([]);
    const files = [...text.matchAll(/\b(?:test|docs|scripts)\/[\w./-]*[\w/]/g)].map(([path]) => path);
    expect(files.length + scripts.length).toBeGreaterThan(0);
    expect(files.filter((path) => !existsSync(join(top, path)))).toEqual([]);
  },
);

test('every package that is needed stands in docs/DEPENDENCIES.md with its licence, and no other', () => {
  const rows = [...read('docs/DEPENDENCIES.md').matchAll(/^\| (\S+) \|.*\| ([^|]+) \|$/gm)].slice(2);
  const stated = Object.fromEntries(rows.map(([, name, licence]) => [name, licence]));
  const installed = Object.keys(manifest.devDependencies ?? {}).map((name) => {
    const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string };
    return [name, license];
  });
  expect(stated).toEqual(Object.fromEntries(installed));
  expect(manifest.dependencies ?? {}).toEqual({});
});
