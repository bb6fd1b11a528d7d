/** -type, -xtype, -empty, access: REFERENCE.md 5. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { compileExpression } from '../../../../src/walk/expr/compile.ts';
import { complaint, evaluate, fillStatus, makeCompileHost, matches, parse } from '../plain-host.ts';

const TYPES = { b: DT.block, c: DT.char, d: DT.directory, p: DT.fifo, f: DT.regular, l: DT.link, s: DT.socket, w: DT.whiteout };
const EPERM = 1;
const ENOENT = 2;
const EACCES = 13;
const ELOOP = 40;

describe('-type', () => {
  test.each(Object.entries(TYPES))('%s', (letter, type) => {
    const matching = Object.values(TYPES).filter((each) => matches(`-type ${letter}`, { type: each }));
    expect(matching).toEqual([type]);
    expect(matches(`-type ${letter}`, { type: DT.unknown })).toBe(false);
  });

  test('a list is any of them', () => {
    const matching = Object.entries(TYPES).filter(([, type]) => matches('-type f,d,D', { type }));
    expect(matching.map(([letter]) => letter)).toEqual(['d', 'f']);
    expect(matches('-type D', { type: DT.regular })).toBe(false);
  });

  test.each([
    ["''", 'type-missing', 'Expected a type flag.'],
    ['f,', 'type-missing', 'Expected a type flag.'],
    ['x', 'type-unknown', 'Unknown type flag x; expected one of [bcdpflswD].'],
    ['fd', 'type-separator', 'Types must be comma-separated.'],
  ])('%s is refused', (list, code, message) => {
    expect(complaint(`a -type ${list}`)).toEqual({ code, text: message, marked: `-type ${list}` });
    expect(complaint(`a -xtype ${list}`)).toEqual({ code, text: message, marked: `-xtype ${list}` });
  });
});

describe('-xtype', () => {
  /** The type that stat finds, or minus an errno; which treatment of links was asked for is noted. */
  const finds = (result: number, asked: number[] = []) => ({
    statInto: (_entry: unknown, follow: number, status: Parameters<typeof fillStatus>[0]) => {
      asked.push(follow);
      if (result < 0) return result;
      fillStatus(status, { mode: result << 12 });
      return 0;
    },
  });

  test.each([
    ['d', DT.directory, true],
    ['l', DT.directory, false],
    ['l', -ENOENT, true],
    ['l', -ELOOP, true],
    ['f', -ENOENT, false],
  ])('%s of a link that leads to %i is %s', (letter, result, expected) => {
    expect(matches(`-xtype ${letter}`, { type: DT.link, services: finds(result) })).toBe(expected);
  });

  test('what is no link is not looked at again', () => {
    const asked: number[] = [];
    expect(matches('-xtype f', { type: DT.regular, services: finds(-ENOENT, asked) })).toBe(true);
    expect(asked).toEqual([]);
  });

  test('where links are followed the link itself is looked at', () => {
    const asked: number[] = [];
    const fields = { type: DT.regular, services: finds(DT.link, asked) };
    expect(matches('-xtype l', fields, { compile: { follow: 'always' } })).toBe(true);
    expect(matches('-xtype l', { ...fields, depth: 0 }, { compile: { follow: 'roots' } })).toBe(true);
    expect(matches('-xtype f', { ...fields, depth: 1 }, { compile: { follow: 'roots' } })).toBe(true);
    expect(asked).toEqual([0, 0]);
  });

  test('another failure is reported', () => {
    expect(evaluate('-xtype l', { type: DT.link, services: finds(-EACCES) })).toEqual({ value: false, failures: ['13'] });
  });
});

describe('-empty', () => {
  test.each([
    ['a file of size 0', { type: DT.regular, status: { size: 0 } }, true],
    ['a file of size 1', { type: DT.regular, status: { size: 1 } }, false],
    ['a directory without entries', { type: DT.directory, services: { isEmptyDirectory: () => 1 } }, true],
    ['a directory with entries', { type: DT.directory, services: { isEmptyDirectory: () => 0 } }, false],
    ['a link', { type: DT.link, status: { size: 0 } }, false],
  ])('%s', (_title, fields, expected) => {
    expect(evaluate('-empty', fields)).toEqual({ value: expected, failures: [] });
  });

  test('a directory that cannot be read is reported', () => {
    const services = { isEmptyDirectory: () => -EPERM };
    expect(evaluate('-empty', { type: DT.directory, services })).toEqual({ value: false, failures: ['1'] });
  });
});

describe('access', () => {
  test.each([
    ['-readable', 4],
    ['-writable', 2],
    ['-executable', 1],
  ])('%s asks for mode %i and is silently false', (line, expected) => {
    const services = { access: (_entry: unknown, mode: number) => (mode === expected ? 0 : -EACCES) };
    expect(matches(line, { services })).toBe(true);
    expect(evaluate(line, { services: { access: () => -EACCES } })).toEqual({ value: false, failures: [] });
  });
});

test('a type that is not known beforehand is looked up by nobody', () => {
  const matcher = compileExpression(parse('-type f -print').expression, makeCompileHost());
  expect(matcher).toBeTypeOf('function');
});
