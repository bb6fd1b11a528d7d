/** The table of messages: every code says something, and is tested somewhere. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MESSAGES } from '../../../src/walk/expr/message-texts.ts';

const allTests = join(import.meta.dirname, '../..');
const tests = readdirSync(allTests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('message-texts'))
  .map((file) => readFileSync(join(allTests, file), 'utf8'))
  .join('\n');

test.each(Object.keys(MESSAGES))('%s has a test', (code) => {
  expect(tests).toMatch(new RegExp(`'${code}[':]`));
});
