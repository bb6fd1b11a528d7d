/**
 * -json, -csv and -format: chosen fields of an entry as a JSON object, a row of RFC 4180, or a template, one a line.
 *
 * In: a `RecordLayout`, a stream, what fields need of the world. Out: a matcher, always true. Names are bytes, JSON and CSV are UTF-8: where a
 * name is not, its text has U+FFFD for what is no character, and all of its bytes stand in base64 beside it, in JSON as NAME_base64 where
 * it is needed, in CSV in a column NAME_base64 that is empty elsewhere. So every name can be had back exactly. A value that cannot be had is
 * null, or empty, and reported once for the entry. JSON has every control character escaped, so nothing in it acts on a terminal.
 * Loaded when one of these actions is compiled.
 */

import { isUtf8 } from 'node:buffer';
import type { Entry, Matcher } from '../entry.ts';
import { keysOf, type RecordLayout } from '../record.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import { appendForTerminal } from './escape.ts';
import type { Output } from './output.ts';
import { appendWithoutExtension, type CompiledField, compileFields, type FieldWriter } from './record-field.ts';
import type { PrintServices } from './services.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DELETE = 0x7f;
/** The first byte of U+0080 to U+00BF in UTF-8; controls end at U+009F. */
const LATIN_LEAD = 0xc2;
const LAST_CONTROL = 0x9f;

/** Appends a piece of one entry's record. */
type RecordWriter = (entry: Entry) => void;

export function compileRecord(output: Output, layout: RecordLayout, services: PrintServices): Matcher {
  switch (layout.form) {
    case 'json':
      return compileJson(output, keysOf(layout.fields), compileFields(layout.fields, services, false));
    case 'csv':
      return compileCsv(output, keysOf(layout.fields), compileFields(layout.fields, services, false), services.utf8);
    case 'template':
      return compileTemplate(output, layout, services);
  }
}

/** Values of one entry, and the first failure among them. */
class Values {
  readonly scratch: Scratch = new Scratch();
  #failure = 0;
  #hasStatus = true;

  begin(entry: Entry, needsStatus: boolean): void {
    this.#failure = 0;
    this.#hasStatus = !needsStatus || entry.needStatus();
  }

  /** Write a value to the scratch sink. @returns Whether there is one. */
  take(entry: Entry, field: CompiledField): boolean {
    this.scratch.length = 0;
    return this.append(entry, field.write, field.needsStatus, this.scratch);
  }

  append(entry: Entry, write: FieldWriter, needsStatus: boolean, sink: ByteSink): boolean {
    if (needsStatus && !this.#hasStatus) return false;
    const result = write(entry, sink);
    if (result > 0 && this.#failure === 0) this.#failure = result;
    return result === 0;
  }

  /** Report what failed, but for the status, which has been. */
  end(entry: Entry, output: Output): void {
    if (this.#failure > 0) entry.services.fail(entry, this.#failure);
    if (output.immediate) output.flush();
  }
}

function compileJson(output: Output, names: readonly string[], fields: readonly CompiledField[]): Matcher {
  const values = new Values();
  const { scratch } = values;
  const needsStatus = fields.some((field) => field.needsStatus);
  const keys = names.map((name, place) => `${place === 0 ? '{' : ','}"${name}":`);
  return (entry) => {
    values.begin(entry, needsStatus);
    for (const [place, field] of fields.entries()) {
      output.appendAscii(keys[place]!);
      if (!values.take(entry, field)) output.appendAscii('null');
      else if (field.kind === 'number') output.append(scratch.bytes, 0, scratch.length);
      else appendJsonText(scratch.bytes.subarray(0, scratch.length), names[place]!, output);
    }
    output.appendAscii('}\n');
    values.end(entry, output);
    return true;
  };
}

/** A string, and behind it the field with the bytes where they are no UTF-8. */
export function appendJsonText(bytes: Uint8Array, name: string, sink: ByteSink): void {
  if (isUtf8(bytes)) {
    appendJsonString(bytes, sink);
    return;
  }
  const buffer = Buffer.from(bytes);
  appendJsonString(Buffer.from(buffer.toString('utf8')), sink);
  sink.appendAscii(`,"${name}_base64":"${buffer.toString('base64')}"`);
}

/** @param bytes - UTF-8. */
export function appendJsonString(bytes: Uint8Array, sink: ByteSink): void {
  sink.appendByte(QUOTE);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE || byte === BACKSLASH) {
      sink.appendByte(BACKSLASH);
      sink.appendByte(byte);
    } else if (byte < SPACE || byte === DELETE) {
      appendUnicodeEscape(byte, sink);
    } else if (byte === LATIN_LEAD && bytes[i + 1]! <= LAST_CONTROL) {
      appendUnicodeEscape(bytes[++i]!, sink);
    } else {
      sink.appendByte(byte);
    }
  }
  sink.appendByte(QUOTE);
}

function appendUnicodeEscape(codePoint: number, sink: ByteSink): void {
  sink.appendAscii(`\\u${codePoint.toString(16).padStart(4, '0')}`);
}

/** The first row are the names of the columns; it is there even where nothing is found. */
function compileCsv(output: Output, names: readonly string[], fields: readonly CompiledField[], utf8: boolean): Matcher {
  const values = new Values();
  const { scratch } = values;
  const needsStatus = fields.some((field) => field.needsStatus);
  const columns = fields.flatMap(({ kind }, place) =>
    kind === 'name' ? [names[place], `${names[place]}_base64`] : [names[place]],
  );
  output.appendAscii(`${columns.join(',')}\n`);
  return (entry) => {
    values.begin(entry, needsStatus);
    for (const [place, field] of fields.entries()) {
      if (place > 0) output.appendByte(COMMA);
      const bytes = values.take(entry, field) ? scratch.bytes.subarray(0, scratch.length) : new Uint8Array(0);
      const valid = isUtf8(bytes);
      appendCsvValue(valid ? bytes : Buffer.from(Buffer.from(bytes).toString('utf8')), output, utf8);
      if (field.kind !== 'name') continue;
      output.appendByte(COMMA);
      if (!valid) output.appendAscii(Buffer.from(bytes).toString('base64'));
    }
    output.appendByte(NEWLINE);
    values.end(entry, output);
    return true;
  };
}

/** In quotes where it must be. @param bytes - UTF-8. */
export function appendCsvValue(bytes: Uint8Array, output: Output, utf8: boolean): void {
  const value = output.isTerminal ? escaped(bytes, utf8) : bytes;
  const special = value.some((byte) => byte === QUOTE || byte === COMMA || byte === NEWLINE || byte === RETURN);
  if (!special) {
    output.append(value);
    return;
  }
  output.appendByte(QUOTE);
  for (const byte of value) {
    if (byte === QUOTE) output.appendByte(QUOTE);
    output.appendByte(byte);
  }
  output.appendByte(QUOTE);
}

function escaped(bytes: Uint8Array, utf8: boolean): Uint8Array {
  const scratch = new Scratch();
  appendForTerminal(scratch, bytes, 0, bytes.length, utf8);
  return scratch.bytes.subarray(0, scratch.length);
}

function compileTemplate(output: Output, { pieces }: RecordLayout & { form: 'template' }, services: PrintServices): Matcher {
  const values = new Values();
  let needsStatus = false;
  const writers = pieces.map((piece): RecordWriter => {
    if (piece instanceof Uint8Array) return () => output.append(piece);
    const field = piece === 'path-without-extension' ? null : compileFields([piece], services, false)[0]!;
    const write = field?.write ?? appendWithoutExtension;
    needsStatus ||= field?.needsStatus ?? false;
    const ofStatus = field?.needsStatus ?? false;
    if (!output.isTerminal) return (entry) => void values.append(entry, write, ofStatus, output);
    const { scratch } = values;
    return (entry) => {
      scratch.length = 0;
      values.append(entry, write, ofStatus, scratch);
      appendForTerminal(output, scratch.bytes, 0, scratch.length, services.utf8);
    };
  });
  return (entry) => {
    values.begin(entry, needsStatus);
    for (const write of writers) write(entry);
    output.appendByte(NEWLINE);
    values.end(entry, output);
    return true;
  };
}
