/**
 * -explain-ignore: where the rule stands by which git ignores an entry, as `git check-ignore -v` prints it.
 *
 *     FILE:LINE:PATTERN<tab>PATH
 *
 * In: an `Output` and the rules. Out: a matcher, true where there is a rule. On a terminal what would act on it is escaped.
 */

import type { Matcher } from '../entry.ts';
import type { IgnoreServices } from '../ignore/ignore-services.ts';
import { appendForTerminal } from './escape.ts';
import type { Output } from './output.ts';

const COLON = 0x3a;
const TAB = 0x09;
const NEWLINE = 0x0a;

/** @param utf8 - The locale's characters are UTF-8; matters on terminals only. */
export function compileExplainIgnore(output: Output, services: IgnoreServices, utf8: boolean): Matcher {
  const append = (bytes: Uint8Array, end: number): void => {
    if (output.isTerminal) appendForTerminal(output, bytes, 0, end, utf8);
    else output.append(bytes, 0, end);
  };
  return (entry) => {
    const rule = services.ruleOf(entry);
    if (rule === null) return false;
    append(rule.source, rule.source.length);
    output.appendByte(COLON);
    output.appendAscii(String(rule.line));
    output.appendByte(COLON);
    append(rule.pattern, rule.pattern.length);
    output.appendByte(TAB);
    const length = entry.spellPath();
    append(entry.path, length);
    output.appendByte(NEWLINE);
    if (output.immediate) output.flush();
    return true;
  };
}
