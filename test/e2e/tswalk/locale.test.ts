/**
 * A locale with an order of its own: REFERENCE 4.1 (ranges by collation), 3.5, 9.2 (%S is printf's %g), 21. bfs and GNU find agree.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasLocaleSources, makeLocale, type TestLocale } from '../../fixture/locales.ts';
import { hasBfs, runBfs, runFind, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { file, makeTree, type Tree } from '../../fixture/tree.ts';

const NAMES = ['a', 'A', 'ä', 'Ä', 'b', 'B', 'é', 'É', 'z', 'Z', 'ß', '1', '-', 'ab', 'äb'];

describe.skipIf(!hasLocaleSources)('de_DE.UTF-8', () => {
  let german: TestLocale;
  let tree: Tree;
  beforeAll(async () => {
    german = await makeLocale('de_DE');
    tree = await makeTree([
      ...NAMES.map((name) => [name, file()] as const),
      [Uint8Array.of(0xe4), file()],
      [Uint8Array.of(0x61, 0xff), file()],
    ]);
  });
  afterAll(async () => {
    await german[Symbol.asyncDispose]();
    await tree[Symbol.asyncDispose]();
  });

  test.each<[primary: string, pattern: string, names: string, bytes?: readonly string[]]>([
    ['-name', '[a-z]', 'a b z ß ä é'],
    ['-name', '[A-Z]', 'A B Z Ä É'],
    ['-name', '[!a-z]', '- 1 A B Z Ä É', ['\xe4']],
    ['-name', '[a-b]*', 'a ab b ä äb', ['a\xff']],
    ['-name', '[[=a=]]', 'A a Ä ä'],
    ['-name', '[ä-é]', 'b ä é', ['\xe4']],
    ['-name', '[a]', 'a'],
    ['-iname', '[a-b]', 'A B a b Ä ä'],
    ['-iname', '[[=e=]]', 'É é'],
    ['-path', './[Ä]', 'Ä'],
  ])('%s %s: %s', (primary, pattern, names, bytes = []) => {
    const words = ['.', '-mindepth', '1', primary, pattern, '-printf', '%f\n'];
    const options = { cwd: tree.root, env: german.environment };
    const ours = sortedRecords(runTswalk(words, options).stdout);
    const expected = names.split(' ').map((name) => Buffer.from(name).toString('latin1'));
    expect(ours).toEqual([...expected, ...bytes].toSorted());
    // GNU find and bfs 2.6.1 go the same way to the C library.
    expect(ours).toEqual(sortedRecords(runFind(words, options).stdout));
    if (hasBfs) expect(ours).toEqual(sortedRecords(runBfs(words, options).stdout));
  });

  test('-s orders names as the locale does', () => {
    const words = ['-s', '.', '-mindepth', '1', '-printf', '%f '];
    const options = { cwd: tree.root, env: german.environment };
    const ours = runTswalk([...words.slice(0, 4), '-regex', '.*', ...words.slice(4)], options).stdout.toString();
    expect(ours).toBe('- 1 a A ä Ä ab äb b B é É ß z Z ');
    if (hasBfs) expect(runTswalk(words, options).stdout).toEqual(runBfs(words, options).stdout);
  });

  test('%S has the point of the locale', async () => {
    await using sparse = await makeTree({ f: file({ content: 'x'.repeat(3000), sizeBytes: 3000 }) });
    const words = ['f', '-printf', '%S|%9S|%.3S|%#S\\n'];
    const options = { cwd: sparse.root, env: german.environment };
    expect(runTswalk(words, options).stdout.toString()).toBe('1,36533|  1,36533|1,37|1,36533\n');
  });
});
