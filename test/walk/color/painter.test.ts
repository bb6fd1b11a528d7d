/** How paths are painted: REFERENCE.md 12.4, 12.5, 23.11. */

import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STATUS_BYTES } from '../../../src/ioq/layout.ts';
import { AT_FDCWD, type Follow } from '../../../src/ioq/system.ts';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { compileList } from '../../../src/walk/action/ls.ts';
import { compilePrint } from '../../../src/walk/action/print.ts';
import { compilePrintf } from '../../../src/walk/action/printf.ts';
import { readColors } from '../../../src/walk/color/coloring.ts';
import { EntryPainter } from '../../../src/walk/color/entry-painter.ts';
import type { FileColors } from '../../../src/walk/color/file-colors.ts';
import type { Entry } from '../../../src/walk/entry.ts';
import { parsePrintfFormat } from '../../../src/walk/expr/printf-format.ts';
import type { Status } from '../../../src/walk/status.ts';
import { directory, fifo, file, link, makeTree, type Tree } from '../../fixture/tree.ts';
import { makeEntry, makeOutput, makeServices, system } from '../action/entries.ts';

/** `<31>text<0>` for `ESC[31mtextESC[0m`: short to write, and the frame is tested by it. */
const FRAME = 'lc=<:rc=>';

const services = {
  statBeside: (entry: Entry, path: Uint8Array, follow: Follow, status: Status): number => {
    const inner = path[0] === 0x2f ? path : Buffer.concat([entry.path.subarray(0, entry.directoryLength), path]);
    const record = new Uint8Array(STATUS_BYTES);
    const result = system.stat(AT_FDCWD, inner, follow, record);
    status.words = new Int32Array(record.buffer);
    status.base = 0;
    return result;
  },
  hasCapabilities: (entry: Entry): number => (Buffer.from(entry.bytes).includes('capable') ? 1 : 0),
};

const makePainter = (rules: string): EntryPainter =>
  new EntryPainter(readColors({ LS_COLORS: rules === '' ? FRAME : `${FRAME}:${rules}` }) as FileColors, true, services);

const makeCol = (): Promise<Tree> =>
  makeTree([
    [
      'col',
      directory([
        ['dir', directory({ file: file() })],
        ['exec', file({ mode: 0o755 })],
        ['file.txt', file()],
        ['a.TAR.gz', file()],
        ['broken', link('nosuch')],
        ['into', link('dir/nosuch')],
        ['through', link('file.txt/x')],
        ['device', link('/dev/null')],
        ['plain', link('file.txt')],
        ['again', link('broken')],
        ['fifo', fifo()],
        ['capable', file()],
        ['\x1b[1m', file()],
        [Buffer.from('bad\xff', 'latin1'), file()],
        ['new\nline', file()],
        ['sticky', directory({}, { mode: 0o1777 })],
        ['ümläut', file()],
      ]),
    ],
  ]);

/** Run in the tree, so that paths are as short as in the reference. */
async function inCol(check: () => void): Promise<void> {
  await using tree = await makeCol();
  const before = process.cwd();
  process.chdir(tree.root);
  try {
    check();
  } finally {
    process.chdir(before);
  }
}

function printed(rules: string, path: string | Uint8Array, depth = 1): string {
  const memory = makeOutput();
  expect(compilePrint(memory.output, true, makePainter(rules))(makeEntry(path, depth).entry)).toBe(true);
  return memory.text().slice(0, -1);
}

describe('-print', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['', 'col/dir', '<01;34>col/dir<0>'],
    ['', 'col/exec', '<01;34>col/<0><01;32>exec<0>'],
    ['', 'col/file.txt', '<01;34>col/<0>file.txt'],
    ['', 'col/fifo', '<01;34>col/<0><33>fifo<0>'],
    ['', 'col/sticky', '<01;34>col/<0><30;42>sticky<0>'],
    ['tw=01;34', 'col/sticky', '<01;34>col/<0><01;34>sticky<0>'],
    ['', 'col/\x1b[1m', "<01;34>col/<0>$'\\e[1m'"],
    ['fi=36', 'col/\x1b[1m', "<01;34>col/<0><36>$'\\e[1m'<0>"],
    ['', Buffer.from('col/bad\xff', 'latin1'), "<01;34>col/<0>$'bad\\xFF'"],
    ['', 'col/new\nline', '<01;34>col/<0>new\nline'],
    ['', 'col/ümläut', `<01;34>col/<0>${Buffer.from('ümläut').toString('latin1')}`],
    ['', 'col/broken', '<01;34>col/<0><01;36>broken<0>'],
    ['or=41', 'col/broken', '<01;34>col/<0><41>broken<0>'],
    ['or=41', 'col/plain', '<01;34>col/<0><01;36>plain<0>'],
    ['ln=0', 'col/plain', '<01;34>col/<0>plain'],
    ['ln=target:or=41:mi=42', 'col/broken', '<01;34>col/<0><41>broken<0>'],
    ['ln=target:or=41:mi=42', 'col/device', '<01;34>col/<0><01;33>device<0>'],
    ['ln=target:or=41:mi=42', 'col/plain', '<01;34>col/<0>plain'],
    ['ln=target:no=34', 'col/broken', '<01;34>col/<0><34>broken<0>'],
    ['*.gz=31:*.tar.gz=32', 'col/a.TAR.gz', '<01;34>col/<0><32>a.TAR.gz<0>'],
    ['ex=00:*.txt=35:fi=36:no=34:di=0', 'col/exec', 'col/<36>exec<0>'],
    ['ex=00:*.txt=35:fi=36:no=34:di=0', 'col/file.txt', 'col/<35>file.txt<0>'],
    ['ex=00:*.txt=35:fi=36:no=34:di=0', 'col/dir', 'col/dir'],
    ['rs=7:ec=END', 'col/dir', '<01;34>col/dirEND'],
    ['ca=44', 'col/capable', '<01;34>col/<0><44>capable<0>'],
    ['', 'col/nosuch', '<01;34>col/<0>nosuch'],
    ['mi=42', 'col/nosuch', '<01;34>col/<0><42>nosuch<0>'],
    ['or=41', 'col/nosuch', '<01;34>col/<0><41>nosuch<0>'],
  ])('%s: %s', async (rules, path, expected) => {
    await inCol(() => {
      expect(printed(rules, path)).toBe(expected);
    });
  });

  test.each<[string, string]>([
    ['col', '<01;34>col<0>'],
    ['col/', '<01;34>col/<0>'],
    ['col/dir//', '<01;34>col/dir//<0>'],
    ['col/sticky/', '<01;34>col/<0><30;42>sticky/<0>'],
    ['col/exec', '<01;34>col/<0><01;32>exec<0>'],
    ['./col//file.txt', '<01;34>./col//<0>file.txt'],
    ['/', '<01;34>/<0>'],
  ])('a starting point: %s', async (path, expected) => {
    await inCol(() => {
      expect(printed('', path, 0)).toBe(expected);
    });
  });

  test('a cursor that moves from directory to directory', () => {
    const memory = makeOutput();
    const print = compilePrint(memory.output, true, makePainter('su=0:sg=0:ex=0:st=0:ow=0:tw=0'));
    const { entry } = makeEntry('top/one', 1);
    entry.type = 8;
    for (const prefix of ['top/', 'pot/', 'pot/', 'top/x/', 'top/y/', 'top/x\x1b/', 'top/y/']) {
      entry.path.set(Buffer.from(prefix));
      entry.directoryLength = prefix.length;
      entry.pathLength = -1;
      print(entry);
    }
    expect(memory.text()).toBe(
      '<01;34>top/<0>one\n<01;34>pot/<0>one\n<01;34>pot/<0>one\n<01;34>top/x/<0>one\n<01;34>top/y/<0>one\n' +
        "<01;34>$'top/x\\e/'<0>one\n<01;34>top/y/<0>one\n",
    );
  });

  test('nothing is lost where a buffer ends', async () => {
    await inCol(() => {
      const memory = makeOutput();
      const print = compilePrint(memory.output, true, makePainter(''));
      const { entry } = makeEntry('col/exec', 1);
      for (let i = 0; i < 10_000; i++) print(entry);
      expect(memory.text()).toBe('<01;34>col/<0><01;32>exec<0>\n'.repeat(10_000));
    });
  });

  test('a path longer than the buffer', () => {
    const path = `top/${'x'.repeat(250)}/`.repeat(300);
    const { entry } = makeEntry(`${path}end`, 3);
    entry.type = 1;
    const memory = makeOutput();
    compilePrint(memory.output, true, makePainter(''))(entry);
    expect(memory.text()).toBe(`<01;34>${path}<0><33>end<0>\n`);
  });
});

describe('-printf', () => {
  const format = (rules: string, text: string, path: string, depth: number): string => {
    const memory = makeOutput();
    const parsed = parsePrintfFormat(Buffer.from(text));
    compilePrintf(memory.output, parsed, makeServices(), makePainter(rules))(makeEntry(path, depth).entry);
    return memory.text();
  };
  test.each<[string, string, number, string]>([
    ['%p|%f|%h|%H|%P', 'col/exec', 1, '<01;34>col/<0><01;32>exec<0>|<01;32>exec<0>|<01;34>col<0>|<01;34>col<0>|<01;32>exec<0>'],
    ['%p|%f|%h|%H|%P', 'col', 0, '<01;34>col<0>|<01;34>col<0>|<01;34>.<0>|<01;34>col<0>|'],
    ['%P', 'col/dir/file', 2, '<01;34>dir/<0>file'],
    ['%f|%h', '/', 0, '<01;34>/<0>|<01;34>/<0>'],
    ['%10f|%-5p|%.2f|%s', 'col/exec', 1, '      exec|col/exec|ex|0'],
    ['%l', 'col/plain', 1, 'file.txt'],
    ['%l', 'col/device', 1, '<01;34>/dev/<0><01;33>null<0>'],
    ['%l', 'col/into', 1, '<01;34>dir/<0>nosuch'],
    ['%9l', 'col/device', 1, '/dev/null'],
    ['%l', 'col/exec', 1, ''],
  ])('%s of %s', async (text, path, depth, expected) => {
    await inCol(() => {
      expect(format('', text, path, depth)).toBe(expected);
    });
  });
});

describe('-ls', () => {
  const listed = (rules: string, path: string): string => {
    const memory = makeOutput();
    const { entry } = makeEntry(path, 1);
    compileList(memory.output, makeServices(), makePainter(rules))(entry);
    return memory.text().slice(0, -1);
  };

  test('the columns are in no, the path is not', async () => {
    await inCol(() => {
      expect(listed('no=34', 'col/exec')).toMatch(/^<34> *\d+ +\d+ -rwxr-xr-x .*\d<0> <01;34>col\/<0><01;32>exec<0>$/);
      expect(listed('', 'col/exec')).toMatch(/^ *\d+ +\d+ -rwxr-xr-x .*\d <01;34>col\/<0><01;32>exec<0>$/);
    });
  });

  test.each<[string, string]>([
    ['col/broken', '<42>nosuch<0>'],
    ['col/into', '<01;34>dir/<0><42>nosuch<0>'],
    ['col/through', 'file.txt<42>/x<0>'],
    ['col/device', '<01;34>/dev/<0><01;33>null<0>'],
    ['col/plain', 'file.txt'],
    ['col/again', '<41>broken<0>'],
  ])('what %s says, as far as it is there', async (path, expected) => {
    await inCol(() => {
      expect(listed('ln=target:or=41:mi=42', path).split(' -> ')[1]).toBe(expected);
    });
  });

  test('a loop is a link to nothing', async () => {
    await inCol(() => {
      symlinkSync('loop', 'col/loop');
      expect(listed('or=41', 'col/loop')).toMatch(/<41>loop<0> -> <41>loop<0>$/);
    });
  });
});

test('an empty run is nothing', () => {
  const sink = new Scratch();
  makePainter('').brush.run(sink, Uint8Array.of(1), Uint8Array.of());
  expect(sink.length).toBe(0);
});
