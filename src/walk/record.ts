/**
 * What -json, -csv and -format print of an entry, as data: what their parser makes and the action compiles.
 *
 * It stands between the language and the actions, which do not know each other, and is loaded only with one of them. `FIELDS` is the one
 * list of what can be chosen. A field is a name, and a style where its kind has styles; it holds nothing of the command line.
 */

import type { FormatNeed } from './format.ts';

/**
 * What a field's values are: bytes of a file's name, bytes of another origin, ASCII text, a number, a number of bytes, or a time.
 */
export type FieldKind = 'name' | 'bytes' | 'text' | 'number' | 'size' | 'time';

export interface FieldFacts {
  readonly kind: FieldKind;
  readonly need: FormatNeed;
}

const field = (kind: FieldKind, need: FormatNeed): FieldFacts => ({ kind, need });

// biome-ignore format: in the order of the manual
export type FieldName =
  | 'path' | 'name' | 'stem' | 'ext' | 'dir' | 'root' | 'relative' | 'depth' | 'type' | 'target' | 'size' | 'blocks' | 'mode' | 'perm'
  | 'links' | 'inode' | 'device' | 'user' | 'group' | 'uid' | 'gid' | 'atime' | 'btime' | 'ctime' | 'mtime' | 'fstype';

/** Every field. */
export const FIELDS: Readonly<Record<FieldName, FieldFacts>> = {
  path: field('name', 'path'),
  name: field('name', 'path'),
  stem: field('name', 'path'),
  ext: field('name', 'path'),
  dir: field('name', 'path'),
  root: field('name', 'path'),
  relative: field('name', 'path'),
  depth: field('number', 'path'),
  type: field('text', 'type'),
  target: field('name', 'link'),
  size: field('size', 'status'),
  blocks: field('number', 'status'),
  mode: field('text', 'status'),
  perm: field('text', 'status'),
  links: field('number', 'status'),
  inode: field('number', 'status'),
  device: field('number', 'status'),
  user: field('bytes', 'status'),
  group: field('bytes', 'status'),
  uid: field('number', 'status'),
  gid: field('number', 'status'),
  atime: field('time', 'status'),
  btime: field('time', 'status'),
  ctime: field('time', 'status'),
  mtime: field('time', 'status'),
  fstype: field('bytes', 'mounts'),
};

export type FieldStyle = 'bytes' | 'human' | 'iso' | 'local' | 'date' | 'epoch' | 'seconds';

/** How values of a kind may be written; the first is what a field without a style has. */
export const STYLES: { readonly size: readonly FieldStyle[]; readonly time: readonly FieldStyle[] } = {
  size: ['bytes', 'human'],
  time: ['iso', 'local', 'date', 'epoch', 'seconds'],
};

export interface Field {
  readonly name: FieldName;
  /** Null where the kind has no styles. */
  readonly style: FieldStyle | null;
}

/** A piece of a template: bytes as they are, a field, or the path without its extension, fd's `{.}`. */
export type TemplatePiece = Uint8Array | Field | 'path-without-extension';

export type RecordLayout =
  | { readonly form: 'json' | 'csv'; readonly fields: readonly Field[] }
  | { readonly form: 'template'; readonly pieces: readonly TemplatePiece[] };

/** Does a field look at the status? */
export function needsStatus({ name }: Field): boolean {
  const { need } = FIELDS[name];
  return need === 'status' || need === 'mounts';
}

/** What a field is called in a record: its name, behind another of the same name with its style. */
export function keysOf(fields: readonly Field[]): string[] {
  return fields.map(({ name, style }, place) => {
    const isFirst = fields.findIndex((field) => field.name === name) === place;
    return isFirst ? name : `${name}_${style}`;
  });
}

/** The fields of a layout, in order. */
export function fieldsOf(layout: RecordLayout): readonly Field[] {
  if (layout.form !== 'template') return layout.fields;
  return layout.pieces.filter((piece): piece is Field => typeof piece === 'object' && 'name' in piece);
}
