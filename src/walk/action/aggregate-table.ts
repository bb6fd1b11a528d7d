/**
 * The groups of an aggregate as text: lines for programs, a table with bars for people, JSON, CSV.
 *
 * In: `Group`s, what was measured and by what they were grouped. Out: bytes in a stream, the greatest group first, equals by their keys. A
 * pipe gets `VALUE TAB KEY`, as of du(1), or the one number where nothing was grouped; a terminal what a person can take in: rounded sizes,
 * parts of the whole, names escaped.
 */

import { isUtf8 } from 'node:buffer';
import type { Aggregation, GroupKey, Measure } from '../aggregate.ts';
import { appendAccount } from './account-text.ts';
import type { Group } from './aggregate-group.ts';
import { Scratch } from './byte-sink.ts';
import { appendForTerminal } from './escape.ts';
import type { Output } from './output.ts';
import { appendCsvValue, appendJsonText } from './record.ts';
import { humanSize } from './record-field.ts';
import type { PrintServices } from './services.ts';

export interface Subject extends Pick<Aggregation, 'by' | 'form'> {
  readonly measure: Measure;
}

/** A group with its key as text and its value. */
interface Row {
  readonly key: Uint8Array;
  readonly value: bigint;
  readonly count: number;
}

const NEWLINE = 0x0a;
const TAB = 0x09;
const BLOCK_BYTES = 512;
const DEFAULT_COLUMNS = 80;
const LONGEST_BAR = 30;
/** For the value, the percentage and what is between them. */
const COLUMNS_BEFORE_BAR = 20;
/** A full cell and its eighths. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

export function printGroups(groups: readonly Group[], subject: Subject, output: Output, services: PrintServices): void {
  const rows = groups.map((group) => toRow(group, subject, services)).sort(compareRows);
  if (subject.form === 'json') for (const row of rows) appendJsonRow(row, subject, output);
  else if (subject.form === 'csv') appendCsv(rows, subject, output, services.utf8);
  else if (output.isTerminal) appendTable(rows, subject, output, services.utf8);
  else for (const row of rows) appendPlain(row, subject, output);
  if (output.immediate) output.flush();
}

function toRow(group: Group, { measure, by }: Subject, { accounts }: PrintServices): Row {
  const value = measure === 'count' ? BigInt(group.count) : group.sum;
  return { key: keyBytes(group.key, by, accounts), value, count: group.count };
}

function keyBytes(key: Uint8Array | number, by: GroupKey | null, accounts: PrintServices['accounts']): Uint8Array {
  if (typeof key !== 'number') return key;
  const scratch = new Scratch();
  if (by === 'user') appendAccount(accounts.userName(key), key, scratch);
  else scratch.appendDecimal(key);
  return scratch.bytes.slice(0, scratch.length);
}

function compareRows(a: Row, b: Row): number {
  if (a.value !== b.value) return a.value > b.value ? -1 : 1;
  return Buffer.compare(a.key, b.key);
}

function appendPlain({ key, value }: Row, { by }: Subject, output: Output): void {
  output.appendBigDecimal(value);
  if (by !== null) {
    output.appendByte(TAB);
    output.append(key);
  }
  output.appendByte(NEWLINE);
}

/** `{"ext":"ts","size":1234,"count":5}`; a depth is a number. */
function appendJsonRow({ key, value, count }: Row, { by, measure }: Subject, output: Output): void {
  output.appendAscii('{');
  if (by !== null) {
    output.appendAscii(`"${by}":`);
    if (by === 'depth') output.append(key);
    else appendJsonText(key, by, output);
    output.appendAscii(',');
  }
  if (measure !== 'count') output.appendAscii(`"${measure}":${value},`);
  output.appendAscii(`"count":${count}}\n`);
}

function appendCsv(rows: readonly Row[], { by, measure }: Subject, output: Output, utf8: boolean): void {
  const isName = by === 'ext' || by === 'dir';
  const columns = [
    ...(by === null ? [] : [by]),
    ...(isName ? [`${by}_base64`] : []),
    ...(measure === 'count' ? [] : [measure]),
    'count',
  ];
  output.appendAscii(`${columns.join(',')}\n`);
  for (const { key, value, count } of rows) {
    const valid = isUtf8(key);
    if (by !== null) {
      appendCsvValue(valid ? key : Buffer.from(Buffer.from(key).toString('utf8')), output, utf8);
      output.appendAscii(isName ? `,${valid ? '' : Buffer.from(key).toString('base64')},` : ',');
    }
    output.appendAscii(measure === 'count' ? `${count}\n` : `${value},${count}\n`);
  }
}

function appendTable(rows: readonly Row[], { by, measure }: Subject, output: Output, utf8: boolean): void {
  const show = (value: bigint): string => (measure === 'count' ? String(value) : showSize(value, measure));
  const total = rows.reduce((sum, { value }) => sum + value, 0n);
  if (by === null) {
    output.appendAscii(`${show(total)}\n`);
    return;
  }
  const greatest = rows[0]?.value ?? 0n;
  const width = Math.max(0, ...rows.map(({ value }) => show(value).length));
  const room = Math.max(0, Math.min(LONGEST_BAR, (process.stdout.columns || DEFAULT_COLUMNS) - COLUMNS_BEFORE_BAR - width));
  for (const { key, value } of rows) {
    const part = total === 0n ? 0 : Number((value * 100_000n) / total) / 1000;
    output.appendAscii(`${show(value).padStart(width)} ${part.toFixed(1).padStart(5)}% `);
    output.append(Buffer.from(bar(value, greatest, room, utf8)));
    output.appendAscii(' ');
    if (key.length === 0) output.appendAscii('(none)');
    else appendForTerminal(output, key, 0, key.length, utf8);
    output.appendByte(NEWLINE);
  }
}

function showSize(value: bigint, measure: 'size' | 'blocks'): string {
  return humanSize(Number(value) * (measure === 'blocks' ? BLOCK_BYTES : 1));
}

/** So much of `room` columns as `value` is of `greatest`, padded. */
function bar(value: bigint, greatest: bigint, room: number, utf8: boolean): string {
  const eighths = greatest <= 0n || value <= 0n ? 0 : Number((value * BigInt(room * 8)) / greatest);
  const text = utf8 ? '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7] : '#'.repeat(Math.round(eighths / 8));
  return text.padEnd(room);
}
