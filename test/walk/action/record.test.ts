/** Records of real files: JSON that parses back to every byte, rows of CSV, templates. */

import { describe, expect, test } from 'vitest';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { appendJsonString, compileRecord } from '../../../src/walk/action/record.ts';
import { extensionStart, humanSize } from '../../../src/walk/action/record-field.ts';
import { Entry } from '../../../src/walk/entry.ts';
import { FIELDS, type Field, type FieldName, type FieldStyle, type RecordLayout, STYLES } from '../../../src/walk/record.ts';
import { file, link, makeTree } from '../../fixture/tree.ts';
import { makeEntry, makeOutput, makeServices, pathBytes } from './entries.ts';

const services = makeServices();

function field(word: string): Field {
  const [name, style] = word.split(':') as [FieldName, FieldStyle | undefined];
  const { kind } = FIELDS[name];
  return { name, style: style ?? (kind === 'size' || kind === 'time' ? STYLES[kind][0]! : null) };
}

function print(layout: RecordLayout, path: string | Uint8Array, isTerminal = false): { text: string; failures: string[] } {
  const { output, text } = makeOutput({ isTerminal });
  const { entry, failures } = makeEntry(path, 1);
  expect(compileRecord(output, layout, services)(entry)).toBe(true);
  return { text: text(), failures };
}

const json = (words: string, path: string | Uint8Array) => print({ form: 'json', fields: words.split(',').map(field) }, path);
const csv = (words: string, path: string | Uint8Array) => print({ form: 'csv', fields: words.split(',').map(field) }, path);

describe('JSON', () => {
  test('has numbers, texts, and null for what a file does not have', async () => {
    await using tree = await makeTree({ 'a.txt': file({ content: '123', mode: 0o640 }) });
    const { text, failures } = json('name,stem,ext,size,size:human,mode,perm,type,target,links', `${tree.root}/a.txt`);
    expect(JSON.parse(text)).toEqual({
      name: 'a.txt',
      stem: 'a',
      ext: 'txt',
      size: 3,
      size_human: '3',
      mode: '0640',
      perm: '-rw-r-----',
      type: 'f',
      target: null,
      links: 1,
    });
    expect(failures).toEqual([]);
  });

  test('has times to the nanosecond', async () => {
    await using tree = await makeTree({ a: file() });
    const { text } = json('mtime,mtime:epoch,mtime:seconds,mtime:date,mtime:local', `${tree.root}/a`);
    const record = JSON.parse(text) as Record<string, string | number>;
    expect(record.mtime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(Math.floor(Date.parse(record.mtime as string) / 1000)).toBe(record.mtime_seconds);
    expect(Math.floor(record.mtime_epoch as number)).toBe(record.mtime_seconds);
    // The tests are in UTC.
    expect(record.mtime_local).toBe((record.mtime as string).slice(0, 19).replace('T', ' '));
    expect(record.mtime_date).toBe((record.mtime as string).slice(0, 10));
  });

  test('of a file that is not there has null for what is in its status, and one failure', async () => {
    await using tree = await makeTree({});
    const { text, failures } = json('name,size,mtime,user', `${tree.root}/gone`);
    expect(JSON.parse(text)).toEqual({ name: 'gone', size: null, mtime: null, user: null });
    expect(failures).toEqual(['2']);
  });

  test('has the target of a link', async () => {
    await using tree = await makeTree({ l: link('nowhere') });
    expect(JSON.parse(json('target', `${tree.root}/l`).text)).toEqual({ target: 'nowhere' });
  });

  test('parses back to every byte, alone and among others', () => {
    for (let byte = 1; byte < 256; byte++) {
      if (byte === 0x2f) continue;
      for (const name of [[byte], [0x61, byte, 0x62], [0xc3, 0xa9, byte], [0xe2, 0x82, byte]]) {
        const path = Uint8Array.from([0x2f, ...name]);
        const { text } = json('path', path);
        const record = JSON.parse(Buffer.from(text, 'latin1').toString()) as { path: string; path_base64?: string };
        const back = record.path_base64 === undefined ? Buffer.from(record.path) : Buffer.from(record.path_base64, 'base64');
        expect([...back]).toEqual([...path]);
        expect(Buffer.from(path).toString()).toBe(record.path);
      }
    }
  });

  test('has no byte that a terminal would act on', () => {
    const sink = new Scratch();
    const controls = [...Array(32).keys(), 127].map((code) => String.fromCodePoint(code)).join('');
    const c1 = Array.from({ length: 32 }, (_, i) => String.fromCodePoint(0x80 + i)).join('');
    appendJsonString(Buffer.from(`${controls}${c1}é`), sink);
    const text = Buffer.from(sink.bytes.subarray(0, sink.length)).toString();
    expect(text).toMatch(/^"[\x20-\x7e]*é"$/);
    expect(JSON.parse(text)).toBe(`${controls}${c1}é`);
  });
});

describe('CSV', () => {
  test('begins with the names of its columns, also where nothing follows', () => {
    const { output, text } = makeOutput();
    compileRecord(output, { form: 'csv', fields: ['path', 'size', 'user'].map(field) }, services);
    expect(text()).toBe('path,path_base64,size,user\n');
  });

  test.each([
    ['plain', 'plain,'],
    ['a,b', '"a,b",'],
    ['a"b', '"a""b",'],
    ['a\nb', '"a\nb",'],
    ['a\rb', '"a\rb",'],
    [' a ', ' a ,'],
  ])('%j is the row %j', (name, row) => {
    expect(csv('name', `/${name}`).text).toBe(`name,name_base64\n${row}\n`);
  });

  test('has the bytes of what is no UTF-8 in the second column', () => {
    const { text } = csv('name', Uint8Array.of(0x2f, 0x61, 0xff));
    expect(Buffer.from(text, 'latin1').toString()).toBe('name,name_base64\na\ufffd,Yf8=\n');
  });
});

describe('templates', () => {
  const template = (pieces: (string | Field)[], path: string | Uint8Array, isTerminal = false) =>
    print({ form: 'template', pieces: pieces.map((p) => (typeof p === 'string' ? pathBytes(p) : p)) }, path, isTerminal).text;

  test('print names byte for byte', () => {
    expect(template(['<', field('name'), '>'], Uint8Array.of(0x2f, 0x1b, 0xff))).toBe('<\x1b\xff>\n');
  });

  test('print names for people on a terminal', () => {
    expect(template(['<', field('name'), '>'], Uint8Array.of(0x2f, 0x1b, 0xff), true)).toBe("<$'\\e\\xFF'>\n");
  });

  test.each([
    ['dir/a.tar.gz', 'dir/a.tar|a.tar|gz'],
    ['dir.d/a', 'dir.d/a|a|'],
    ['d/.bashrc', 'd/.bashrc|.bashrc|'],
    ['d/a.', 'd/a|a|'],
    ['d/..a', 'd/.|.|a'],
  ])('%s without its extension', (path, expected) => {
    const { output, text } = makeOutput();
    const { entry } = makeEntry(path, 1);
    const pieces = ['path-without-extension', pathBytes('|'), field('stem'), pathBytes('|'), field('ext')] as const;
    compileRecord(output, { form: 'template', pieces }, services)(entry);
    expect(text()).toBe(`${expected}\n`);
  });
});

test.each([
  ['..', 2],
  ['.', 1],
  ['a.b', 1],
])('the extension of %s begins at %i', (name, start) => {
  const entry = new Entry(makeEntry('.').entry.services);
  entry.bytes = pathBytes(name);
  entry.nameEnd = name.length;
  expect(extensionStart(entry)).toBe(start);
});

test.each([
  [0, '0'],
  [1023, '1023'],
  [1024, '1.0K'],
  [1536, '1.5K'],
  [10_240, '10K'],
  [1_048_575, '1.0M'],
  [5 * 2 ** 40, '5.0T'],
])('%i bytes are %s for people', (bytes, text) => {
  expect(humanSize(bytes)).toBe(text);
});
