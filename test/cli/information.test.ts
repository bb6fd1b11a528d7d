/** -help and -version as processes: in a pipe, on a terminal, through a pager; the lists of -D, -S and -regextype. */

import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatHelp, formatTopic } from '../../src/cli/help.ts';
import { DEBUG_MODES, STRATEGIES } from '../../src/walk/expr/command-line.ts';
import { REGEX_DIALECTS } from '../../src/walk/expr/regex/dialect.ts';
import { runTswalk } from '../fixture/run.ts';
import { hasTerminal, runOnTerminal } from '../fixture/terminal.ts';
import { makeTree } from '../fixture/tree.ts';

const plain = { columns: 80, color: false };

/** The standard output of a run that succeeds and says nothing else. */
function tell(words: readonly string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status } = runTswalk(words, { env });
  expect({ stderr: stderr.toString(), status }).toEqual({ stderr: '', status: 0 });
  return stdout.toString();
}

describe('-help in a pipe', () => {
  test.each(['-help', '--help'])('%s is all of it, plain', async (word) => {
    expect(tell([word])).toBe(await formatHelp('tswalk', plain));
  });

  test.each([
    [['-help', '-perm'], '-perm'],
    [['--help', '-wholename'], '-path'],
    [['-help', 'perm'], '-perm'],
    [['-help', '-newermt'], '-newerXY'],
    [['-help', '-O3'], '-O'],
    [['-help', '('], '('],
    [['-name', 'x', '-help', '-delete', '-nam'], '-delete'],
  ])('%j is about %s', async (words, name) => {
    expect(tell(words)).toBe(await formatTopic('tswalk', name, plain));
  });

  test.each([[['-help', 'src']], [['-help', '-']], [['-help', '']]])('%j is about everything', async (words) => {
    expect(tell(words)).toBe(await formatHelp('tswalk', plain));
  });

  test('a name that is none is told, with the one that may have been meant, and all of it', async () => {
    const { stdout, stderr, status } = runTswalk(['-help', '-nmae', 'x']);
    expect({ stdout: stdout.toString(), status }).toEqual({ stdout: await formatHelp('tswalk', plain), status: 0 });
    expect(stderr.toString()).toBe(
      [
        'tswalk: warning: tswalk -help -nmae x',
        'tswalk: warning:              ~~~~~',
        'tswalk: warning: Unknown argument; did you mean -name?',
        '\n',
      ].join('\n'),
    );
  });

  test('-color colours it', async () => {
    expect(tell(['-color', '-help'])).toBe(await formatHelp('tswalk', { columns: 80, color: true }));
  });

  test('an unknown long option is no help', () => {
    const { stdout, stderr, status } = runTswalk(['--hel']);
    expect({ stdout: stdout.toString(), status }).toEqual({ stdout: '', status: 1 });
    expect(stderr.toString()).toContain('Unknown argument; did you mean --help?');
  });
});

/** Pagers that show how they were called and what they were given. */
async function makePagers(...names: readonly string[]): Promise<Awaited<ReturnType<typeof makeTree>>> {
  const tree = await makeTree({});
  for (const name of names) {
    writeFileSync(tree.path(name), `#!/bin/sh\necho "[${name} $*]"\ncat\n`);
    chmodSync(tree.path(name), 0o755);
  }
  return tree;
}

describe.skipIf(!hasTerminal)('-help on a terminal', () => {
  const colored = (columns: number): Promise<string> => formatHelp('tswalk', { columns, color: true });

  test('goes through less, in colours, as wide as the terminal', async () => {
    await using pagers = await makePagers('less');
    const PATH = `${pagers.root}:${process.env.PATH}`;
    const { shown, status } = runOnTerminal(['-help'], { columns: 120, env: { PATH, PAGER: '' } });
    expect({ shown, status }).toEqual({ shown: `[less -FKRX]\n${await colored(120)}`, status: 0 });
  });

  test('goes through $PAGER, plain unless that is less', async () => {
    await using pagers = await makePagers('less', 'most');
    const PATH = `${pagers.root}:${process.env.PATH}`;
    const most = runOnTerminal(['-help', '-perm'], { env: { PATH, PAGER: 'most -x' } });
    expect(most.shown).toBe(`[most -x]\n${await formatTopic('tswalk', '-perm', plain)}`);
    const less = runOnTerminal(['-help'], { env: { PATH, PAGER: 'less -i' } });
    expect(less.shown).toBe(`[less -i -FKRX]\n${await colored(80)}`);
  });

  test.each([
    ['NO_COLOR is set', ['-help'], { NO_COLOR: '1' }],
    ['-nocolor is there', ['-nocolor', '-help'], {}],
  ])('is plain where %s', async (_, words, env) => {
    await using pagers = await makePagers('less');
    const { shown } = runOnTerminal(words, { env: { PATH: `${pagers.root}:${process.env.PATH}`, PAGER: '', ...env } });
    expect(shown).toBe(`[less -FKRX]\n${await formatHelp('tswalk', plain)}`);
  });

  test('a pager that is not there is passed over', async () => {
    await using pagers = await makePagers('less');
    const { shown, status } = runOnTerminal(['-help'], {
      env: { PATH: `${pagers.root}:${process.env.PATH}`, PAGER: 'no-such-pager' },
    });
    expect({ shown: shown.split('\n')[0], status }).toEqual({ shown: '[less -FKRX]', status: 0 });
  });

  test('a pager that does not read is no failure', () => {
    expect(runOnTerminal(['-help'], { env: { PAGER: 'true' } })).toEqual({ shown: '', status: 0 });
  });
});

describe('-version', () => {
  test.each(['-version', '--version'])('%s tells of what tswalk is made', (word) => {
    const lines = tell([word]).split('\n');
    expect(lines[0]).toMatch(/^tswalk \d+\.\d+\.\d+( \(commit [0-9a-f]+\))?$/);
    expect(lines[1]).toBe(`  Node.js   ${process.version}, ${process.platform} ${process.arch}`);
    expect(lines[2]).toMatch(/^ {2}backend {3}(sync|uring|uring and sync|node)\b/);
    expect(lines[3]).toMatch(/^ {2}io_uring {2}(liburing \d+\.\S+|without )/);
  });

  test.each(['sync', 'node'])('tells that TSWALK_IO=%s is heeded', (choice) => {
    expect(tell(['-version'], { TSWALK_IO: choice })).toContain(`\n  backend   ${choice}; TSWALK_IO=${choice}`);
  });

  test('tells that an unknown TSWALK_IO is not', () => {
    expect(tell(['-version'], { TSWALK_IO: 'fast' })).toContain('it is not heeded');
  });
});

test.each([
  ['-D', Object.keys(DEBUG_MODES)],
  ['-S', STRATEGIES],
  ['-regextype', REGEX_DIALECTS],
])('%s help lists what there is', (name, values) => {
  const text = tell([name, 'help']);
  for (const value of values) expect(text).toMatch(new RegExp(`^  ${value}\\b`, 'm'));
});
