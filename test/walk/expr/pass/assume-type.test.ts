/** An expression as it is for one type. */

import { expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { assumeType } from '../../../../src/walk/expr/pass/assume-type.ts';
import { parse, show } from '../plain-host.ts';

test.each([
  ['-type f -print', DT.regular, '(and (-true) (-print))'],
  ['-type f -print', DT.directory, '(and (-false) (-print))'],
  ['! -type f,d -o -name a -prune -o -print', DT.directory, '(or (! (-true)) (and (-name a) (-prune)) (-print))'],
  ['-name a -prune -o -print', DT.regular, '(or (and (-name a) (-true)) (-print))'],
])('%s of type %i', (line, type, expected) => {
  expect(show(assumeType(parse(line).expression, type))).toBe(expected);
});
