/** -prune, -quit, -exit, -limit: REFERENCE.md 11. */

import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../../src/walk/expr/compile.ts';
import { complaint, makeCompileHost, makeEntry, parse } from '../plain-host.ts';

/** Evaluate an expression on as many entries as it takes to stop, six at most. */
function run(line: string): { effects: string[]; evaluated: number; exitStatus: number; pruned: boolean } {
  const host = makeCompileHost();
  const matcher = compileExpression(parse(line).expression, host);
  let evaluated = 0;
  while (evaluated < 6 && !host.verdict.stopped) {
    evaluated++;
    matcher(makeEntry({ path: String(evaluated) }));
  }
  return { effects: host.effects, evaluated, exitStatus: host.verdict.exitStatus, pruned: host.verdict.pruned };
}

describe('what stops the search', () => {
  test.each([
    ['-print -quit', ['-print 1'], 1, -1],
    ['-quit -print', [], 1, -1],
    ['-quit , -print', [], 1, -1],
    ['-quit -o -print', [], 1, -1],
    ['! -quit -o -print', [], 1, -1],
    ['! ( -quit , -print ) -o -print0', [], 1, -1],
    ['-name 3 -quit , -print', ['-print 1', '-print 2'], 3, -1],
    ['-print -exit', ['-print 1'], 1, 0],
    ['-print -exit 3', ['-print 1'], 1, 3],
    ['-exit 300', [], 1, 44],
    ['-print -limit 3', ['-print 1', '-print 2', '-print 3'], 3, -1],
    ['-limit 1 -print', [], 1, -1],
    ['-limit 2 -print', ['-print 1'], 2, -1],
    ['( -limit 2 -o -name x ) -print', ['-print 1'], 2, -1],
    ['-name x -quit -o -print', ['-print 1', '-print 2', '-print 3', '-print 4', '-print 5', '-print 6'], 6, -1],
  ])('%s', (line, effects, evaluated, exitStatus) => {
    expect(run(line)).toMatchObject({ effects, evaluated, exitStatus });
  });
});

test('-prune is true, and says so to the walk', () => {
  expect(run('-prune -print')).toMatchObject({ pruned: true, evaluated: 6 });
  expect(run('-name x -prune -o -print')).toMatchObject({ pruned: false });
});

test.each([
  ['-limit 0 -print', 'limit-too-small', 'The -limit must be at least 1.', '-limit 0'],
  ['-limit -5 -print', 'limit-too-small', 'The -limit must be at least 1.', '-limit -5'],
  ['-limit x', 'integer-invalid', 'x is not a valid integer.', 'x'],
  ['-limit 99999999999999999999', 'integer-too-large', '99999999999999999999 is too large an integer.', '99999999999999999999'],
  ['-exit -3', 'unknown-argument', 'Unknown argument; did you mean -s?', '-3'],
])('%s is refused', (line, code, message, marked) => {
  expect(complaint(line)).toMatchObject({ code, marked });
  if (code !== 'unknown-argument') expect(complaint(line).text).toBe(message);
});
