/** Entries that the expression cannot want are left out of listings: nobody can tell from the answer. Over node:fs every entry is listed. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandom, randomTree } from '../../fixture/random-tree.ts';
import { runTswalk } from '../../fixture/run.ts';
import { directory, fifo, file, link, makeTree, numberedFiles, type Tree } from '../../fixture/tree.ts';

let tree: Tree;
beforeAll(async () => {
  const names = ['a.ts', 'B.TS', '.hidden', 'k', '\u212a', 'é', 'x.c', '[b].c', 'main', 'a\nb'];
  const files = names.map((name) => [name, file({ content: 'x'.repeat(name.length) })] as const);
  tree = await makeTree([
    [
      'names',
      directory([...files, ['l.ts', link('a.ts')], ['broken.c', link('nowhere')], ['p.ts', fifo()], ['d.ts', directory(files)]]),
    ],
    ['large', directory({ ...numberedFiles(4_000), 'last.ts': file() })],
    ['random', directory(randomTree(makeRandom(11)))],
  ]);
});
afterAll(() => tree[Symbol.asyncDispose]());

test.each([
  '-name *.ts',
  '-iname *.ts',
  '-iname k',
  '-name \u212a -o -iname K',
  '-ext TS,c',
  '-name *.ts -type l -o -name *.c ! -type f',
  '! -name *.ts',
  '-type f -name [[]*.c -printf %p:%s\\n',
  '-name a* -size -9c',
  '-hidden -o -name main -prune -o -name *.c',
  '-L -name *.c',
  '-L -type f -name *.ts',
  '-xtype f -name *.ts',
  '-depth -name *.ts',
  '-s -name *.ts',
  '-S dfs -name *.ts',
  '-S ids -depth -name *.ts',
  '-S eds -name *.ts',
  '-unique -name *.ts',
  '-exclude -name d.ts -name *.c',
  '-X -name main',
  '-xdev -mindepth 2 -maxdepth 3 -name *.ts',
  '-name 3*7 , -name *.ts -print',
  '-name *.ts -print -limit 3',
  '-name last.ts -quit',
  '-count -name *.ts',
  '-sort size -name *.ts',
  '-false',
  '-name nothing',
])('%s', (line) => {
  const answer = (backend: string, ...words: readonly string[]) => {
    const { stdout, stderr, status } = runTswalk([...words, 'names', 'large', 'random', ...line.split(' ')], {
      cwd: tree.root,
      env: { TSWALK_IO: backend, LC_ALL: 'C.UTF-8' },
    });
    return { stdout: stdout.toString('latin1'), stderr: stderr.toString(), status };
  };
  const expected = answer('node', '-O1');
  for (const backend of ['auto', 'sync']) expect(answer(backend)).toEqual(expected);
});
