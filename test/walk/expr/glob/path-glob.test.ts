/** Globs on paths: rows, bash and picomatch as oracles, and that nothing is lost by not looking below directories. */

import { spawnSync } from 'node:child_process';
import picomatch from 'picomatch';
import { beforeAll, describe, expect, test } from 'vitest';
import { compilePathGlob, type PathGlob } from '../../../../src/walk/expr/glob/path-glob.ts';
import { directory, file, makeTree, type TreeSpec } from '../../../fixture/tree.ts';
import { bytes } from '../plain-host.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';

const compile = (pattern: string | Uint8Array, foldCase = false, utf8 = true): PathGlob =>
  compilePathGlob(typeof pattern === 'string' ? bytes(pattern) : pattern, { foldCase, utf8 });

/** A path that is empty or ends in a slash is a directory's. */
function matches(glob: PathGlob, path: string | Uint8Array): boolean {
  const isDirectory = path === '' || (typeof path === 'string' && path.endsWith('/'));
  const inside = typeof path === 'string' ? bytes(path.replace(/\/$/, '')) : path;
  // Bytes around it are not its business.
  const all = Uint8Array.from([...bytes('x/'), ...inside, ...bytes('/y')]);
  const matches = glob.match(all, 2, 2 + inside.length, isDirectory);
  // What is said of the name alone must not contradict.
  const name = glob.name?.match(inside, inside.lastIndexOf(0x2f) + 1, inside.length) ?? true;
  if (matches && inside.length > 0) expect(name).toBe(true);
  if (glob.name?.suffices && inside.length > 0) expect(matches).toBe(name);
  return matches;
}

function mayHoldBelow(glob: PathGlob, path: string): boolean {
  return glob.mayHoldBelow(bytes(path), 0, bytes(path).length);
}

describe.each([
  ['*.ts', 'a.ts', ['a.js', 'd/a.ts', '']],
  ['**/*.ts', 'a.ts d/a.ts d/e/a.ts .d/.a.ts', ['a.tsx', '']],
  ['**', 'a d/ d/a d/e/f', []],
  ['src/**', 'src/ src/a src/d/e', ['', 'src', 'srcs', 'lib/src']],
  ['src/**/*.ts', 'src/a.ts src/d/e/a.ts', ['a.ts', 'src', 'lib/src/a.ts']],
  ['**/d/**', 'd/ a/d/ a/d/b d/b/c', ['a', 'd', 'a/d', 'ad/b']],
  ['**/**/a', 'a b/a b/c/a', ['b']],
  ['*/*', 'a/b', ['a', 'a/b/c']],
  ['a?c/[x-z]', 'abc/x a.c/z aéc/y', ['abbc/x', 'ac/x', 'abc/w']],
  ['[!a]', 'b é', ['a', '/']],
  ['[[:digit:]]', '7', ['a', ':']],
  ['*.{ts,tsx}', 'a.ts a.tsx', ['a.js', 'a.{ts,tsx}']],
  ['{a,b{c,d}}*', 'a ax bc bdx', ['b', 'c', 'bx']],
  ['{a,[bc]}x', 'ax bx cx', ['x', 'dx']],
  ['{,a}b', 'b ab', ['a', 'aab']],
  ['{a,b,c,d,e,f,g,h,i}', 'a i', ['j', 'ab']],
  ['{src,test}/*.ts', 'src/a.ts test/a.ts', ['lib/a.ts']],
  ['{src/a,test}/b', 'src/a/b test/b', ['src/b', 'src/test/b']],
  ['{a/{b,c},d}', 'a/b a/c d', ['a', 'a/d']],
  ['f{1..3}', 'f1 f2 f3', ['f4', 'f1..3']],
  ['f{08..10}', 'f08 f09 f10', ['f8', 'f9']],
  ['f{a..e..2}', 'fa fc fe', ['fb']],
  ['@(a|b)', 'a b', ['ab', 'c']],
  ['?(a)b', 'b ab', ['aab']],
  ['*(ab)c', 'c abc ababc', ['abac']],
  ['+(ab)', 'ab abab', ['', 'aba']],
  ['!(a|b)', 'c ab', ['a', 'b', 'c/d']],
  ['!(node_modules)/**', 'src/ src/a', ['node_modules/', 'node_modules/a']],
  ['*/', 'a', ['a/b']],
  ['./a//b/./c', 'a/b/c', ['a']],
  ['a\\*b', 'a*b', ['axb']],
  // What is special to picomatch, or to a regular expression, is not to bash.
  ['!a', '!a', ['a', 'b']],
  ['a|b', 'a|b', ['a', 'b']],
  ['(a)', '(a)', ['a']],
  ['(a|b', '(a|b', ['a']],
  ['[ab]+', 'a+', ['ab', 'aa']],
  ['"*"', '"x"', ['x', '*']],
  ['@(a|b)?', 'ax bc', ['a', 'b']],
  ['a{b', 'a{b', ['ab']],
  ['a{b}', 'a{b}', ['ab']],
  ['a}b', 'a}b', []],
  ['[a', '[a', ['a']],
  ['[a/b]', '[a/b]', ['a', 'b']],
  ['a.b$', 'a.b$', ['axb$', 'a.b']],
  ['a^b', 'a^b', []],
  ['a\nb*', 'a\nb\nc', []],
])('%j', (pattern, those, others) => {
  const glob = compile(pattern);

  test.each(those.split(' '))('matches %j', (path) => {
    expect(matches(glob, path)).toBe(true);
  });

  test.each(others)('does not match %j', (path) => {
    expect(matches(glob, path)).toBe(false);
  });
});

describe('case and characters', () => {
  test('upper and lower case are the same where asked for, in plain segments and others', () => {
    expect(matches(compile('SRC/**/É*.{TS,js}', true), 'src/a/éb.ts')).toBe(true);
    expect(matches(compile('SRC/**'), 'src/a')).toBe(false);
  });

  test('a character beyond 16 bits is one', () => {
    expect(matches(compile('?'), '😀')).toBe(true);
    expect(matches(compile('@(?)'), '😀')).toBe(true);
    expect(matches(compile('[😀a]'), '😀')).toBe(true);
    expect(matches(compile('??'), '😀')).toBe(false);
  });

  test('a byte that is no character is matched by wildcards and by itself', () => {
    const name = Uint8Array.of(0x61, 0xff, 0x62);
    for (const pattern of ['a?b', 'a*', '*/../*', '[a]?b', 'a@(?)b', 'a[!c]b']) {
      expect([pattern, matches(compile(pattern), name)]).toEqual([pattern, pattern !== '*/../*']);
    }
    const bytewise = compile(Uint8Array.of(0x61, 0xff, 0x62));
    expect(matches(bytewise, name)).toBe(true);
    expect(matches(bytewise, Uint8Array.of(0x61, 0xfe, 0x62))).toBe(false);
    expect(matches(compile(Uint8Array.of(0x5b, 0xff, 0x5d)), Uint8Array.of(0xff))).toBe(true);
    expect(matches(compile('aé?'), Uint8Array.of(0x61, 0xc3, 0xa9, 0xc3))).toBe(true);
  });

  test('where characters are bytes, é is two', () => {
    expect(matches(compile('??', false, false), 'é')).toBe(true);
    expect(matches(compile('@(?)', false, false), 'é')).toBe(false);
    expect(matches(compile('é', false, false), 'é')).toBe(true);
    expect(matches(compile('@(é)', false, false), 'é')).toBe(true);
  });
});

describe('where something can match', () => {
  test.each([
    ['*.ts', '', true],
    ['*.ts', 'a', false],
    ['src/*.ts', '', true],
    ['src/*.ts', 'src', true],
    ['src/*.ts', 'lib', false],
    ['src/*.ts', 'src/a', false],
    ['src/**/*.ts', 'src/a/b/c', true],
    ['src/**/*.ts', 'lib', false],
    ['**/a', 'x/y', true],
    ['{src/a,test/b}/**', 'src', true],
    ['{src/a,test/b}/**', 'src/b', false],
    ['!(node_modules)/**', 'node_modules', false],
    ['src/@(a/b|c)/d', 'src/x', true],
    ['src/@(a/b|c)/d', 'lib', false],
  ])('of %s below %j: %s', (pattern, path, expected) => {
    expect(mayHoldBelow(compile(pattern), path)).toBe(expected);
  });

  test('more components than there are bits', () => {
    const deep = Array.from({ length: 40 }, (_, i) => `d${i}`);
    const glob = compile(`${deep.join('/')}/*.ts`);
    expect(matches(glob, `${deep.join('/')}/a.ts`)).toBe(true);
    expect(matches(glob, `${deep.join('/')}/b/a.ts`)).toBe(false);
    expect(mayHoldBelow(glob, deep.join('/'))).toBe(true);
    expect(mayHoldBelow(glob, 'd0/x')).toBe(false);
  });

  test('braces that multiply are written out as far as is reasonable', () => {
    const glob = compile('{a/b,c}'.repeat(12));
    expect(matches(glob, 'c'.repeat(12))).toBe(true);
    expect(matches(glob, 'c'.repeat(11))).toBe(false);
    expect(matches(glob, `${'a/b'.repeat(11)}c`)).toBe(true);
  });
});

const NAMES = ['a', 'b', 'ab', '.a', 'a.ts', 'b.js', 'ab.ts', 'B', 'x y', '.ts'];

function randomTree(random: SeededRandom, depth: number): TreeSpec {
  const names = NAMES.filter(() => random.below(10) < 4);
  return Object.fromEntries(
    names.map((name) => [name, depth > 0 && random.below(2) === 0 ? directory(randomTree(random, depth - 1)) : file()]),
  );
}

function pathsOf(spec: TreeSpec, before = ''): string[] {
  return Object.entries(spec).flatMap(([name, node]) => [
    ...(node.kind === 'directory' ? [`${before}${name}/`, ...pathsOf(node.inside, `${before}${name}/`)] : [before + name]),
  ]);
}

const SEGMENTS = ['*', '**', '?', 'a', '*a', 'a*', '*.ts', '?b', '[ab]', '[!a]*', '[[:lower:]]', '.*', '*.@(ts|js)'];
const EXTENDED = ['@(a|b)', '+(a|b)', '?(a)b', '*(a|b)', '!(a)', '!(a|b.js)', 'a?(b)', '{a,b}', '{a,b}*', '{a,b}.{ts,js}'];

const unslashed = (path: string): string => path.replace(/\/$/, '');

const randomPattern = (random: SeededRandom, segments: readonly string[]): string =>
  Array.from({ length: 1 + random.below(4) }, () => random.pick(segments)).join('/');

describe('random patterns and trees', () => {
  const random = seededRandom(7);
  const trees = Array.from({ length: 12 }, () => randomTree(random, 3));
  const cases = trees.map((spec) => ({
    spec,
    paths: pathsOf(spec),
    patterns: Array.from({ length: 60 }, () => randomPattern(random, [...SEGMENTS, ...EXTENDED])),
  }));

  test('as picomatch with the whole path', () => {
    for (const { paths, patterns } of cases) {
      for (const pattern of patterns) {
        // There a directory is not always in what it holds, nor is a file always out of it, and `!(a)/b` is not what begins with a.
        if (pattern.endsWith('/**') || /!\(.*\//.test(pattern)) continue;
        const isMatch = picomatch(pattern, { dot: true, nonegate: true, posix: true, literalBrackets: false });
        const glob = compile(pattern);
        expect([pattern, paths.filter((path) => matches(glob, path))]).toEqual([
          pattern,
          paths.filter((path) => isMatch(unslashed(path))),
        ]);
      }
    }
  });

  test('nothing matches below a directory in which nothing can', () => {
    let closed = 0;
    for (const { paths, patterns } of cases) {
      for (const pattern of patterns) {
        const glob = compile(pattern);
        for (const path of paths.filter((each) => each.endsWith('/'))) {
          if (mayHoldBelow(glob, path.slice(0, -1))) continue;
          closed++;
          const below = paths.filter((other) => other !== path && other.startsWith(path) && matches(glob, other));
          expect([pattern, path, below]).toEqual([pattern, path, []]);
        }
      }
    }
    expect(closed).toBeGreaterThan(300);
  });

  describe('as bash expands them', () => {
    const answers: (readonly [pattern: string, bash: string[], ours: string[]])[] = [];

    beforeAll(async () => {
      for (const { spec, paths, patterns } of cases) {
        await using tree = await makeTree(spec);
        const script = patterns.map((pattern) => `printf '%s\\n' ${pattern}; echo ----`).join('\n');
        const options = ['globstar', 'extglob', 'dotglob', 'nullglob'].flatMap((name) => ['-O', name]);
        const { stdout } = spawnSync('bash', [...options, '-c', script], {
          cwd: tree.root,
          env: { ...process.env, LC_ALL: 'C.UTF-8' },
          encoding: 'utf8',
        });
        const found = stdout.split('----\n');
        patterns.forEach((pattern, i) => {
          // Words without wildcards that braces have left are there whether the file is or not; `a/` is a.
          const words = found[i]!.split('\n').map(unslashed);
          const all = paths.map(unslashed);
          const glob = compile(pattern);
          answers.push([
            pattern,
            [...new Set(words.filter((word) => all.includes(word)))].sort(),
            paths
              .filter((path) => matches(glob, path))
              .map(unslashed)
              .sort(),
          ]);
        });
      }
    });

    test('the same files', () => {
      const different = answers.filter(([, bash, ours]) => bash.join('\n') !== ours.join('\n'));
      expect(different).toEqual([]);
      expect(answers.filter(([, bash]) => bash.length > 0).length).toBeGreaterThan(250);
    });
  });
});
