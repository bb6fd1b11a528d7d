/**
 * Makes plain objects of chosen fields of what a walk finds: the twin of -json and -csv.
 *
 * In: a cursor, during its visit. Out: what `-json=FIELDS` prints of it, as an object, by the same writers of fields: a name that is not
 * UTF-8 is text with U+FFFD, and all of its bytes stand in base64 beside it as NAME_base64. What an entry does not have, or what cannot be
 * had, is null.
 */

import { isUtf8 } from 'node:buffer';
import { Scratch } from '../action/byte-sink.ts';
import { type CompiledField, compileFields } from '../action/record-field.ts';
import type { PrintServices } from '../action/services.ts';
import type { Entry } from '../entry.ts';
import { FIELDS, type Field, type FieldName, type FieldStyle, keysOf, needsStatus, STYLES } from '../record.ts';
import type { Sink } from './search.ts';

type TimeName = 'atime' | 'btime' | 'ctime' | 'mtime';
type NumberName = 'depth' | 'size' | 'blocks' | 'links' | 'inode' | 'device' | 'uid' | 'gid';

/** A field of a record, with a style behind a colon where its kind has styles: `path`, `size`, `size:human`, `mtime:epoch`. */
export type RecordField =
  | FieldName
  | `size:${'bytes' | 'human'}`
  | `${TimeName}:${'iso' | 'local' | 'date' | 'epoch' | 'seconds'}`;

type NameOf<F extends RecordField> = F extends `${infer Name}:${string}` ? Name : F;
type ValueOf<F extends RecordField> = F extends NumberName | 'size:bytes' | `${TimeName}:${'epoch' | 'seconds'}`
  ? number | null
  : string | null;

/**
 * An object of the chosen fields. The second of two of the same name is called NAME_STYLE, and the bytes of a name that is not UTF-8
 * stand in NAME_base64.
 */
export type EntryRecord<F extends RecordField = RecordField> = { readonly [Each in F as NameOf<Each>]: ValueOf<Each> } & {
  readonly [Other in `${NameOf<F>}_${string}`]?: string | number | null;
};

type Value = string | number | null;

/** @throws {TypeError} There is no such field, or it has no such style. */
export function parseFields(words: readonly string[]): Field[] {
  if (!Array.isArray(words)) throw new TypeError('The fields of a record are a list of their names');
  const fields = words.map(parseField);
  const isSame = (a: Field, b: Field): boolean => a.name === b.name && a.style === b.style;
  return fields.filter((field, place) => fields.findIndex((other) => isSame(field, other)) === place);
}

function parseField(word: string): Field {
  const [name = '', style, ...rest] = word.split(':');
  if (!isFieldName(name) || rest.length > 0) {
    throw new TypeError(`There is no field ${JSON.stringify(word)}; there are ${Object.keys(FIELDS).join(', ')}`);
  }
  const { kind } = FIELDS[name];
  const styles: readonly FieldStyle[] = kind === 'size' || kind === 'time' ? STYLES[kind] : [];
  const found = style === undefined ? (styles[0] ?? null) : styles.find((each) => each === style);
  if (found !== undefined) return { name, style: found };
  throw new TypeError(`The field ${name} has no style ${style}; there are ${styles.join(', ') || 'none'}`);
}

function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

export class Records implements Sink {
  /** What has been made since {@link begin}. */
  batch: unknown[] = [];
  readonly #fields: readonly Field[];
  readonly #keys: readonly string[];
  readonly #scratch = new Scratch();
  #compiled: readonly CompiledField[] = [];

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#keys = keysOf(fields);
  }

  get needsStatus(): boolean {
    return this.#fields.some(needsStatus);
  }

  get needsMounts(): boolean {
    return this.#fields.some(({ name }) => FIELDS[name].need === 'mounts');
  }

  get length(): number {
    return this.batch.length;
  }

  prepare(services: PrintServices): void {
    this.#compiled = compileFields(this.#fields, services, false);
  }

  begin(): void {
    this.batch = [];
  }

  take(cursor: Entry): void {
    this.batch.push(this.make(cursor));
  }

  make(cursor: Entry): unknown {
    const record: Record<string, Value> = {};
    const hasStatus = !this.needsStatus || cursor.needStatus();
    let failure = 0;
    for (const [place, field] of this.#compiled.entries()) {
      const scratch = this.#scratch;
      scratch.length = 0;
      const result = field.needsStatus && !hasStatus ? -1 : field.write(cursor, scratch);
      if (result > 0 && failure === 0) failure = result;
      const key = this.#keys[place]!;
      const bytes = Buffer.from(scratch.bytes.buffer, scratch.bytes.byteOffset, scratch.length);
      const text = result === 0 ? bytes.toString() : null;
      record[key] = text !== null && field.kind === 'number' ? Number(text) : text;
      if (text !== null && field.kind !== 'number' && !isUtf8(bytes)) record[`${key}_base64`] = bytes.toString('base64');
    }
    if (failure > 0) cursor.services.fail(cursor, failure);
    return record;
  }
}
