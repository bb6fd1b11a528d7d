/** How a complaint about words is shown: REFERENCE.md 13.2 and 12.5. */

import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/cli/diagnostic.ts';
import { type Diagnostic, diagnose, ExpressionError, type MessageCode } from '../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../src/walk/expr/parse.ts';
import { makeHost, wordsOf } from '../walk/expr/plain-host.ts';

const plain = {};

/** The diagnostic of a command line that cannot be understood, as it is shown. */
function complaint(words: readonly Uint8Array[]): string {
  try {
    parseCommandLine(words, makeHost());
  } catch (error) {
    if (error instanceof ExpressionError) return renderDiagnostic('bfs', words, error.diagnostic, plain);
    throw error;
  }
  return '';
}

describe('the words, the line below them and the text', () => {
  test.each([
    ['-nam needle', ['bfs: error: bfs -nam needle', 'bfs: error:     ~~~~', 'bfs: error: Unknown argument; did you mean -name?']],
    [
      'a -size 1q b',
      [
        'bfs: error: bfs a -size 1q b',
        'bfs: error:       ~~~~~~~~',
        'bfs: error: Expected a size unit (one of cwbkMGTP); found q.',
      ],
    ],
    ['a -links x', ['bfs: error: bfs a -links x', 'bfs: error:              ~', 'bfs: error: x is not a valid integer.']],
    ["-links ''", ['bfs: error: bfs -links ""', 'bfs: error:            ~~', 'bfs: error: "" is not a valid integer.']],
    ['é日 -nam', ['bfs: error: bfs é日 -nam', 'bfs: error:         ~~~~', 'bfs: error: Unknown argument; did you mean -name?']],
    [
      '-f a x -files0-from b',
      [
        'bfs: error: bfs -f a x -files0-from b',
        'bfs: error:     ~~~~   ~~~~~~~~~~~~~~',
        'bfs: error: Cannot combine -files0-from with explicit root paths.',
      ],
    ],
  ])('%s', (line, expected) => {
    expect(complaint(wordsOf(line)).trimEnd().split('\n')).toEqual(expected);
  });

  test('words are quoted as a shell would want them', () => {
    const words = ['a b', '$x', 'new\nline', '-nam'].map((word) => new TextEncoder().encode(word));
    expect(complaint([...words.slice(0, 3), Uint8Array.of(0xff), words[3]!]).split('\n')[0]).toBe(
      `bfs: error: bfs "a b" '$x' $'new\\nline' $'\\xFF' -nam`,
    );
  });

  test('the values that exist follow after an empty line', () => {
    const shown = complaint(wordsOf('-S foo'));
    expect(shown).toMatch(/Unrecognized search strategy\.\n\nSupported search strategies:\n\n {2}bfs /);
  });

  test('samples follow a bad timestamp', () => {
    expect(complaint(wordsOf('-since yesterday')).split('\n').slice(2)).toEqual([
      'bfs: error: Invalid timestamp.',
      '',
      'Supported timestamp formats are ISO 8601-like, e.g.',
      '',
      '  - 2001-09-09',
      '  - 2001-09-09T01:46:40',
      '  - 2001-09-09T01:46:40+00:00',
      '  - 2001-09-09T01:46:40Z',
      '',
    ]);
  });
});

test('a warning ends with an empty line, and each line of its text is headed', () => {
  const warning = diagnose('warning', 'path-in-exclude', [{ start: 1, end: 2 }], []);
  const shown = renderDiagnostic('tswalk', wordsOf('-exclude a'), warning, plain);
  expect(shown.split('\n').map((line) => line.slice(0, 17))).toEqual([
    'tswalk: warning: ',
    'tswalk: warning: ',
    'tswalk: warning: ',
    'tswalk: warning: ',
    '',
    '',
  ]);
});

test('with colours, names are coloured by kind and marked words are bold', () => {
  const error: Diagnostic = diagnose('error', 'unknown-argument', [{ start: 0, end: 1 }], ['-name']);
  expect(renderDiagnostic('t', wordsOf('-nam x'), error, { paint: (color, text) => `<${color}>${text}</>` })).toBe(
    '<bold>t:</> <error>error:</> t <bold>-nam</> x\n' +
      '<bold>t:</> <error>error:</>   <error>~~~~</>\n' +
      '<bold>t:</> <error>error:</> Unknown argument; did you mean <primary>-name</>?\n',
  );
});

test('how the program was called may differ from its name', () => {
  const error = diagnose('error', 'expected-predicate', [{ start: 0, end: 1 }], []);
  const shown = renderDiagnostic('find', wordsOf(')'), error, { invokedAs: './find' });
  expect(shown).toBe('find: error: ./find ")"\nfind: error:        ~~~\nfind: error: Expected a predicate.\n');
});

test('what has no place among the words is said without them', () => {
  const code: MessageCode = 'nothing-to-do';
  const shown = renderDiagnostic('t', wordsOf('x'), diagnose('warning', code, [], []), plain);
  expect(shown).toBe("t: warning: This command won't do anything.\n\n");
});
