/** The words of -exec and its kin: REFERENCE.md 10.1, vectors 23.9. */

import { describe, expect, test } from 'vitest';
import { bytes, complaint, parse, text } from '../plain-host.ts';

/** The command, and how it is run. */
function command(line: string): { words: string[]; batch: boolean; inDirectory: boolean; confirm: boolean } {
  const { expression } = parse(line);
  const node = expression.kind === 'and' ? expression.children[0]! : expression;
  if (node.kind !== 'action' || node.action !== 'exec') throw new Error('an exec was expected');
  return { words: node.command.map(text), batch: node.batch, inDirectory: node.inDirectory, confirm: node.confirm };
}

describe('where the command ends', () => {
  test.each([
    ['-exec echo {} {}x{}{} ;', ['echo', '{}', '{}x{}{}'], false],
    ['-exec echo + ;', ['echo', '+'], false],
    ['-exec echo {} x + ;', ['echo', '{}', 'x', '+'], false],
    ['-exec echo a{} + ;', ['echo', 'a{}', '+'], false],
    ['-exec + ;', ['+'], false],
    ['-exec echo {} +', ['echo'], true],
    ['-exec {} +', [], true],
    ['-exec echo x {} +', ['echo', 'x'], true],
    ['-execdir {} {} ;', ['{}', '{}'], false],
    ['-ok echo {} + ;', ['echo', '{}', '+'], false],
  ])('%s', (line, words, batch) => {
    expect(command(line)).toMatchObject({ words, batch });
  });

  test.each([
    ['-exec', false, false],
    ['-execdir', true, false],
    ['-ok', false, true],
    ['-okdir', true, true],
  ])('%s: in the directory %s, confirmed %s', (name, inDirectory, confirm) => {
    expect(command(`${name} true ;`)).toMatchObject({ inDirectory, confirm });
    expect(parse(`${name} true ;`).asks).toBe(confirm);
  });

  test('what follows the end is parsed afresh', () => {
    expect(parse('-exec echo {} + +').roots.map(text)).toEqual(['+']);
  });
});

describe('what is refused', () => {
  test.each([
    ['-exec echo a{} +', 'exec-unterminated', "Expected '... ;' or '... {} +'.", '-exec echo a{} +'],
    ['a -ok echo {} +', 'exec-unterminated', "Expected '... ;'.", '-ok echo {} +'],
    ['-exec ; b', 'exec-missing-command', 'Missing command.', '-exec ;'],
    ['-exec echo {} {} + b', 'exec-one-placeholder', "Only one '{}' is supported.", '-exec echo {} {} +'],
  ])('%s', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });

  test.each([
    ['', '-execdir echo ;', ''],
    [':/bin', '-execdir echo ;', ''],
    ['/bin:foo:/usr/bin', '-okdir echo {} ;', 'foo'],
    ['/bin:', '-execdir echo {} +', ''],
  ])('with PATH=%s %s would be unsafe', (path, line, component) => {
    expect(complaint(line, { searchPath: bytes(path) })).toEqual({
      code: 'exec-unsafe-path',
      text: `This action would be unsafe, since $PATH contains the relative path ${component}.`,
      marked: line,
    });
  });

  test.each([
    ['/bin:foo', '-execdir /bin/echo {} ;'],
    ['/bin:foo', '-execdir {} ;'],
    ['/bin:foo', '-exec echo ;'],
    ['/bin:/usr/bin', '-execdir echo ;'],
  ])('with PATH=%s %s is not', (path, line) => {
    expect(parse(line, { searchPath: bytes(path) }).roots).toHaveLength(1);
  });

  test.each(['-execdir echo ;', '-okdir echo ;'])('where commands cannot be run beside an entry %s is refused', (line) => {
    expect(complaint(line, { runsInDirectories: false })).toEqual({
      code: 'exec-without-proc',
      text: `${line.split(' ')[0]} needs /proc where the native part cannot be loaded.`,
      marked: line,
    });
    expect(parse('-exec echo ;', { runsInDirectories: false }).roots).toHaveLength(1);
  });

  test('an unset PATH is the system’s', () => {
    expect(parse('-execdir echo ;', { searchPath: null }).roots).toHaveLength(1);
  });
});
