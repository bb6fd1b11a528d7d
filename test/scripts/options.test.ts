/** The commands of package.json say what they do, and do nothing, with --help. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../fixture/run.ts';

const top = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The words that node is given; what is behind --help in test:asan is vitest's. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const [, words] = /^node ([^&]*)$/.exec(line) ?? [];
  return words === undefined || name === 'test:asan' ? [] : [{ name, words: words.split(' ') }];
});

/** The first line of what a file says of itself. */
function purposeOf(file: string): string {
  return / \* (.*)\n/.exec(readFileSync(join(top, file), 'utf8'))![1]!;
}

describe('npm run', () => {
  test('has such commands', () => {
    expect(commands.length).toBeGreaterThan(15);
  });

  test.each(commands)('$name -- --help tells what the head of its file does', ({ words }) => {
    const { stdout, stderr, status } = run([process.execPath, ...words, '--help'], { cwd: top });
    const [first] = stdout.toString().split('\n');
    expect({ first, stderr: stderr.toString(), status }).toEqual({ first: purposeOf(words.at(-1)!), stderr: '', status: 0 });
  });
});

test('a word that is no option ends a command with a sentence', () => {
  const { stdout, stderr, status } = run([process.execPath, 'scripts/build-native.mjs', '--forse'], { cwd: top });
  expect({ stdout: stdout.toString(), status }).toEqual({ stdout: '', status: 2 });
  expect(stderr.toString()).toMatch(/^build-native\.mjs: Unknown option '--forse'.*\nWhat it takes is told by --help\.\n$/);
});
