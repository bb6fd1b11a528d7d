/** What the system calls say of a process that was started in a special way, and what they make of its signals. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, type RunOptions, run, type Word } from '../fixture/run.ts';
import { makeScript, type Script } from '../fixture/script.ts';

/** Prints as JSON what `system` says: the facts, or with `pipe` what comes of writing to a pipe that nobody reads. */
const CODE = `
  import { openIoq } from './open-ioq.ts';
  const { system } = openIoq({ queueDepth: 1, workers: 1, backend: process.argv[2] as 'sync' | 'node' }, '');
  const [, , , what] = process.argv;
  if (what === 'pipe' || what === 'filter') {
    if (what === 'filter') system.takeSignals();
    const bytes = Buffer.alloc(1 << 20);
    const result = system.write(1, bytes, 0, bytes.length);
    system.write(2, Buffer.from(String(result)), 0, String(result).length);
  } else if (what === 'usr1') {
    system.takeSignals();
    process.kill(process.pid, 'SIGUSR1');
    setTimeout(() => system.write(1, Buffer.from('alive'), 0, 5), 100);
  } else if (what === 'counts') {
    system.takeSignals();
    const counts = new Int32Array(2);
    system.countSignals(counts);
    for (const signal of ['SIGUSR1', 'SIGUSR1', 'SIGWINCH', 'SIGCONT', 'SIGUSR1'] as const) process.kill(process.pid, signal);
    system.write(1, Buffer.from(counts.join()), 0, counts.join().length);
  } else if (what === 'terminal') {
    const state = JSON.stringify([1, 2].map((fd) => system.terminalState(fd)));
    system.write(1, Buffer.from(state), 0, state.length);
  } else {
    const facts = JSON.stringify({
      words: system.commandLine().slice(2).map((word) => Buffer.from(word).toString('latin1')),
      closed: [0, 1, 2].map((fd) => system.wasClosed(fd)),
      terminal: [0, 1, 2].map((fd) => system.isTerminal(fd)),
      limit: system.descriptorLimits().limit,
      umask: system.umask(),
      processors: system.usableProcessors(),
      utf8: system.isUtf8Locale(),
    });
    const fd = what === undefined || what.startsWith('/') === false ? 1 : system.createFile(Buffer.from(what));
    system.write(fd, Buffer.from(facts), 0, Buffer.byteLength(facts));
  }
`;

let script: Script;
beforeAll(async () => {
  script = await makeScript(CODE);
});
afterAll(() => script[Symbol.asyncDispose]());

describe.each(['sync', 'node'])('%s', (backend) => {
  const start = (words: readonly Word[], options?: RunOptions): Outcome =>
    run([process.execPath, script.path, backend, ...words], options);
  const facts = (words: readonly Word[], options?: RunOptions): Record<string, unknown> => {
    const { stdout, stderr } = start(words, options);
    expect(stderr.toString()).toBe('');
    return JSON.parse(stdout.toString());
  };

  test('the words of the command line are bytes', () => {
    const words = ['-name', Buffer.from([0xff, 0x2a]), '', 'é', Buffer.from([0xc3, 0x28]), 'a\nb'];
    const expected = [backend, ...words.map((word) => Buffer.from(word).toString('latin1'))];
    expect(facts(words)).toMatchObject({ words: expected });
  });

  test.each([
    ['nothing', '', [false, false, false]],
    ['none, but the input is the null device', '</dev/null', [false, false, false]],
    ['none, but errors go to the null device', '2>/dev/null', [false, false, false]],
    ['none, but the shell has the null device there as well', '2<>/dev/null', [false, false, false]],
  ])('which standard streams were closed: %s', (_, after, closed) => {
    // Opened by the shell itself, the null device counts as closed: no shell opens it so unless it is told to.
    const before = after.includes('<>') ? `exec ${after};` : '';
    expect(facts([], before === '' ? { after } : { before })).toMatchObject({ closed, terminal: [false, false, false] });
  });

  test('which standard streams are a terminal', async () => {
    await using out = await makeScript('');
    const file = out.path.replace('script.cjs', 'facts');
    run(['script', '-qec', `${process.execPath} ${script.path} ${backend} ${file} 2>/dev/null`, '/dev/null']);
    expect(JSON.parse(run(['cat', file]).stdout.toString())).toMatchObject({ terminal: [true, true, false] });
  });

  test('what a terminal is like', () => {
    const code = `stty rows 7 cols 33; ${process.execPath} ${script.path} ${backend} terminal 2>/dev/null`;
    const states = JSON.parse(run(['script', '-qec', code, '/dev/null']).stdout.toString());
    expect(states).toEqual([{ columns: 33, rows: 7, isOurs: true }, -25]);
  });

  test('limits that the shell has set', () => {
    expect(facts([], { before: 'ulimit -n 64; umask 027;' })).toMatchObject({ limit: 64, umask: 0o027 });
    expect(facts([], { prefix: 'taskset -c 0' })).toMatchObject({ processors: 1 });
  });

  test.each<[Record<string, string>, boolean]>([
    [{ LC_ALL: 'C.UTF-8' }, true],
    [{ LC_ALL: 'C.utf8' }, true],
    [{ LC_ALL: 'C' }, false],
    [{ LC_ALL: 'POSIX', LANG: 'C.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, true],
    [{ LC_ALL: '', LC_CTYPE: 'C', LANG: 'C.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8' }, true],
    [{ LC_ALL: '', LC_CTYPE: '', LANG: '' }, false],
    [{ LC_ALL: 'xx_XX.UTF-8' }, false],
    [{ LC_ALL: 'C.ISO-8859-1' }, false],
  ])('%j is a UTF-8 locale: %s', (env, utf8) => {
    expect(facts([], { env })).toMatchObject({ utf8 });
  });

  describe('signals', () => {
    const writeToNobody = (what: string): Outcome =>
      run(['bash', '-c', `${process.execPath} ${script.path} ${backend} ${what} | true; exit $\{PIPESTATUS[0]}`]);

    test('before takeSignals a pipe that nobody reads is EPIPE', () => {
      expect(writeToNobody('pipe')).toMatchObject({ status: 0, stderr: Buffer.from('-32') });
    });

    test('after it the process dies of SIGPIPE', () => {
      expect(writeToNobody('filter')).toMatchObject({ status: 141, stderr: Buffer.alloc(0) });
    });

    test('what asks for something to be shown is counted, where there is the addon', () => {
      expect(start(['counts']).stdout.toString()).toBe(backend === 'node' ? '0,0' : '3,2');
    });

    test('SIGUSR1 neither ends the process nor opens the inspector', () => {
      expect(start(['usr1'])).toMatchObject({ status: 0, stdout: Buffer.from('alive'), stderr: Buffer.alloc(0) });
    });
  });
});
