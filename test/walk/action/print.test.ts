/** -print, -print0 and -printx: REFERENCE 9.1 and 12.5. */

import { describe, expect, test } from 'vitest';
import { OUTPUT_CAPACITY } from '../../../src/walk/action/output.ts';
import { compilePrint, compilePrint0, compilePrintx } from '../../../src/walk/action/print.ts';
import { makeEntry, makeOutput, pathBytes } from './entries.ts';

const EVERY_BYTE = Uint8Array.from({ length: 255 }, (_, i) => i + 1).filter((byte) => byte !== 0x2f);

describe('a path is printed byte for byte', () => {
  test.each<[string, string | Uint8Array, number]>([
    ['a starting point with its slashes', 'pf//', 0],
    ['the root directory', '/', 0],
    ['an entry below a starting point', 'pf/some/where/file.txt', 2],
    ['a name of every byte', Buffer.concat([pathBytes('top/'), EVERY_BYTE]), 1],
    ['a directory of every byte', Buffer.concat([pathBytes('top/'), EVERY_BYTE, pathBytes('/x')]), 2],
    ['a path longer than the buffer', `top/${'x'.repeat(250)}/`.repeat(300).concat('end'), 3],
  ])('%s', (_title, path, depth) => {
    const spelled = Buffer.from(pathBytes(path)).toString('latin1');
    const memory = makeOutput();
    const matchers = [compilePrint(memory.output, true), compilePrint0(memory.output)];
    for (const matcher of matchers) expect(matcher(makeEntry(path, depth).entry)).toBe(true);
    const { entry } = makeEntry(path, depth);
    entry.spellPath();
    matchers[0]!(entry);
    expect(memory.text()).toBe(`${spelled}\n${spelled}\0${spelled}\n`);
  });
});

test('a cursor that moves from array to array prints what it points at', () => {
  const memory = makeOutput();
  const print = compilePrint(memory.output, true);
  const { entry } = makeEntry('top/one', 1);
  print(entry);
  entry.bytes = Buffer.concat([pathBytes('other'), Buffer.alloc(7)]);
  entry.nameStart = 0;
  entry.nameEnd = 5;
  print(entry);
  entry.growPath(10_000);
  entry.path.set(pathBytes('pot/'));
  print(entry);
  // Too close to the array's end for eight bytes at a time.
  entry.bytes = pathBytes('tail');
  entry.nameEnd = 4;
  print(entry);
  expect(memory.text()).toBe('top/one\ntop/other\npot/other\npot/tail\n');
});

test('output is written in whole buffers, and nothing is lost between them', () => {
  const memory = makeOutput();
  const print = compilePrint(memory.output, true);
  const { entry } = makeEntry('top/a-file-name', 1);
  for (let i = 0; i < 10_000; i++) print(entry);
  expect(memory.text()).toBe('top/a-file-name\n'.repeat(10_000));
  expect(memory.writes()).toBe(Math.ceil(160_000 / OUTPUT_CAPACITY));
});

test('each path is written at once where the stream is immediate', () => {
  const memory = makeOutput({ immediate: true });
  compilePrint(memory.output, true)(makeEntry('top/a', 1).entry);
  compilePrintx(memory.output)(makeEntry('top/b', 1).entry);
  expect(memory.writes()).toBe(2);
});

test('-printx puts a backslash before what xargs would take apart', () => {
  const memory = makeOutput();
  compilePrintx(memory.output)(makeEntry('t/a b\tc\nd\\e$f\'g"h`i*é', 1).entry);
  expect(memory.text()).toBe(Buffer.from('t/a\\ b\\\tc\\\nd\\\\e\\$f\\\'g\\"h\\`i*é\n').toString('latin1'));
});

describe('on a terminal', () => {
  test.each<[string, string | Uint8Array, boolean, string]>([
    ['printable text is left alone', 'd/a b é 日本 🙂', true, 'd/a b é 日本 🙂'],
    ['newline and tab are left alone', 'd/a\nb\tc', true, 'd/a\nb\tc'],
    ['an escape sequence', 'd/\x1b[1m', true, "$'d/\\e[1m'"],
    ['a carriage return, and all that has a letter', "d/\r\n\t\x07\x08\x0b\x0c'\\", true, "$'d/\\r\\n\\t\\a\\b\\v\\f\\'\\\\'"],
    ['bytes that are no characters', Uint8Array.of(0x64, 0x2f, 0xff, 0xc3, 0x28, 0xe2, 0x82), true, "$'d/\\xFF\\xC3(\\xE2\\x82'"],
    [
      'an overlong form and a surrogate',
      Uint8Array.of(0x64, 0x2f, 0xc0, 0xaf, 0xed, 0xa0, 0x80),
      true,
      "$'d/\\xC0\\xAF\\xED\\xA0\\x80'",
    ],
    ['a control of the second set', 'd/\u009b1m', true, "$'d/\\xC2\\x9B1m'"],
    ['text that runs backwards', 'd/\u202etxt.exe', true, "$'d/\\xE2\\x80\\xAEtxt.exe'"],
    ['beyond ASCII in a locale without UTF-8', 'd/é', false, "$'d/\\xC3\\xA9'"],
  ])('%s', (_title, path, utf8, shown) => {
    const memory = makeOutput({ immediate: true, isTerminal: true });
    compilePrint(memory.output, utf8)(makeEntry(path, 1).entry);
    expect(Buffer.from(memory.text(), 'latin1').toString()).toBe(`${shown}\n`);
  });

  test('-print0 and -printx print raw bytes', () => {
    const memory = makeOutput({ immediate: true, isTerminal: true });
    compilePrint0(memory.output)(makeEntry('d/\x1b', 1).entry);
    compilePrintx(memory.output)(makeEntry('d/\x1b', 1).entry);
    expect(memory.text()).toBe('d/\x1b\0d/\x1b\n');
  });
});
