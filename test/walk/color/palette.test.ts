/** What LS_COLORS and LSCOLORS say: REFERENCE.md 12.2, 12.3, 23.11. */

import { describe, expect, test } from 'vitest';
import { Coloring, readColors } from '../../../src/walk/color/coloring.ts';
import type { FileColors } from '../../../src/walk/color/file-colors.ts';
import { diagnose, messageText } from '../../../src/walk/expr/expression-error.ts';

const REGULAR = 0o100644;
const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('latin1'));

/** The sequence of a key with these variables; null where it is unset. */
function tint(key: string, environment: Readonly<Record<string, string>>): string | null {
  const colors = readColors(environment);
  if (typeof colors === 'string') throw new Error(`${colors} cannot be understood`);
  return text(colors.tint(key));
}

const di = (value: string): string | null => tint('di', { LS_COLORS: value });

describe('keys and values', () => {
  test.each<[string, string | null]>([
    ['', '\x1b[01;34m'],
    ['di=31', '\x1b[31m'],
    ['di=31:', '\x1b[31m'],
    ['di=31:di=32', '\x1b[32m'],
    ['xy=31:di=32', '\x1b[32m'],
    ['foo:di=31', '\x1b[01;34m'],
    [':di=31', '\x1b[01;34m'],
    ['ex=31::di=32', '\x1b[01;34m'],
    ['di=31:foo', '\x1b[31m'],
    ['di=31=32', '\x1b[31=32m'],
    ['di=', null],
    ['di=0', null],
    ['di=000', null],
    ['di=00;0', '\x1b[00;0m'],
    ['di=a\\:b', '\x1b[a:bm'],
  ])('LS_COLORS=%s', (value, expected) => {
    expect(di(value)).toBe(expected);
  });

  test.each<[string, string]>([
    ['\\a\\b\\e\\f\\n\\r\\t\\v', '\x07\b\x1b\f\n\r\t\v'],
    ['\\?\\_', '\x7f '],
    ['\\1234x', '\x9cx'],
    ['\\18', '\x018'],
    ['\\x1b1g', '\xb1g'],
    ['\\X41', 'A'],
    ['\\xg', '\0g'],
    ['\\q\\\\', 'q\\'],
    ['^[^A^?^^', '\x1b\x01\x7f\x1e'],
  ])('escapes: %s', (value, expected) => {
    expect(di(`di=${value}`)).toBe(`\x1b[${expected}m`);
  });

  test.each(['di=\\', 'di=^', 'di=31:ex=x\\', '*.gz', '*.gz:di=31:*', '*\\', '*.a=1:*.b'])('%s cannot be understood', (value) => {
    expect(readColors({ LS_COLORS: value })).toBe('LS_COLORS');
    expect(new Coloring(null, { LS_COLORS: value }, () => true).unreadable).toBe('LS_COLORS');
    expect(new Coloring(true, { LS_COLORS: value, NO_COLOR: '1' }, () => false).unreadable).toBe('LS_COLORS');
    expect(new Coloring(false, { LS_COLORS: value }, () => true).unreadable).toBeNull();
    expect(new Coloring(null, { LS_COLORS: value, NO_COLOR: '1' }, () => true).unreadable).toBeNull();
  });

  test('what only looks unreadable is not', () => {
    expect(new Coloring(null, { LS_COLORS: 'di=31\\\\' }, () => true).unreadable).toBeNull();
    expect(readColors({ LS_COLORS: 'di=1', BFS_COLORS: 'di=\\' })).toBe('BFS_COLORS');
  });

  test('the message names the variable', () => {
    const { message } = diagnose('error', 'unreadable-colors', [], ['BFS_COLORS']);
    expect(messageText(message)).toBe('Error parsing $BFS_COLORS: Invalid argument.');
  });

  test('a later variable overrides an earlier one', () => {
    const environment = { LS_COLORS: 'di=1:ex=1:ln=1', BFS_COLORS: 'di=2:ex=2', TSWALK_COLORS: 'di=3' };
    expect(['di', 'ex', 'ln'].map((key) => tint(key, environment))).toEqual(['\x1b[3m', '\x1b[2m', '\x1b[1m']);
  });
});

describe('the parts of sequences', () => {
  test.each<[string, string, string]>([
    ['', '\x1b[01;34m', '\x1b[0m'],
    ['rs=7', '\x1b[01;34m', '\x1b[7m'],
    ['rs=0:lc=0:rc=', '001;34', '00'],
    ['lc=<:rc=>', '<01;34>', '<0>'],
    ['rs=7:lc=<:rc=>:ec=END', '<01;34>', 'END'],
    ['ec=0', '\x1b[01;34m', '0'],
  ])('%s', (value, begin, end) => {
    const colors = readColors({ LS_COLORS: value }) as FileColors;
    expect([text(colors.directory), text(colors.end)]).toEqual([begin, end]);
  });
});

describe('LSCOLORS', () => {
  const KEYS = ['di', 'ln', 'so', 'pi', 'ex', 'bd', 'cd', 'su', 'sg', 'tw', 'ow'];
  test.each<[string, readonly (string | null)[]]>([
    ['ex', ['34;49', '35;49', '32;49', '33;49', '31;49', '34;46', '34;43', '30;41', '30;46', '30;42', '30;43']],
    ['ABhHXx70', ['1;30;4;41', '37;4;47', '1;39;49', '37;40', '31;49', '34;46', '34;43', '30;41', '30;46', '30;42', '30;43']],
    ['--a-.b', [null, '30', '41', '33;49', '31;49', '34;46', '34;43', '30;41', '30;46', '30;42', '30;43']],
  ])('%s', (value, codes) => {
    const expected = codes.map((code) => (code === null ? null : `\x1b[${code}m`));
    expect(KEYS.map((key) => tint(key, { LSCOLORS: value }))).toEqual(expected);
  });

  test('is looked at only where nothing else says anything', () => {
    expect(tint('di', { LSCOLORS: 'bx', LS_COLORS: '' })).toBe('\x1b[31;49m');
    expect(tint('di', { LSCOLORS: 'bx', LS_COLORS: 'ex=1' })).toBe('\x1b[01;34m');
    expect(tint('di', { LSCOLORS: 'bx', BFS_COLORS: 'ex=1' })).toBe('\x1b[01;34m');
  });
});

describe('which streams are coloured', () => {
  const both = (choice: boolean | null, terminal: boolean, environment: Readonly<Record<string, string>> = {}): boolean[] =>
    [0, 2].map((output) => new Coloring(choice, environment, () => terminal).isColored(output));
  test.each<[boolean | null, boolean, Readonly<Record<string, string>>, readonly boolean[]]>([
    [null, true, {}, [true, true]],
    [null, false, {}, [false, false]],
    [null, true, { NO_COLOR: '1' }, [false, false]],
    [null, true, { NO_COLOR: '' }, [true, true]],
    [true, false, {}, [true, false]],
    [true, true, { NO_COLOR: '1' }, [true, true]],
    [false, true, {}, [false, false]],
  ])('-color %s, terminal %s, %o', (choice, terminal, environment, expected) => {
    expect(both(choice, terminal, environment)).toEqual(expected);
  });
});

describe('types whose status is needed', () => {
  test.each<[string, boolean, boolean]>([
    ['', true, true],
    ['su=0:sg=0:ex=0', false, true],
    ['su=0:sg=0:ex=0:mh=1', true, true],
    ['st=0:ow=0:tw=0', true, false],
    ['su=0:sg=0:ex=0:st=0:ow=0:tw=0', false, false],
  ])('%s', (value, regular, directory) => {
    const types = (readColors({ LS_COLORS: value }) as FileColors).typesNeedingStatus;
    expect([((types >>> 8) & 1) === 1, ((types >>> 4) & 1) === 1]).toEqual([regular, directory]);
  });
});

describe('suffixes', () => {
  const of = (rules: string, name: string, before = ''): string | null => {
    const colors = readColors({ LS_COLORS: rules }) as FileColors;
    const bytes = Buffer.from(before + name, 'latin1');
    const found = colors.ofRegular(REGULAR, 1, null, bytes, before.length, bytes.length);
    return text(found)?.slice(2, -1) ?? null;
  };
  test.each<[string, string, string | null]>([
    ['*.gz=31:*.tar.gz=32', 'a.TAR.gz', '32'],
    ['*.tar.gz=32:*.gz=31', 'a.TAR.gz', '31'],
    ['*.tar.gz=32:*.TAR.GZ=33', 'a.TAR.gz', null],
    ['*.tar.gz=32:*.TAR.GZ=33', 'a.TAR.GZ', '33'],
    ['*.tar.gz=32:*.TAR.GZ=33', 'a.tar.gz', '32'],
    ['*.tar.gz=32:*.TAR.gz=33', 'a.TAR.gz', '33'],
    ['*.tar.gz=32:*.TAR.GZ=32', 'a.TaR.gZ', '32'],
    ['*.gz=31:*.gz=32', 'a.GZ', '32'],
    ['*.gz=31:*.GZ=32:*.gz=32', 'a.Gz', '32'],
    ['*.gz=31:*.tar.gz=32:*.gz=31', 'a.tar.gz', '31'],
    ['*=31', 'anything', '31'],
    ['*=31:*.c=32', 'a.c', '32'],
    ['*.c=32:*=31', 'a.c', '31'],
    ['*~=31', 'a~', '31'],
    ['*README=31', 'README', '31'],
    ['*README=31', 'EADME', null],
    ['*.c=31', '.c', '31'],
    ['*.c=31:*.C=32', 'a.C', '32'],
    ['*.c=31:*.C=32:*c=33', 'a.c', '33'],
    ['*c=33:*.c=31:*.C=32', 'a.c', '31'],
    ['*\\56c=31', 'a.c', '31'],
    ['*.a\\0b=31', 'a.a\0b', null],
    ['*.a:b=31', 'x.a:b', '31'],
    ['*.c=0', 'a.c', '0'],
    ['*.c=', 'a.c', null],
    ['*.c=:no=34', 'a.c', '34'],
    ['no=34', 'a.c', '34'],
    ['no=34:fi=', 'a.c', null],
    ['no=34:fi=36', 'a.c', '36'],
    ['*.\xe9=31', 'a.\xc3\xa9', '31'],
  ])('%s on %s', (rules, name, expected) => {
    expect(of(rules, name)).toBe(expected);
  });

  test('looks at nothing before the name', () => {
    expect(of('*ab=31', 'b', 'a')).toBeNull();
    expect(of('*.c=31:*.C=32:*x.c=33:*X.c=34', '.c', 'x')).toBe('31');
  });
});

describe('precedence', () => {
  const ALL = 'su=1:sg=2:ca=3:ex=4:mh=5:fi=6:*.x=7:di=8:st=9:ow=10:tw=11';
  const regular = (unset: string, mode: number, links: number, capable: boolean, name = 'f'): string | null => {
    const colors = readColors({ LS_COLORS: `${ALL}${unset}` }) as FileColors;
    const bytes = Buffer.from(name);
    return text(colors.ofRegular(mode, links, () => capable, bytes, 0, bytes.length))?.slice(2, -1) ?? null;
  };
  test.each<[string, number, number, boolean, string | null]>([
    ['', 0o6777, 2, true, '1'],
    [':su=0', 0o6777, 2, true, '2'],
    [':su=0:sg=0', 0o6777, 2, true, '3'],
    [':su=0:sg=0:ca=', 0o6777, 2, true, '4'],
    ['', 0o6777, 1, false, '1'],
    ['', 0o2777, 1, false, '2'],
    ['', 0o001, 2, false, '4'],
    [':ex=0', 0o777, 2, false, '5'],
    [':ex=0:mh=0', 0o777, 2, false, '6'],
    [':fi=0', 0o644, 1, false, null],
  ])('a file with%s: %o, %d links, capability %s', (unset, mode, links, capable, expected) => {
    expect(regular(unset, 0o100000 | mode, links, capable)).toBe(expected);
  });

  test('a suffix goes before fi, after everything else', () => {
    expect(regular('', REGULAR, 1, false, 'a.x')).toBe('7');
    expect(regular('', REGULAR, 2, false, 'a.x')).toBe('5');
    expect(regular(':*.x=', REGULAR, 1, false, 'a.x')).toBeNull();
  });

  test.each<[string, number, string]>([
    ['', 0o1777, '11'],
    ['', 0o777, '10'],
    ['', 0o1755, '9'],
    ['', 0o755, '8'],
    [':tw=0', 0o1777, '10'],
    [':tw=0:ow=0', 0o1777, '9'],
    [':tw=0:ow=0:st=0', 0o1777, '8'],
    [':ow=0', 0o777, '8'],
  ])('a directory with%s: %o', (unset, mode, expected) => {
    const colors = readColors({ LS_COLORS: `${ALL}${unset}` }) as FileColors;
    expect(text(colors.ofDirectory(mode))?.slice(2, -1)).toBe(expected);
  });
});
