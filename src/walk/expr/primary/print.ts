/**
 * The printing actions: what they write and to which output. REFERENCE.md 9.
 *
 * Parsed here, done in src/walk/action. An output file is created while parsing, even if nothing is ever written to it.
 */

import { type Format, needsOfFormat } from '../../format.ts';
import type { Expression, OutputNumber, PrintAction } from '../ast.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { parsePrintfFormat } from '../printf-format.ts';
import { loadMountTable } from './metadata.ts';

const STANDARD_OUTPUT: OutputNumber = 0;

/** -print, -print0, -printx. */
export function parsePrint(form: PrintAction['form']): PrimaryParser {
  return (item) => ({ kind: 'action', action: 'print', ...item.action(), output: STANDARD_OUTPUT, form });
}

/** -fprint FILE, -fprint0 FILE. */
export function parseFilePrint(form: PrintAction['form']): PrimaryParser {
  return (item) => {
    const path = item.value();
    const written = item.action();
    return { kind: 'action', action: 'print', ...written, output: item.createOutput(path), form };
  };
}

export function parseList(item: Item): Expression {
  return { kind: 'action', action: 'ls', ...item.action(), output: STANDARD_OUTPUT };
}

export function parseFileList(item: Item): Expression {
  const path = item.value();
  const written = item.action();
  return { kind: 'action', action: 'ls', ...written, output: item.createOutput(path) };
}

/** -printf FORMAT. */
export function parsePrintf(item: Item): Expression {
  const format = parseFormat(item, item.value());
  return { kind: 'action', action: 'printf', ...item.action(), output: STANDARD_OUTPUT, format };
}

/** -fprintf FILE FORMAT. A wrong format does not create the file. */
export function parseFilePrintf(item: Item): Expression {
  const path = item.value('a file');
  const format = parseFormat(item, item.value('a format string'));
  const written = item.action();
  return { kind: 'action', action: 'printf', ...written, output: item.createOutput(path), format };
}

function parseFormat(item: Item, word: Uint8Array): Format {
  const format = item.parseValue(() => parsePrintfFormat(word));
  if (needsOfFormat(format).has('mounts')) loadMountTable(item);
  return format;
}
