/** -gitignore, -ignored, -explain-ignore over real repositories; random ones are in git-ignore-random.test.ts. */

import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gitEnvironment } from '../../fixture/random-repository.ts';
import { records, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, link, makeTree, type Tree, type TreeSpec } from '../../fixture/tree.ts';

const hasGit = spawnSync('git', ['--version']).error === undefined;
const env = gitEnvironment('/dev/null');
const NO_GIT = ['-exclude', '-name', '.git*'];

const git = (cwd: string, ...words: string[]): void => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  execFileSync('git', [...identity, ...words], { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
};

const rules = (...lines: string[]) => file({ content: `${lines.join('\n')}\n` });

const SPEC: TreeSpec = {
  '.gitignore': rules('*.log', 'build/', '!keep.log', '/top'),
  'a.log': file(),
  'keep.log': file(),
  top: file(),
  build: directory({ '.gitignore': rules('!*'), 'b.txt': file() }),
  src: directory({
    '.gitignore': rules('!a.log', 'gen*'),
    'a.log': file(),
    'b.log': file(),
    top: file(),
    build: file(),
    gen1: directory({ x: file() }),
  }),
};

async function makeRepository(spec: TreeSpec = SPEC): Promise<Tree> {
  const tree = await makeTree(spec);
  git(tree.root, 'init', '-q');
  return tree;
}

const found = (tree: Tree, words: string[], cwd = tree.root, more: Record<string, string> = {}): string[] => {
  const { stdout, stderr } = runTswalk(words, { cwd, env: { ...env, ...more } });
  expect(stderr.toString()).toBe('');
  return sortedRecords(stdout);
};

describe.skipIf(!hasGit)('in a repository', () => {
  const SEEN = ['.', './keep.log', './src', './src/a.log', './src/build', './src/top'];
  const HIDDEN = ['./a.log', './build', './build/b.txt', './src/b.log', './src/gen1', './src/gen1/x', './top'];

  test.each([
    [[]],
    [['-depth']],
    [['-S', 'dfs']],
    [['-S', 'ids']],
    [['-S', 'eds']],
    [['-S', 'ids', '-depth']],
    [['-j1']],
    [['-O0']],
  ])('what git ignores is left out, or is what is found: %j', async (words) => {
    await using tree = await makeRepository();
    expect(found(tree, [...words, '-gitignore', ...NO_GIT])).toEqual(SEEN);
    expect(found(tree, [...words, '-ignored', ...NO_GIT])).toEqual(HIDDEN);
    expect(found(tree, [...words, '!', '-ignored', ...NO_GIT])).toEqual(SEEN);
  });

  test('over node:fs, too', async () => {
    await using tree = await makeRepository();
    expect(found(tree, ['-gitignore', ...NO_GIT], tree.root, { TSWALK_IO: 'node' })).toEqual(SEEN);
  });

  test('in the whole language', async () => {
    await using tree = await makeRepository();
    expect(found(tree, ['-ignored', '-prune', '-o', '-name', '*.log', '-print'])).toEqual(['./keep.log', './src/a.log']);
    expect(found(tree, ['-type', 'd', '-ignored', '-o', '-name', 'top', '!', '-ignored'])).toEqual([
      './build',
      './src/gen1',
      './src/top',
    ]);
  });

  test('hidden directories are not opened', async () => {
    await using tree = await makeRepository();
    const { stderr } = runTswalk(['-D', 'io', '-gitignore', ...NO_GIT], { cwd: tree.root, env });
    expect(stderr.toString()).toMatch(/opendir +(?:0 +2|2 +0) /);
  });

  test.each([
    [['.'], 'src', ['.', './a.log', './build', './top']],
    [['..'], 'src', ['..', '../keep.log', '../src', '../src/a.log', '../src/build', '../src/top']],
    [['src/', 'a.log', 'keep.log', './src/../top'], '.', ['keep.log', 'src/', 'src/a.log', 'src/build', 'src/top']],
    [['build', 'build/b.txt'], '.', []],
    [['.'], 'build', []],
  ])('starting at %j in %s', async (roots, cwd, expected) => {
    await using tree = await makeRepository();
    expect(found(tree, [...roots, '-gitignore', ...NO_GIT], tree.path(cwd === '.' ? '' : cwd))).toEqual(expected);
  });

  test('the rule is told with its file and line', async () => {
    await using tree = await makeRepository();
    writeFileSync(tree.path('.git', 'info', 'exclude'), '# mine\nkeep.log\n');
    const lines = (words: string[], cwd: string) =>
      found(tree, [...words, '-exclude', '-name', '.git', '-explain-ignore', '-prune'], cwd);
    expect(lines([], tree.root)).toEqual(
      [
        './.gitignore:1:*.log\t./a.log',
        './.gitignore:2:build/\t./build',
        './.gitignore:4:/top\t./top',
        './src/.gitignore:2:gen*\t./src/gen1',
        './.gitignore:1:*.log\t./src/b.log',
      ].sort(),
    );
    // Of what is above the starting point the real path is told.
    expect(lines([], tree.path('src'))).toEqual(
      ['./.gitignore:2:gen*\t./gen1', `${tree.root}/.gitignore:1:*.log\t./b.log`].sort(),
    );
  });

  test('info/exclude and the global file come behind', async () => {
    await using tree = await makeRepository({ a: file(), b: file(), c: file(), d: file(), '.gitignore': rules('a', '!b') });
    await using home = await makeTree({
      '.gitconfig': file({ content: '[core]\n\texcludesFile = ~/ignored\n' }),
      ignored: rules('a', 'b', '!c', 'd'),
      '.config': directory({ git: directory({ ignore: rules('a') }) }),
    });
    writeFileSync(tree.path('.git', 'info', 'exclude'), 'b\nc\n');
    const environment = { ...env, GIT_CONFIG_GLOBAL: home.path('.gitconfig'), HOME: home.root };
    const words = ['-mindepth', '1', ...NO_GIT, '-explain-ignore'];
    const { stdout } = runTswalk(words, { cwd: tree.root, env: environment });
    expect(sortedRecords(stdout)).toEqual(
      ['./.gitignore:1:a\t./a', './.git/info/exclude:2:c\t./c', `${home.root}/ignored:4:d\t./d`].sort(),
    );
  });

  test('a nested repository has rules of its own, and is itself hidden by the outer ones', async () => {
    await using tree = await makeRepository({
      '.gitignore': rules('*.log', 'hidden'),
      nested: directory({ 'a.log': file(), 'b.txt': file(), '.gitignore': rules('*.txt') }),
      hidden: directory({ a: file() }),
      empty: directory({ '.git': directory(), 'a.log': file() }),
    });
    for (const name of ['nested', 'hidden']) git(tree.path(name), 'init', '-q');
    expect(found(tree, ['-gitignore', ...NO_GIT])).toEqual(['.', './empty', './nested', './nested/a.log']);
  });

  test('a worktree, whose .git is a file', async () => {
    await using tree = await makeRepository({ main: directory({ '.gitignore': rules('a') }) });
    git(tree.path('main'), 'init', '-q');
    git(tree.path('main'), 'add', '.');
    git(tree.path('main'), 'commit', '-qm', 'x');
    git(tree.path('main'), 'worktree', 'add', '-q', tree.path('linked'));
    writeFileSync(tree.path('main', '.git', 'info', 'exclude'), 'b\n');
    for (const name of ['a', 'b', 'c']) writeFileSync(tree.path('linked', name), '');
    expect(found(tree, ['linked', '-gitignore', ...NO_GIT])).toEqual(['linked', 'linked/c']);
    expect(found(tree, ['linked', '-explain-ignore'])).toContain(`${tree.path('main', '.git')}/info/exclude:1:b\tlinked/b`);
  });

  test('an ignore file that is a link or no file at all is none', async () => {
    await using tree = await makeRepository({
      x: file(),
      all: rules('*'),
      linked: directory({ '.gitignore': link('../all'), x: file() }),
      other: directory({ '.gitignore': directory(), x: file() }),
    });
    expect(found(tree, ['-ignored', ...NO_GIT])).toEqual([]);
  });

  test('core.ignoreCase', async () => {
    await using tree = await makeRepository({ '.gitignore': rules('readme*'), 'README.md': file() });
    expect(found(tree, ['-ignored'])).toEqual([]);
    git(tree.root, 'config', 'core.ignoreCase', 'true');
    expect(found(tree, ['-ignored'])).toEqual(['./README.md']);
  });
});

test('outside of repositories nothing is ignored', async () => {
  await using tree = await makeTree({ '.gitignore': rules('*'), a: file(), '.git': directory() });
  expect(found(tree, ['-ignored'])).toEqual([]);
});

test('as many directories as the walk has numbers for: each is judged by its own rules', async () => {
  const inside = (name: string): TreeSpec => ({ '.gitignore': rules(name), a: file(), b: file() });
  const spec = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`d${i}`, directory({ [`e${i}`]: directory(inside(i % 2 === 0 ? 'a' : 'b')) })]),
  );
  await using tree = await makeTree({
    ...spec,
    '.git': directory({ objects: directory(), refs: directory(), HEAD: rules('ref: refs/heads/x') }),
  });
  for (const words of [[], ['-S', 'dfs'], ['-depth']]) {
    const { stdout } = runTswalk([...words, '-name', '?', '-type', 'f', '!', '-ignored', '-printf', '%f %h\\n'], {
      cwd: tree.root,
      env,
    });
    const expected = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? 'b' : 'a'} ./d${i}/e${i}`);
    expect(records(stdout).sort()).toEqual(expected.sort());
  }
});
