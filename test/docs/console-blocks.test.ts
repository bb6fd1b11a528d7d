import { describe, expect, test } from 'vitest';
import { file, makeTree } from '../fixture/tree.ts';
import { consoleBlocks, replay } from './console-blocks.ts';

describe('the console blocks of a document', () => {
  test('have commands, of several lines too, and what they printed', () => {
    const markdown = [
      '# Title',
      '```sh',
      '$ no',
      '```',
      '```console',
      '$ cat <<X',
      '> a',
      '> X',
      'a',
      '$ true',
      '```',
      'end',
      '',
    ].join('\n');
    expect(consoleBlocks(markdown)).toEqual([
      { line: 6, text: '$ cat <<X\n> a\n> X\na\n$ true\n', commands: ['cat <<X\na\nX', 'true'] },
    ]);
  });

  test('are replayed by one shell, errors and statuses with the rest', async () => {
    await using tree = await makeTree({ one: file() });
    const said =
      '$ false\n$ echo $?\n1\n$ tswalk -name one; x=7\n./one\n$ tswalk nowhere\ntswalk: error: nowhere: No such file or directory.\n$ echo $x\n7\n';
    const [block] = consoleBlocks(`\`\`\`console\n${said}\`\`\`\n`);
    expect(replay(block!, { cwd: tree.root })).toBe(said);
  });

  test('are not the same where the command prints something else', async () => {
    await using tree = await makeTree({ two: file() });
    const [block] = consoleBlocks('```console\n$ tswalk -name two\n./one\n```\n');
    expect(replay(block!, { cwd: tree.root })).toBe('$ tswalk -name two\n./two\n');
  });

  test('that leave the shell before their end are an error', () => {
    const [block] = consoleBlocks('```console\n$ exit 3\n```\n');
    expect(() => replay(block!, { cwd: '/' })).toThrow('line 2: not all of the block was run');
  });
});
