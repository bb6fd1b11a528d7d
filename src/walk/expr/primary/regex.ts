/**
 * -regex and -iregex: a regular expression against the whole path. REFERENCE.md 4.2.
 *
 * The dialect is that of the last -regextype or -E before the test. A pattern with back-references may be too much work for a
 * path: that is the path's error, and the test is false.
 */

import type { Matcher } from '../../entry.ts';
import type { RegexTest } from '../ast.ts';
import type { PrimaryParser } from '../primary.ts';
import { compileRegex } from '../regex/regex.ts';
import { RegexSyntaxError } from '../regex/syntax-error.ts';
import { foldsSmartly } from './path.ts';

const UNDECIDED = 'Regular expression takes too many steps to match';

export function parseRegexTest(foldsAlways: boolean): PrimaryParser {
  return (item) => {
    const { regexType: dialect, host } = item.context;
    const pattern = item.value();
    const foldCase = foldsAlways || foldsSmartly(item, pattern);
    try {
      const regex = compileRegex(pattern, { dialect, foldCase, utf8: host.utf8 });
      return { kind: 'test', test: 'regex', ...item.written(), regex };
    } catch (error) {
      if (error instanceof RegexSyntaxError) throw item.error('invalid-regex', 'item', error.message);
      throw error;
    }
  };
}

export function compileRegexTest({ regex }: RegexTest): Matcher {
  const { match } = regex;
  // Spelling the path may move it to a larger array, so that comes first.
  if (!regex.undecidable) {
    return (entry) => {
      const length = entry.spellPath();
      return match(entry.path, 0, length) === 1;
    };
  }
  return (entry) => {
    const length = entry.spellPath();
    const verdict = match(entry.path, 0, length);
    if (verdict < 0) entry.services.fail(entry, 0, UNDECIDED);
    return verdict === 1;
  };
}
