/** The words of -json, -csv and -format: which fields they choose, and what is wrong with those that are no fields. */

import { describe, expect, test } from 'vitest';
import type { Leaf, RecordAction } from '../../../../src/walk/expr/ast.ts';
import { ExpressionError } from '../../../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../../../src/walk/expr/parse.ts';
import { bytes, makeHost } from '../plain-host.ts';

function parse(...words: string[]): Leaf {
  return parseCommandLine(words.map(bytes), makeHost()).expression as Leaf;
}

function layoutOf(...words: string[]): RecordAction['layout'] {
  return (parse(...words) as RecordAction).layout;
}

function fieldsOf(...words: string[]): string[] {
  const layout = layoutOf(...words);
  if (layout.form === 'template') throw new Error('a template');
  return layout.fields.map(({ name, style }) => (style === null ? name : `${name}:${style}`));
}

/** Literals as text, fields by their names. */
function piecesOf(template: string): string[] {
  const layout = layoutOf('-format', template);
  if (layout.form !== 'template') throw new Error('no template');
  return layout.pieces.map((piece) => {
    if (piece === 'path-without-extension') return '<{.}>';
    if (piece instanceof Uint8Array) return Buffer.from(piece).toString();
    return `<${piece.name}${piece.style === null ? '' : `:${piece.style}`}>`;
  });
}

describe('-json and -csv', () => {
  test('choose fields by a setting that is part of the word', () => {
    expect(fieldsOf('-json=path,size,mtime:epoch')).toEqual(['path', 'size:bytes', 'mtime:epoch']);
    expect(fieldsOf('-csv=name')).toEqual(['name']);
  });

  test('have fields of their own choice without one', () => {
    expect(fieldsOf('-json')).toEqual(['path', 'type', 'size:bytes', 'mode', 'user', 'group', 'mtime:iso']);
  });

  test('leave the word behind them alone: it is a starting point', () => {
    const { roots } = parseCommandLine(['-json', 'path'].map(bytes), makeHost());
    expect(roots.map((root) => Buffer.from(root).toString())).toEqual(['path']);
  });

  test('drop a field that is there twice, but not one in two styles', () => {
    expect(fieldsOf('-json=size,size,size:human')).toEqual(['size:bytes', 'size:human']);
  });

  test('into a file take its name behind the setting', () => {
    expect((parse('-fjson=path', 'out') as RecordAction).output).toBeGreaterThan(0);
    expect((parse('-fcsv', 'out') as RecordAction).output).toBeGreaterThan(0);
  });

  test.each([
    ['-json=path', false],
    ['-json=path,type,target,depth', false],
    ['-json=path,size', true],
    ['-json=user', true],
    ['-json=fstype', true],
  ])('%s needs the status: %s', (word, needsStatus) => {
    expect((parse(word) as RecordAction).needsStatus).toBe(needsStatus);
  });

  test.each([
    ['-json=pat', 'unknown-field'],
    ['-json=path:iso', 'unknown-style'],
  ])('%s is wrong: %s, and told with the fields and styles that there are', (word, code) => {
    let caught: unknown;
    try {
      parse(word);
    } catch (error) {
      caught = error;
    }
    const { diagnostic } = caught as ExpressionError;
    expect(diagnostic.code).toBe(code);
    expect(diagnostic.appendix.join('\n')).toMatch(
      /^Fields: path, name,.*\n(?: {2}.*\n)+Styles of size: :bytes :human\nStyles of atime/,
    );
  });

  test.each([
    [['-json=pat'], 'There is no field pat.'],
    [['-json='], 'There is no field .'],
    [['-json=pat:iso'], 'There is no field pat.'],
    [['-json=path:iso'], 'The field path has no style iso.'],
    [['-csv=mtime:human'], 'The field mtime has no style human.'],
    [['-csv=mtime:iso:utc'], 'The field mtime has no style iso:utc.'],
    [['-format', '{size:}'], 'The field size has no style .'],
    [['-format', '{toString}'], 'There is no field toString.'],
    [['-fjson'], '-fjson needs a file.'],
    [['-format'], '-format needs a template.'],
    [['-exclude', '-json'], 'This action is not supported within -exclude.'],
  ])('%j is wrong: %s', (words, message) => {
    let caught: unknown;
    try {
      parse(...words);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ExpressionError);
    expect((caught as ExpressionError).message).toContain(message);
  });
});

describe('-format', () => {
  test.each([
    ['{path} {size}', ['<path>', ' ', '<size:bytes>']],
    ['{mtime:date}', ['<mtime:date>']],
    ['{}', ['<path>']],
    ['{/}{//}{.}{/.}', ['<name>', '<dir>', '<{.}>', '<stem>']],
    ['{{}}', ['{}']],
    ['{{path}}', ['{path}']],
    ['{{{path}}}', ['{', '<path>', '}']],
    ['a { b', ['a { b']],
    ['a } b', ['a } b']],
    ['', []],
  ])('%j is %j', (template, pieces) => {
    expect(piecesOf(template)).toEqual(pieces);
  });
});
