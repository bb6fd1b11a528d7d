/**
 * -json, -csv, their forms into files, and -format: which fields of an entry are printed, and how.
 *
 *     setting  := field { "," field }              -json=path,size,mtime:epoch
 *     field    := NAME [ ":" STYLE ]
 *     template := { byte | "{{" | "}}" | "{" placeholder "}" }
 *     placeholder := "" | "/" | "//" | "." | "/." | field
 *
 * The fields are joined to the word by `=`, since after a word of their own nobody could tell a list of one field from a starting point,
 * which may stand anywhere. The placeholders without a name are fd's (REFERENCE 20), and so are braces that are doubled, or
 * that nothing closes: they stand for themselves. Loaded when one of these primaries is written.
 */

import type { Aggregation } from '../../aggregate.ts';
import type { Field, FieldName, FieldStyle, RecordLayout, TemplatePiece } from '../../record.ts';
import { FIELDS, fieldsOf, needsStatus, STYLES } from '../../record.ts';
import type { Expression, OutputNumber } from '../ast.ts';
import type { Item } from '../primary.ts';
import { listChoices } from '../value/choice-list.ts';
import { aggregationOf } from './aggregate.ts';

const encoder = new TextEncoder();
const STANDARD_OUTPUT: OutputNumber = 0;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** What is printed where no fields are chosen. */
const DEFAULT_FIELDS: readonly FieldName[] = ['path', 'type', 'size', 'mode', 'user', 'group', 'mtime'];

/** fd's. */
const BARE_PLACEHOLDERS: ReadonlyMap<string, TemplatePiece> = new Map<string, TemplatePiece>([
  ['', { name: 'path', style: null }],
  ['/', { name: 'name', style: null }],
  ['//', { name: 'dir', style: null }],
  ['.', 'path-without-extension'],
  ['/.', { name: 'stem', style: null }],
]);

export function parseJson(item: Item): Expression {
  return printed(item, 'json');
}

export function parseFileJson(item: Item): Expression {
  return record(item, { form: 'json', fields: chosenFields(item, item.setting()) }, item.value('a file'));
}

export function parseCsv(item: Item): Expression {
  return printed(item, 'csv');
}

export function parseFileCsv(item: Item): Expression {
  return record(item, { form: 'csv', fields: chosenFields(item, item.setting()) }, item.value('a file'));
}

/** -format TEMPLATE. */
export function parseTemplate(item: Item): Expression {
  const word = item.value('a template');
  return record(item, { form: 'template', pieces: templatePieces(item, word) }, null);
}

/** Onto the standard output. Without a setting it may be about -count and -sum, which all words have to be read for. */
function printed(item: Item, form: 'json' | 'csv'): Expression {
  const setting = item.setting();
  const layout: RecordLayout = { form, fields: chosenFields(item, setting) };
  if (setting !== null) return record(item, layout, null);
  const aggregation = aggregationOf(item.context);
  aggregation.form = form;
  return record(item, layout, null, aggregation);
}

/** @param path - The file to print to, created last; null for the standard output. */
function record(item: Item, layout: RecordLayout, path: Uint8Array | null, aggregation: Aggregation | null = null): Expression {
  const fields = fieldsOf(layout);
  if (fields.some(({ name }) => FIELDS[name].need === 'mounts')) {
    const { host } = item.context;
    const result = host.loadMountTable();
    if (result < 0) throw item.error('mount-table', 'item', host.errorText(-result));
  }
  const written = item.action();
  const output = path === null ? STANDARD_OUTPUT : item.createOutput(path);
  return { kind: 'action', action: 'record', ...written, output, layout, needsStatus: fields.some(needsStatus), aggregation };
}

function chosenFields(item: Item, setting: Uint8Array | null): readonly Field[] {
  if (setting === null) return DEFAULT_FIELDS.map((name) => ({ name, style: styleOf(item, name, undefined) }));
  const fields = text(setting)
    .split(',')
    .map((word) => parseField(item, word));
  const isSame = (a: Field, b: Field): boolean => a.name === b.name && a.style === b.style;
  return fields.filter((field, place) => fields.findIndex((other) => isSame(field, other)) === place);
}

function templatePieces(item: Item, template: Uint8Array): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  const literal: number[] = [];
  for (let i = 0; i < template.length; i++) {
    const byte = template[i]!;
    const close = byte === OPEN && template[i + 1] !== OPEN ? template.indexOf(CLOSE, i) : -1;
    if (close < 0) {
      literal.push(byte);
      if ((byte === OPEN || byte === CLOSE) && template[i + 1] === byte) i++;
      continue;
    }
    if (literal.length > 0) pieces.push(Uint8Array.from(literal.splice(0)));
    const word = text(template.subarray(i + 1, close));
    pieces.push(BARE_PLACEHOLDERS.get(word) ?? parseField(item, word));
    i = close;
  }
  if (literal.length > 0) pieces.push(Uint8Array.from(literal));
  return pieces;
}

/** `NAME` or `NAME:STYLE`. */
function parseField(item: Item, word: string): Field {
  const colon = word.indexOf(':');
  const name = colon < 0 ? word : word.slice(0, colon);
  if (!isFieldName(name)) throw item.errorWithLines('unknown-field', 'item', describeFields(), encoder.encode(name));
  return { name, style: styleOf(item, name, colon < 0 ? undefined : word.slice(colon + 1)) };
}

function styleOf(item: Item, name: FieldName, style: string | undefined): FieldStyle | null {
  const { kind } = FIELDS[name];
  const styles: readonly FieldStyle[] = kind === 'size' || kind === 'time' ? STYLES[kind] : [];
  const found = style === undefined ? (styles[0] ?? null) : styles.find((each) => each === style);
  if (found !== undefined) return found;
  throw item.errorWithLines('unknown-style', 'item', describeFields(), encoder.encode(style), name);
}

function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

function describeFields(): string[] {
  const names = Object.keys(FIELDS).filter(isFieldName);
  const ofKind = (kind: string): string => names.filter((name) => FIELDS[name].kind === kind).join(', ');
  return [
    ...listChoices('Fields:', names),
    `Styles of ${ofKind('size')}: ${STYLES.size.map((style) => `:${style}`).join(' ')}`,
    `Styles of ${ofKind('time')}: ${STYLES.time.map((style) => `:${style}`).join(' ')}`,
  ];
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
