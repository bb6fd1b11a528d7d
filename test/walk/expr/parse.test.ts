/** The grammar: REFERENCE.md 1.1 to 1.8, and the vectors 23.12, 23.13, 23.15. */

import { describe, expect, test } from 'vitest';
import { complaint, parse, show, text } from './plain-host.ts';

const roots = (line: string): string[] => parse(line).roots.map(text);
const expression = (line: string): string => show(parse(line).expression);

describe('starting points', () => {
  test.each([
    ['', ['.']],
    ['a b', ['a', 'b']],
    ['a -name x b', ['a', 'b']],
    ['-', ['-']],
    ["''", ['']],
    ['-- a', ['a']],
    ['a -- -name x', ['a']],
    ['a -name x --', ['a']],
    ['a -- -- -name x', ['a']],
    ['-name --', ['.']],
    ['- -maxdepth 0', ['-']],
    [', -maxdepth 0', [',']],
    [') -maxdepth 0', [')']],
    ['-H ) -maxdepth 0', [')']],
    ['-f ! -maxdepth 0', ['!']],
    ['-f -name -maxdepth 0', ['-name']],
    ['( -name x a -o -name y b )', ['a', 'b']],
    ['-depth x', ['x']],
    ['-depth +++1', ['+++1']],
    ['-exit 3x', ['3x']],
    ['-exit +3', ['.']],
    ['-exit 99999999999', ['99999999999']],
  ])('%j searches %j', (line, expected) => {
    expect(roots(line)).toEqual(expected);
  });

  test('an invalid byte in a path stays as it is', () => {
    const path = Uint8Array.of(0x61, 0xff);
    expect(parse('x').roots).toEqual([Uint8Array.of(0x78)]);
    expect(parse('-f x').roots).toEqual([Uint8Array.of(0x78)]);
    expect([...path]).toEqual([0x61, 0xff]);
  });
});

describe('operators bind as they should', () => {
  test.each([
    ['-name a -name b -print', '(and (-name a) (-name b) (-print))'],
    ['-name a -a -name b -and -print', '(and (-name a) (-name b) (-print))'],
    ['-name a -o -name b -print', '(or (-name a) (and (-name b) (-print)))'],
    ['-name a -o -name b -or -print', '(or (-name a) (-name b) (-print))'],
    ['-name a , -name b -o -print', '(comma (-name a) (or (-name b) (-print)))'],
    ['! -name a -print', '(and (! (-name a)) (-print))'],
    ['-not ! -name a -print', '(and (! (! (-name a))) (-print))'],
    ['( -name a -o -name b ) -print', '(and (or (-name a) (-name b)) (-print))'],
    ['! ( -name a , -print )', '(! (comma (-name a) (-print)))'],
    ['-LX -print', '(and (and (-L) (-X)) (-print))'],
  ])('%s', (line, expected) => {
    expect(expression(line)).toBe(expected);
  });
});

describe('the implicit -print', () => {
  test.each([
    ['', '(and (-true) (-print))'],
    ['-name a', '(and (-name a) (-print))'],
    ['-name a -o -name b', '(and (or (-name a) (-name b)) (-print))'],
    ['-name a -prune', '(and (and (-name a) (-prune)) (-print))'],
    ['-quit', '(and (-quit) (-print))'],
    ['-maxdepth 1', '(and (-maxdepth 1) (-print))'],
    ['-print0', '(-print0)'],
    ['-exit', '(-exit)'],
    ['-delete', '(-delete)'],
    ['-name a -limit 2 -ls', '(and (-name a) (-limit 2) (-ls))'],
    ['-printf %p', '(-printf %p)'],
    ["-printf ''", '(-printf )'],
  ])('%j is %s', (line, expected) => {
    expect(expression(line)).toBe(expected);
  });
});

describe('-exclude', () => {
  test.each([
    ['-exclude -name a -o -name f1', '(-name a)', '(and (or (-true) (-name f1)) (-print))'],
    ['! -exclude -name a', '(-name a)', '(and (! (-true)) (-print))'],
    [
      '-exclude ( -name a -o -hidden ) -exclude -type d',
      '(or (or (-name a) (-hidden)) (-type d))',
      '(and (and (-true) (-true)) (-print))',
    ],
    ['-exclude -maxdepth 0', '(-maxdepth 0)', '(and (-true) (-print))'],
    ['-nohidden', '(-hidden)', '(and (-nohidden) (-print))'],
    ['-name a', 'none', '(and (-name a) (-print))'],
  ])('%s', (line, exclude, main) => {
    const commandLine = parse(line);
    expect(show(commandLine.exclude)).toBe(exclude);
    expect(show(commandLine.expression)).toBe(main);
  });

  test('a path within it is searched, with a warning', () => {
    const { warnings, roots: found } = parse('-exclude ( a -name x )');
    expect(found.map(text)).toEqual(['a']);
    expect(warnings.map(({ code, spans }) => ({ code, spans }))).toEqual([
      { code: 'path-in-exclude', spans: [{ start: 2, end: 3 }] },
    ]);
  });
});

describe('what cannot be understood is underlined', () => {
  test.each([
    ['-nam x', 'unknown-argument', 'Unknown argument; did you mean -name?', '-nam'],
    ['---', 'unknown-argument', 'Unknown argument; did you mean --?', '---'],
    ['-_', 'unknown-argument', 'Unknown argument; did you mean --?', '-_'],
    ['-nott', 'unknown-argument', 'Unknown argument; did you mean -not?', '-nott'],
    ['( )', 'expected-predicate', 'Expected a predicate.', ')'],
    ['f -o', 'expected-predicate', 'Expected a predicate.', '-o'],
    ['-o -name x', 'expected-predicate', 'Expected a predicate.', '-o'],
    ['-name x -o -o', 'expected-predicate', 'Expected a predicate.', '-o'],
    ['-name x -o', 'premature-end', 'Expression terminated prematurely here.', '-o'],
    ['!', 'premature-end', 'Expression terminated prematurely here.', '!'],
    ['-maxdepth 0 ,', 'premature-end', 'Expression terminated prematurely here.', ','],
    ['! f', 'premature-end', 'Expression terminated prematurely here.', '!'],
    ['( -maxdepth 0', 'expected-parenthesis', 'Expected a ).', '-maxdepth'],
    ['( -name x f', 'expected-parenthesis', 'Expected a ).', '-name'],
    ['( f', 'premature-end', 'Expression terminated prematurely here.', '('],
    ['-name x )', 'unexpected-argument', 'Unexpected argument.', ')'],
    ['-x )', 'unexpected-argument', 'Unexpected argument.', ')'],
    ['-name', 'missing-value', '-name needs a value.', '-name'],
    ['-iname', 'missing-value', '-iname needs a value.', '-iname'],
    ['-files0-from', 'missing-value', '-files0-from needs a value.', '-files0-from'],
    ['-fprint', 'missing-value', '-fprint needs a value.', '-fprint'],
    ['-fprint0', 'missing-value', '-fprint0 needs a value.', '-fprint0'],
    ['-fls', 'missing-value', '-fls needs a value.', '-fls'],
    ['-j 4', 'missing-value', '-j needs a value.', '-j'],
    ['-fprintf', 'missing-value', '-fprintf needs a file.', '-fprintf'],
    ['-fprintf f', 'missing-value', '-fprintf needs a format string.', '-fprintf'],
    ['-exclude ( -exclude -name x )', 'nested-exclude', '-exclude is not supported within -exclude.', '-exclude'],
    ['-exclude -print', 'action-in-exclude', 'This action is not supported within -exclude.', '-print'],
    ['-exclude -limit 3', 'action-in-exclude', 'This action is not supported within -exclude.', '-limit 3'],
    [
      '-limit 2',
      'limit-without-action',
      'With -limit, you must specify an action explicitly; for example, -print -limit 2.',
      '-limit 2',
    ],
    [
      '-files0-from x -name y a',
      'files0-with-roots',
      'Cannot combine -files0-from with explicit root paths.',
      '-files0-from x | a',
    ],
    [
      '-f a -files0-from x',
      'files0-with-roots',
      'Cannot combine -files0-from with explicit root paths.',
      '-f a | -files0-from x',
    ],
    [
      '-files0-from - -ok true ;',
      'standard-input-conflict',
      "-ok and -files0-from can't both use standard input.",
      '-files0-from - | -ok true ;',
    ],
    [
      '-explain-ignore -gitignore',
      'explain-left-out',
      'What -gitignore leaves out is never evaluated, so that -explain-ignore would print nothing: leave out -gitignore.',
      '-explain-ignore | -gitignore',
    ],
    ['-quiet -print0', 'quiet-print', '-quiet prints nothing: leave out -print0.', '-quiet | -print0'],
    ['-ls , -quiet', 'quiet-print', '-quiet prints nothing: leave out -ls.', '-ls | -quiet'],
    ['-ok a ; -okdir b ;', 'standard-input-conflict', "-ok and -okdir can't both use standard input.", '-ok a ; | -okdir b ;'],
  ])('%s', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });

  test('the first complaint wins, left to right', () => {
    expect(complaint('-maxdepth x -nam y').code).toBe('integer-invalid');
    expect(complaint('-nam x -maxdepth y').code).toBe('unknown-argument');
  });
});

describe('an unknown word with somebody to ask', () => {
  test('goes on with the suggestion that is accepted', () => {
    expect(show(parse('-nam x', { acceptSuggestion: () => true }).expression)).toBe('(and (-nam x) (-print))');
  });

  test.each([
    ['---', '--'],
    ['-nott', '-not'],
  ])('of %s does not ask whether %s was meant, which is no primary', (word, name) => {
    const asked: string[] = [];
    const acceptSuggestion = () => asked.push(word) > 0;
    expect(complaint(word, { acceptSuggestion }).text).toBe(`Unknown argument; did you mean ${name}?`);
    expect(asked).toEqual([]);
  });

  test('stops where it is refused', () => {
    expect(complaint('-nam x', { acceptSuggestion: () => false }).code).toBe('unknown-argument');
  });
});

describe('words that only tell something', () => {
  test.each([
    ['-help', 'help'],
    ['x -name y --help -nam', 'help'],
    ['-version', 'version'],
    ['--version', 'version'],
    ['-D help', 'debug-help'],
    ['-Dtree,help', 'debug-help'],
    ['-S help', 'strategy-help'],
    ['-regextype help', 'regex-type-help'],
    ['-name x', 'walk'],
  ])('%s', (line, request) => {
    expect(parse(line).request).toBe(request);
  });

  test('an earlier mistake wins', () => {
    expect(complaint('-nam -help').code).toBe('unknown-argument');
  });
});

describe('items that conflict are warned about', () => {
  test.each([
    [
      '-xdev -mount',
      ['xdev-redundant'],
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      '-mount a -x',
      ['xdev-redundant'],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      '-name a -prune -o -depth',
      ['prune-with-depth'],
      [
        [2, 3],
        [4, 5],
      ],
    ],
    [
      '-delete -prune',
      ['prune-with-depth'],
      [
        [0, 1],
        [1, 2],
      ],
    ],
  ])('%s', (line, codes, ranges) => {
    const { warnings } = parse(line);
    expect(warnings.map(({ code }) => code)).toEqual(codes);
    expect(warnings.flatMap(({ spans }) => spans.map(({ start, end }) => [start, end]))).toEqual(ranges);
  });

  test.each(['-nowarn -xdev -mount', '-xdev -mount -nowarn'])('not after %s', (line) => {
    expect(parse(line).warnings).toEqual([]);
  });

  test('nor where the standard input is no terminal or POSIXLY_CORRECT is set', () => {
    expect(parse('-xdev -mount', { stdinIsTerminal: false }).warnings).toEqual([]);
    expect(parse('-xdev -mount', { posixlyCorrect: true }).warnings).toEqual([]);
    expect(parse('-warn -xdev -mount', { posixlyCorrect: true }).warnings).toHaveLength(1);
  });
});

describe('nesting', () => {
  test.each([
    ['( ', ' )'],
    ['! ', ''],
  ])('of %j is limited, with a word about it', (open, close) => {
    const nested = (depth: number): string => `${open.repeat(depth)}-print${close.repeat(depth)}`;
    expect(parse(nested(499)).roots).toHaveLength(1);
    const { code, text: message } = complaint(nested(100_000));
    expect([code, message]).toEqual(['nested-too-deeply', 'The expression is nested too deeply here.']);
  });

  test('long lists are no nesting', () => {
    expect(parse(`-false${' -o -name x'.repeat(20_000)} -o -print`).roots).toHaveLength(1);
  });
});
