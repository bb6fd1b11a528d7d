/**
 * The rules of the source tree that no compiler checks: which way imports point, how files are named and how long they are,
 * what a file says of itself before its code.
 *
 * In: the files of this checkout as text. A failure names the file and the rule. Imports are followed to their ends, so that a
 * file between two parts cannot join them unseen; `import type` joins nothing at run time and is told apart where that matters.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const top = join(import.meta.dirname, '..');
const CODE = /\.(ts|mjs|js|cc|h|c|sh)$/;

/** Files below `directory`, relative to the checkout; none where there is no such directory. */
function filesBelow(directory: string): string[] {
  const path = join(top, directory);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(build|dist|node_modules)\//.test(file))
    .sort();
}

const readText = (file: string): string => readFileSync(join(top, file), 'utf8');
const sources = filesBelow('src');
const nativeSources = filesBelow('native');
const everything = ['src', 'native', 'test', 'bench', 'scripts', 'bin'].flatMap(filesBelow);

interface Import {
  readonly from: string;
  /** A file of the checkout, or a package or `node:` module as written. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/** The imports of `file`: static, dynamic, and what is exported from elsewhere. */
function importsOf(file: string): Import[] {
  const statement =
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...readText(file).matchAll(statement)].map(([, , type, named, dynamic, bare]) => {
    const target = (named ?? dynamic ?? bare)!;
    const to = target.startsWith('.') ? normalize(join(dirname(file), target)) : target;
    return { from: file, to, typeOnly: type !== undefined };
  });
}

const imports = new Map(sources.map((file) => [file, importsOf(file)]));
const allImports = [...imports.values()].flat();

/** The part of the program that a file belongs to; `walk` is what stands directly in src/walk: its joint and its vocabulary. */
function partOf(file: string): string {
  return /^src\/(?:walk\/(?:expr|traversal|action)(?=\/)|cli|walk|ioq)/.exec(file)?.[0].replace(/^src\/(walk\/)?/, '') ?? file;
}

/** How each file that `start` reaches is reached: the chain of imports, `start` first. */
function chainsFrom(start: string): string[][] {
  const chains = new Map([[start, [start]]]);
  for (const [file, chain] of chains) {
    for (const { to } of imports.get(file) ?? []) {
      if (!chains.has(to)) chains.set(to, [...chain, to]);
    }
  }
  return [...chains.values()];
}

const show = ({ from, to }: Import): string => `${from} imports ${to}`;

describe('imports point one way: bin, cli, walk, ioq', () => {
  test('every import of a file exists', () => {
    const lost = allImports.filter(({ to }) => to.startsWith('src/') && !imports.has(to));
    expect(lost.map(show)).toEqual([]);
  });

  test.each([
    { part: 'ioq', reaches: ['ioq'] },
    { part: 'expr', reaches: ['expr', 'walk', 'ioq'] },
    { part: 'traversal', reaches: ['traversal', 'walk', 'ioq'] },
    { part: 'action', reaches: ['action', 'walk', 'ioq'] },
    { part: 'walk', reaches: ['expr', 'traversal', 'action', 'walk', 'ioq'] },
  ])('$part reaches only $reaches', ({ part, reaches }) => {
    const strays = sources
      .filter((file) => partOf(file) === part)
      .flatMap(chainsFrom)
      .filter((chain) => chain.at(-1)!.startsWith('src/') && !reaches.includes(partOf(chain.at(-1)!)));
    expect(strays.map((chain) => chain.join(' > '))).toEqual([]);
  });

  test('only cli, walk.ts and the library join expr, traversal and action', () => {
    const joints = ['src/walk/walk.ts', 'src/walk/index.ts', 'src/walk/library/search.ts', 'src/walk/library/request.ts'];
    const joining = sources.filter((file) => {
      if (joints.includes(file) || partOf(file) === 'cli') return false;
      const parts = new Set(imports.get(file)!.flatMap(({ to, typeOnly }) => (typeOnly ? [] : [partOf(to)])));
      return ['expr', 'traversal', 'action'].filter((part) => parts.has(part) || partOf(file) === part).length > 1;
    });
    expect(joining).toEqual([]);
  });

  test('the language does no input or output: of ioq it uses the layout and types, of node nothing', () => {
    const strays = allImports.filter(
      ({ from, to, typeOnly }) =>
        partOf(from) === 'expr' &&
        (to.startsWith('node:') ||
          (partOf(to) === 'ioq' && !typeOnly && !to.endsWith('/layout.ts') && !isTypesOnlyImport(from, to))),
    );
    expect(strays.map(show)).toEqual([]);
  });

  test('the launcher loads the bundle and nothing else', () => {
    const required = [
      ...readText('bin/tswalk.js').matchAll(/(?:require|import|getBuiltinModule)\(\s*'([^']+)'\s*\)|^import\s/gm),
    ].map((match) => match[1]);
    expect(required).toEqual(['node:fs', 'node:vm']);
  });
});

/** The script has no types. */
const lateModules: string = join(top, 'scripts/late-modules.mjs');
const { LATE } = (await import(lateModules)) as { readonly LATE: ReadonlySet<string> };

describe('what the command loads when it needs it', () => {
  test.each([...LATE])('%s is there', (file) => {
    expect(sources).toContain(file);
  });

  /** Main has a function in the place of such a class: objects come from it, but they are not its instances. */
  test('no class of it is extended, or told by its instances, in what every start loads', () => {
    const classes = [...LATE].flatMap((file) => [...readText(file).matchAll(/^export class (\w+)/gm)].map((match) => match[1]!));
    const used = new RegExp(` (?:instanceof|extends) (?:${classes.join('|')})\\b`);
    expect(sources.filter((file) => file.startsWith('src/') && !LATE.has(file) && used.test(readText(file)))).toEqual([]);
  });
});

/** `import { type A, type B } from '…'`: erased as a whole, although it does not begin with `import type`. */
function isTypesOnlyImport(from: string, to: string): boolean {
  const name = basename(to).replace('.', '\\.');
  const named = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*'[^']*${name}'`).exec(readText(from))?.[1];
  return named?.split(',').every((word) => word.trim() === '' || word.trim().startsWith('type ')) ?? false;
}

/** A file's leading comment, after a `#!` line or `#pragma once`, and what follows it. */
function splitHeader(file: string): { header: string; code: string } {
  const text = readText(file)
    .replace(/^#!.*\n/, '')
    .replace(/^#pragma once\s+/, '');
  const header = /^\s*(?:\/\*[\s\S]*?\*\/|(?:(?:\/\/|#(?!include|define|pragma|if)).*\n)+)/.exec(text)?.[0] ?? '';
  return { header, code: text.slice(header.length) };
}

/** Words in backticks that can only be names of the code: an identifier, or several joined by `.`, `::` or `->`. */
function namesIn(header: string): string[] {
  return [...header.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1]!.replace(/\(.*\)$/, ''))
    .filter((word) => /^[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*$/.test(word) && !CODE.test(word))
    .flatMap((word) => word.split(/\.|::|->/));
}

describe('files', () => {
  const described = [...sources, ...nativeSources];

  test('each says first what it owns', () => {
    expect(described.filter((file) => splitHeader(file).header === '')).toEqual([]);
  });

  test('what its header puts in backticks is a name of the code below', () => {
    const unknown = described.flatMap((file) => {
      const { header, code } = splitHeader(file);
      const words = new Set(code.match(/[A-Za-z_$][\w$]*/g));
      return namesIn(header)
        .filter((name) => !words.has(name))
        .map((name) => `${file}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });

  test('every section of docs/REFERENCE.md that is cited is there', () => {
    const sections = new Set([...readText('docs/REFERENCE.md').matchAll(/^#+ ([\d.]*\d)/gm)].map(([, section]) => section));
    const citations = everything.flatMap((file) =>
      [...readText(file).matchAll(/REFERENCE(?:\.md)? (\d[\d.]*(?:(?:, | to )\d[\d.]*)*)/g)].flatMap(([, cited]) =>
        cited!.split(/, | to /).map((section) => ({ file, section: section.replace(/\.$/, '') })),
      ),
    );
    expect(citations.length).toBeGreaterThan(50);
    expect(citations.filter(({ section }) => !sections.has(section))).toEqual([]);
  });

  test('none is longer than 600 lines below its header, but for the table of primaries', () => {
    const long = everything.filter(
      (file) => basename(file) !== 'primaries.ts' && splitHeader(file).code.split('\n').length > 600,
    );
    expect(long).toEqual([]);
  });

  test('each is named after what it is, in kebab-case', () => {
    const vague = /(^|[-.])(utils?|helpers?|common|types|misc)([-.]|$)/;
    const badlyNamed = everything
      .map((file) => basename(file))
      .filter((name) => vague.test(name) || !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
    expect(badlyNamed).toEqual([]);
  });

  test('none casts to any', () => {
    const casts = sources.flatMap((file) =>
      readText(file)
        .split('\n')
        .flatMap((line, index) =>
          /\bas any\b|<any>|:\s*any\b(?!\s+\w)|\bany\[\]/.test(line.replace(/\/\/.*|^\s*\*.*/, ''))
            ? [`${file}:${index + 1}`]
            : [],
        ),
    );
    expect(casts).toEqual([]);
  });

  test('the lock file names no place to fetch from', () => {
    expect(readText('package-lock.json')).not.toMatch(/"resolved":\s*"https?:/);
  });
});
