/** The words of commands, what is told of their ends, and how entries are packed into batches. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArgumentSpace } from '../../../src/ioq/processes.ts';
import { AT_FDCWD } from '../../../src/ioq/system.ts';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { compileSubject, compileWords } from '../../../src/walk/action/command-words.ts';
import { compileExec } from '../../../src/walk/action/exec.ts';
import { ExecBatch } from '../../../src/walk/action/exec-batch.ts';
import type { Command, ExecServices } from '../../../src/walk/action/exec-services.ts';
import type { Entry } from '../../../src/walk/entry.ts';
import { makeEntry, pathBytes } from './entries.ts';

const E2BIG = 7;
const ENOENT = 2;
const EACCES = 13;
const POINTER = 8;

interface World {
  readonly services: ExecServices;
  /** What happened, in order: `run WORD WORD`, `prepare`, `ask PROMPT`, `failed TEXT`, `warned TEXT`, `open`, `close`. */
  readonly log: string[];
}

interface WorldOptions {
  /** What a run gives, by its words. */
  readonly run?: (words: readonly string[], end: number) => number;
  readonly space?: ArgumentSpace;
  readonly input?: string;
  readonly isTerminal?: boolean;
  readonly directory?: number;
  readonly trace?: boolean;
}

const ROOMY: ArgumentSpace = { limit: 2_097_152, environment: 1000, page: 4096 };

function makeWorld(options: WorldOptions = {}): World {
  const log: string[] = [];
  const input = Buffer.from(options.input ?? '');
  let at = 0;
  const services: ExecServices = {
    system: {
      errorText: (errno) => `errno ${errno}`,
      isTerminal: () => options.isTerminal ?? false,
      close: (fd) => {
        log.push(`close ${fd}`);
        return 0;
      },
      write: (fd, bytes, start, end) => {
        log.push(`ask ${fd} ${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`);
        return 0;
      },
      read: (_fd, bytes) => {
        if (at === input.length) return 0;
        bytes[0] = input[at++]!;
        return 1;
      },
    },
    workingDirectory: -100,
    processes: {
      argumentSpace: () => options.space ?? ROOMY,
      signalText: (signal) => `name of ${signal}`,
      run: (words, end, dirfd) => {
        const list = Buffer.from(words.subarray(0, end)).toString('latin1').split('\0').slice(0, -1);
        log.push(`run${dirfd === AT_FDCWD ? '' : ` in ${dirfd}`} ${list.join(' ')}`);
        return options.run?.(list, end) ?? 0;
      },
    },
    isYes: (answer) => Buffer.from(answer).toString() === 'y',
    utf8: true,
    openDirectoryOf: () => options.directory ?? 9,
    prepare: () => void log.push('prepare'),
    failed: (text) => void log.push(`failed ${text}`),
    warned: (text) => void log.push(`warned ${text}`),
    trace: options.trace ? (text) => void log.push(`trace ${text}`) : null,
  };
  return { services, log };
}

const command = (words: string, changes: Partial<Command> = {}): Command => ({
  primary: '-exec',
  command: words === '' ? [] : words.split(' ').map(pathBytes),
  inDirectory: false,
  ...changes,
});

const entryOf = (path: string | Uint8Array, depth = 0): Entry => makeEntry(path, depth).entry;

describe('what is told of commands, where somebody wants to know', () => {
  const traced = (world: World): string[] => world.log.filter((line) => line.startsWith('trace ')).map((line) => line.slice(6));

  test('how the space for arguments is divided, what each batch takes of it, how it ended', () => {
    const space = { limit: 10_000, environment: 1000, page: 4096 };
    const world = makeWorld({ trace: true, space, run: () => 3 << 8 });
    const batch = new ExecBatch(command('echo hi'), world.services);
    batch.add(entryOf('ab'));
    batch.add(entryOf('c'));
    batch.end();
    expect(traced(world)).toEqual([
      '-exec: ARG_MAX:    10000 bytes as sysconf(3) says',
      '-exec: ARG_MAX:     9000 bytes are left beside the environment',
      '-exec: ARG_MAX:     8968 bytes are left beside the fixed words',
      '-exec: ARG_MAX:     4872 bytes are left beside a page to spare',
      '-exec: ARG_MAX:     2824 bytes are left beside the headroom that POSIX asks for',
      '-exec: ARG_MAX:     2824 bytes may be spent on entries',
      '-exec: the walk is over: running what was collected',
      '-exec: running echo ... [2 entries, 21 bytes]',
      '-exec echo: exit status 3',
    ]);
  });

  test('that a batch was too big, and what is tried next', () => {
    const world = makeWorld({ trace: true, run: (words) => (words.length > 3 ? -E2BIG : 0) });
    const batch = new ExecBatch(command('echo'), world.services);
    for (const name of ['a', 'b', 'c', 'd']) batch.add(entryOf(name));
    batch.end();
    expect(traced(world).filter((line) => /running echo|too big/.test(line))).toEqual([
      '-exec: running echo ... [4 entries, 40 bytes]',
      '-exec: too big (E2BIG): 0 to 38 bytes may fit, trying 19',
      '-exec: running echo ... [1 entries, 10 bytes]',
      '-exec: running echo ... [3 entries, 30 bytes]',
      '-exec: too big (E2BIG): 10 to 29 bytes may fit, trying 19',
      '-exec: running echo ... [1 entries, 10 bytes]',
      '-exec: running echo ... [2 entries, 20 bytes]',
    ]);
  });

  test('a command for each entry, one that cannot be started, and one that was killed', () => {
    const results = [0, -ENOENT, 9];
    const world = makeWorld({ trace: true, run: () => results.shift()! });
    const matches = compileExec(command('echo {}'), false, world.services);
    for (const name of ['a', 'b', 'c']) matches(entryOf(name));
    expect(traced(world)).toEqual([
      '-exec: running echo ... [7 bytes]',
      '-exec: running echo ... [7 bytes]',
      '-exec echo: not started: errno 2',
      '-exec: running echo ... [7 bytes]',
      '-exec echo: killed by signal 9',
    ]);
  });
});

describe('words', () => {
  const expand = (words: string, path: string, depth: number, inDirectory: boolean): string[] => {
    const sink = new Scratch(1);
    compileWords(words.split(' ').map(pathBytes), compileSubject(inDirectory))(entryOf(path, depth), sink);
    return Buffer.from(sink.bytes.subarray(0, sink.length)).toString().split('\0').slice(0, -1);
  };

  test.each([
    ['echo {} {}x{}{}', 'a/b', ['echo', 'a/b', 'a/bxa/ba/b']],
    ['{}', 'a', ['a']],
    ['{ } {}} {{}} {{}', 'a', ['{', '}', 'a}', '{a}', '{a']],
    ['a  b', 'x', ['a', '', 'b']],
  ])('%j with %s', (words, path, expected) => {
    expect(expand(words, path, 0, false)).toEqual(expected);
  });

  test.each([
    ['a/b', 1, './b'],
    ['a/b', 0, './b'],
    ['a/b/', 0, './b/'],
    ['a', 0, './a'],
    ['.', 0, './.'],
    ['..', 0, './..'],
    ['/', 0, '/'],
    ['//', 0, '/'],
    ['/etc', 0, './etc'],
    ['/etc', 1, './etc'],
    ['-n', 0, './-n'],
  ])('in its directory %s at depth %i is %s', (path, depth, expected) => {
    expect(expand('{}', path, depth, true)).toEqual([expected]);
  });
});

describe('a command for each entry', () => {
  test.each([
    ['success', 0, true, [], []],
    ['another status', 5 << 8, false, [], []],
    ['a signal', 9, false, ['warned -exec "a b": terminated by signal 9 (name of 9)'], []],
    ['a signal and a core', 0x80 | 11, false, ['warned -exec "a b": terminated by signal 11 (name of 11)'], []],
    ['not started', -ENOENT, false, [], ['0: -exec "a b": errno 2']],
  ])('%s', (_, result, value, told, failures) => {
    const { services, log } = makeWorld({ run: () => result });
    const made = makeEntry('x');
    const matcher = compileExec({ ...command(''), command: [pathBytes('a b'), pathBytes('{}')] }, false, services);
    expect(matcher(made.entry)).toBe(value);
    expect(log).toEqual(['prepare', 'run a b x', ...told]);
    expect(made.failures).toEqual(failures);
  });

  test('runs in an open directory, which is closed again', () => {
    const { services, log } = makeWorld();
    expect(compileExec(command('c {}', { inDirectory: true }), false, services)(entryOf('d/x', 1))).toBe(true);
    expect(log).toEqual(['prepare', 'run in 9 c ./x', 'close 9']);
  });

  test('a directory that cannot be had is a failure of the entry', () => {
    const { services, log } = makeWorld({ directory: -EACCES });
    const made = makeEntry('d/x', 1);
    expect(compileExec(command('c {}', { inDirectory: true }), false, services)(made.entry)).toBe(false);
    expect([log, made.failures]).toEqual([['prepare'], [String(EACCES)]]);
  });

  test.each([
    ['y\n', false, true, 'ask 2 c x ? '],
    ['n\n', false, false, 'ask 2 c x ? '],
    ['y', false, true, 'ask 2 c x ? '],
    ['y\n', true, true, 'ask 2 c x ? '],
  ])('asks first, and runs after %j (terminal: %s)', (input, isTerminal, value, prompt) => {
    const { services, log } = makeWorld({ input, isTerminal });
    expect(compileExec(command('c {}'), true, services)(entryOf('x'))).toBe(value);
    expect(log).toEqual(['prepare', prompt, ...(value ? ['run c x'] : [])]);
  });

  test('what would act on a terminal is escaped in the prompt, and on a terminal only', () => {
    const [shown, plain] = [true, false].map((isTerminal) => {
      const { services, log } = makeWorld({ isTerminal });
      compileExec(command('c {}'), true, services)(entryOf('a\x1bb'));
      return log[1];
    });
    expect(shown).toBe("ask 2 c $'a\\eb' ? ");
    expect(plain).toBe('ask 2 c a\x1bb ? ');
  });
});

describe('batches', () => {
  test('entries are collected until the end', () => {
    const { services, log } = makeWorld();
    const batch = new ExecBatch(command('c -x'), services);
    for (const path of ['a', 'b/c', 'd']) expect(batch.add(entryOf(path))).toBe(true);
    expect(log).toEqual([]);
    batch.end();
    batch.end();
    expect(log).toEqual(['prepare', 'run c -x a b/c d']);
    expect(batch.failed).toBe(false);
  });

  test('without an entry nothing is run', () => {
    const { services, log } = makeWorld();
    new ExecBatch(command('c'), services).end();
    expect(log).toEqual([]);
  });

  test.each([
    ['a status', 1 << 8, []],
    ['a signal', 15, ['warned -exec c: terminated by signal 15 (name of 15)']],
    ['no start', -ENOENT, ['failed -exec c: errno 2']],
  ])('%s makes it fail', (_, result, told) => {
    const { services, log } = makeWorld({ run: () => result });
    const batch = new ExecBatch(command('c'), services);
    batch.add(entryOf('a'));
    batch.end();
    expect(log).toEqual(['prepare', 'run c a', ...told]);
    expect(batch.failed).toBe(true);
  });

  test('where no word is fixed, messages name the place of the first path', () => {
    const { services, log } = makeWorld({ run: () => -ENOENT });
    const batch = new ExecBatch(command(''), services);
    batch.add(entryOf('a'));
    batch.end();
    expect(log.at(-1)).toBe('failed -exec {}: errno 2');
  });

  test('the budget is ARG_MAX less environment, fixed words, a page and 2048 bytes, to the byte', () => {
    const fixed = 'c'.length + 1 + POINTER + POINTER;
    // Three paths of one letter, and not one byte more.
    const room = 3 * (1 + 1 + POINTER);
    for (const [spare, expected] of [
      [0, ['run c a b c', 'run c d']],
      [-1, ['run c a b', 'run c c d']],
    ] as const) {
      const limit = room + spare + 1000 + fixed + 4096 + 2048;
      const { services, log } = makeWorld({ space: { limit, environment: 1000, page: 4096 } });
      const batch = new ExecBatch(command('c'), services);
      for (const path of ['a', 'b', 'c', 'd']) batch.add(entryOf(path));
      batch.end();
      expect(log.filter((line) => line !== 'prepare')).toEqual(expected);
    }
  });

  test('without any room each path is run alone', () => {
    const { services, log } = makeWorld({ space: { limit: 100, environment: 5000, page: 4096 } });
    const batch = new ExecBatch(command('c'), services);
    for (const path of ['a', 'b']) batch.add(entryOf(path));
    batch.end();
    expect(log.filter((line) => line !== 'prepare')).toEqual(['run c a', 'run c b']);
  });

  test('a path that is longer than a word may be is an error of its own', () => {
    const { services, log } = makeWorld();
    const batch = new ExecBatch(command('c'), services);
    batch.add(entryOf('a'));
    const long = makeEntry('x'.repeat(131_072));
    batch.add(long.entry);
    batch.add(entryOf('b'));
    batch.end();
    expect(log).toEqual(['prepare', 'run c a b']);
    expect(long.failures).toEqual([`0: -exec c: errno ${E2BIG}`]);
    expect(batch.failed).toBe(true);
  });

  /** A system that takes `most` bytes, whatever it has promised. */
  const tight = (most: number) => (_words: readonly string[], end: number) => (end > most ? -E2BIG : 0);

  test('whatever the system really takes, each path is run once, in order', () => {
    const paths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(paths, fc.integer({ min: 320, max: 20_000 }), (lengths, most) => {
        const done: string[] = [];
        const run = tight(most);
        const { services } = makeWorld({
          run: (words, end) => {
            const result = run(words, end);
            if (result === 0) done.push(...words.slice(1));
            return result;
          },
        });
        const batch = new ExecBatch(command('c'), services);
        const all = lengths.map((length, i) => `${i}-`.padEnd(length + 5, 'x'));
        for (const path of all) batch.add(entryOf(path));
        batch.end();
        expect(done).toEqual(all);
        expect(batch.failed).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('after an overflow batches soon have nearly the size that fits', () => {
    const sizes: number[] = [];
    let refused = 0;
    const { services } = makeWorld({
      run: (_words, end) => {
        if (end > 30_000) {
          refused++;
          return -E2BIG;
        }
        sizes.push(end);
        return 0;
      },
      space: { limit: 110_000, environment: 1000, page: 4096 },
    });
    const batch = new ExecBatch(command('c'), services);
    for (let i = 0; i < 30_000; i++) batch.add(entryOf(`path-${i}`.padEnd(20, '-')));
    batch.end();
    expect(refused).toBeLessThan(40);
    expect(sizes.at(-2)).toBeGreaterThan(24_000);
  });

  test('a path that does not fit even alone is an error, and the others are run', () => {
    const done: string[] = [];
    const { services, log } = makeWorld({
      run: (words) => {
        if (words.some((word) => word.startsWith('big'))) return -E2BIG;
        done.push(...words.slice(1));
        return 0;
      },
    });
    const batch = new ExecBatch(command('c'), services);
    for (const path of ['a', 'b', 'big', 'c', 'd']) batch.add(entryOf(path));
    batch.end();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
    expect(log.filter((line) => line.startsWith('failed'))).toEqual([`failed -exec c: errno ${E2BIG}`]);
    expect(batch.failed).toBe(true);
  });

  test('in directories a batch ends where the directory changes, and its descriptor is closed', () => {
    const { services, log } = makeWorld();
    const batch = new ExecBatch(command('c', { inDirectory: true }), services);
    const paths = [
      ['d/a', 1],
      ['d/b', 1],
      ['d/e/a', 2],
      ['d/f', 1],
      ['d/g', 0],
    ] as const;
    for (const [path, depth] of paths) batch.add(entryOf(path, depth));
    batch.end();
    const runs = ['run in 9 c ./a ./b', 'run in 9 c ./a', 'run in 9 c ./f ./g'];
    expect(log).toEqual(runs.flatMap((run) => ['prepare', run, 'close 9']));
  });

  test('/ and what is in it have one directory, a bare name another', () => {
    const { services, log } = makeWorld();
    const batch = new ExecBatch(command('c', { inDirectory: true }), services);
    for (const path of ['/', '/etc', '//', 'etc']) batch.add(entryOf(path));
    batch.end();
    expect(log.filter((line) => line.startsWith('run'))).toEqual(['run in 9 c / ./etc /', 'run in 9 c ./etc']);
  });
});
