/** Which deletions may wait: those whose outcome nothing else in the expression could notice. */

import { describe, expect, test } from 'vitest';
import { planExpression } from '../../../src/walk/expr/plan.ts';
import { parse } from './plain-host.ts';

const deletesLater = (line: string): boolean => planExpression(parse(line)).deletesLater;

describe('-delete', () => {
  test.each([
    '-delete',
    '-rm',
    '! -delete',
    '-name x -delete',
    '-type f -name x ! -path y -delete',
    '( -name x -o -size +1 ) -delete',
    '-name x -o -delete',
    '-name x , -mtime +1 -delete',
    '-empty -delete',
    '-lname x -delete',
    '-prune -delete',
    '-exclude -name x -delete',
  ])('may wait: %s', (line) => {
    expect(deletesLater(line)).toBe(true);
  });

  test.each([
    // Its value is asked for.
    '-delete -print',
    '-delete -o -print',
    '-delete -delete',
    '-name x -delete -o -name y -delete',
    '( -name x -delete ) , -name y -delete',
    // Other effects come before and after.
    '-print -delete',
    '-exec true ; -delete',
    '-exec true {} + -delete',
    '-name x -quit -o -delete',
    '-limit 3 -delete',
    '-fprint f -delete',
    // Something looks at what else is there: where links lead to.
    '-xtype l -delete',
    '-readable -delete',
    '-L -name x -delete',
    '-exclude -xtype l -delete',
    // There is nothing to wait.
    '-depth',
    '-depth -name x',
  ])('is done at once, or not at all: %s', (line) => {
    expect(deletesLater(line)).toBe(false);
  });
});
