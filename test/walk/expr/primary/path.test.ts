/** -name, -path, -lname, -depth N, -hidden: REFERENCE.md 4 and 23.1. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { compileExpression } from '../../../../src/walk/expr/compile.ts';
import { bytes, complaint, makeCompileHost, makeEntry, matches, parse } from '../plain-host.ts';

describe('-name looks at the last component of a starting point, without trailing slashes', () => {
  test.each([
    ['.', '.'],
    ['..', '..'],
    ['/', '/'],
    ['//', '/'],
    ['/usr', 'usr'],
    ['/usr/', 'usr'],
    ['///usr', 'usr'],
    ['pf', 'pf'],
    ['pf//', 'pf'],
    ['./pf', 'pf'],
    ['pf/d/', 'd'],
  ])('%s is named %s', (path, name) => {
    expect(matches(`-name ${name}`, { path, depth: 0 })).toBe(true);
    expect(matches(`-name ${name}x`, { path, depth: 0 })).toBe(false);
  });
});

describe('-glob', () => {
  const inRoot = (path: string, type: number = DT.regular) => {
    const entry = makeEntry({ path: `dir/${path}`, type });
    entry.root = { path: bytes('dir'), number: 0 };
    return entry;
  };
  const globs = (line: string, entry: ReturnType<typeof makeEntry>): boolean => {
    const host = makeCompileHost();
    compileExpression(parse(`( ${line} ) -print`).expression, host)(entry);
    return host.effects.length === 1;
  };

  test.each([
    ['-glob *.ts', 'a.ts', DT.regular, true],
    ['-glob *.ts', 'd/a.ts', DT.regular, false],
    ['! -glob *.ts', 'd/a.ts', DT.regular, true],
    ['-iglob D/*.TS', 'd/a.ts', DT.regular, true],
    ['-smartcase -glob d/*', 'D/a', DT.regular, true],
    ['-glob d/**', 'd', DT.directory, true],
    ['-glob d/**', 'd', DT.regular, false],
    ['-glob */', 'd', DT.directory, true],
    ['-glob */', 'd', DT.regular, false],
  ])('%s of dir/%s, of type %d, is %s', (line, path, type, expected) => {
    expect(globs(line, inRoot(path, type))).toBe(expected);
  });

  test('a starting point has nothing below it, but a name if it is no directory', () => {
    const top = (type: number) => {
      const entry = makeEntry({ path: 'x/a.ts', depth: 0, type });
      entry.root = { path: bytes('x/a.ts'), number: 0 };
      return entry;
    };
    expect(globs('-glob *.ts', top(DT.directory))).toBe(false);
    expect(globs('-glob **', top(DT.directory))).toBe(true);
    expect(globs('-glob *.ts', top(DT.regular))).toBe(true);
  });

  test('what cannot match or is too long is refused', () => {
    expect(complaint('-glob /a')).toMatchObject({ code: 'absolute-glob', marked: '-glob /a' });
    expect(complaint(`-glob ${'a'.repeat(20_000)}`)).toMatchObject({ code: 'glob-too-long', marked: '-glob' });
  });
});

describe('globs', () => {
  test.each([
    ['-name *.ts', 'dir/a.ts', true],
    ['-name *.ts', 'dir/a.TS', false],
    ['-iname *.ts', 'dir/a.TS', true],
    ['-iname É', 'dir/é', true],
    ['-path dir/*', 'dir/a/b', true],
    ['-wholename dir', 'dir/a', false],
    ['-ipath DIR/*', 'dir/a', true],
    ['-iwholename DIR/?', 'dir/ab', false],
  ])('%s of %s is %s', (line, path, expected) => {
    expect(matches(line, { path })).toBe(expected);
  });

  test('-lname matches the text of links only', () => {
    const services = { readLink: () => bytes('to/where') };
    expect(matches('-lname to/*', { type: DT.link, services })).toBe(true);
    expect(matches('-ilname TO/*', { type: DT.link, services })).toBe(true);
    expect(matches('-lname from*', { type: DT.link, services })).toBe(false);
    expect(matches('-lname *', { type: DT.regular, services })).toBe(false);
  });

  test('a link that cannot be read is reported', () => {
    const entry = makeEntry({ type: DT.link, services: { readLink: () => -13 } });
    const matcher = compileExpression(parse('-lname x -print').expression, makeCompileHost());
    expect([matcher(entry), entry.failures]).toEqual([false, ['13']]);
  });

  test('a trailing backslash is warned about', () => {
    const { warnings } = parse('a -name x\\');
    expect(warnings.map(({ code, spans }) => ({ code, spans }))).toEqual([
      { code: 'trailing-backslash', spans: [{ start: 1, end: 3 }] },
    ]);
  });
});

describe('-depth N', () => {
  test.each([
    ['-depth 1', [1]],
    ['-depth +1', [2, 3]],
    ['-depth -1', [0]],
    ['-depth ++1', [2, 3]],
    ['-depth -+1', [0]],
  ])('%s is true of %j', (line, depths) => {
    expect([0, 1, 2, 3].filter((depth) => matches(line, { depth }))).toEqual(depths);
  });

  test('takes a number for a number', () => {
    expect(complaint('-depth 1x')).toEqual({ code: 'integer-invalid', text: '1x is not a valid integer.', marked: '1x' });
  });
});

test.each([
  ['.', false],
  ['..', false],
  ['.a', true],
  ['...', true],
  ['a', false],
  ['a.b', false],
  ['../.hd', true],
  ['.hd/a', false],
])('%s is hidden: %s', (path, hidden) => {
  expect(matches('-hidden', { path })).toBe(hidden);
});
