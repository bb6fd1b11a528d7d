/** One directory's entries, copied out of slots: as they came, sorted, with the right status, cleared. */

import { beforeEach, expect, test } from 'vitest';
import { DT, STATUS, STATUS_BYTES } from '../../../src/ioq/layout.ts';
import { Listing } from '../../../src/walk/traversal/listing.ts';
import { NameOrder } from '../../../src/walk/traversal/name-order.ts';
import { makeCursor, type PackedEntry, packEntries, text } from './plain-walk.ts';

const STATUS_WORDS = STATUS_BYTES / 4;

let listing: Listing;
let order: NameOrder;
beforeEach(() => {
  listing = new Listing();
  order = new NameOrder(null);
});

/** A record for each entry that has one, whose inode is the length of the entry's name; behind `before` other records. */
function records(entries: readonly PackedEntry[], before = 0): Int32Array {
  const owners = entries.filter(({ hasStatus }) => hasStatus);
  const words = new Int32Array((before + owners.length) * STATUS_WORDS).fill(-7, 0, before * STATUS_WORDS);
  owners.forEach(({ name }, i) => {
    words[(before + i) * STATUS_WORDS + STATUS.inode] = name.length;
  });
  return words;
}

function append(entries: readonly PackedEntry[], before = 0): void {
  const packed = packEntries(entries);
  const source = new Uint8Array(packed.length + 20);
  source.set(packed, 10);
  listing.append(source, 10, 10 + packed.length, records(entries, before), before * STATUS_WORDS);
}

/** `name`, or `name inode` where a status came with it. */
function drain(): string[] {
  const entry = makeCursor();
  const seen: string[] = [];
  while (!listing.isAtEnd) {
    entry.bytes = listing.bytes;
    listing.next(entry);
    const name = text(entry.bytes.subarray(entry.nameStart, entry.nameEnd));
    seen.push(entry.statusResult === 0 ? `${name} ${entry.status.inode}` : name);
  }
  return seen;
}

test('entries come in the order and with the types in which they were appended', () => {
  append([{ name: 'b', type: DT.directory }, { name: 'a' }]);
  append([{ name: 'c', type: DT.link }]);
  const entry = makeCursor();
  const types: number[] = [];
  while (!listing.isAtEnd) {
    listing.next(entry);
    types.push(entry.type);
  }
  expect(types).toEqual([DT.directory, DT.regular, DT.link]);
});

test('each status stays with its entry, over chunks and in order', () => {
  append([{ name: 'ccc', hasStatus: true }, { name: 'bb' }, { name: 'a', hasStatus: true }], 2);
  append([{ name: 'dddd' }, { name: 'eeeee', hasStatus: true }]);
  while (listing.sort(order));
  expect(drain()).toEqual(['a 1', 'bb', 'ccc 3', 'dddd', 'eeeee 5']);
});

test('very many are put in order in many parts, each with its status', () => {
  const names = Array.from({ length: 5_000 }, (_, i) => 'x'.repeat(1 + (i % 7)) + String((i * 7_919) % 5_000).padStart(4, '0'));
  const entries = names.map((name, i) => ({ name, hasStatus: i % 3 > 0 }));
  append(entries);
  let parts = 1;
  while (listing.sort(order)) parts++;
  expect(parts).toBeGreaterThan(20);
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(drain()).toEqual(sorted.map(({ name, hasStatus }) => (hasStatus ? `${name} ${name.length}` : name)));
});

test('what one was in the middle of sorting does not matter to the next', () => {
  append(Array.from({ length: 5_000 }, (_, i) => ({ name: `name${i}`, hasStatus: true })));
  for (let part = 0; part < 10; part++) expect(listing.sort(order)).toBe(true);
  listing.clear();
  append([{ name: 'b' }, { name: 'a' }]);
  while (listing.sort(order));
  expect(drain()).toEqual(['a', 'b']);
});

test('unsorted, too', () => {
  append([{ name: 'ccc', hasStatus: true }, { name: 'bb' }, { name: 'a', hasStatus: true }]);
  expect(drain()).toEqual(['ccc 3', 'bb', 'a 1']);
});

test('a status that could not be had keeps its errno', () => {
  const entries = [{ name: 'a', hasStatus: true }];
  const words = records(entries);
  words[STATUS.result] = -13;
  const packed = packEntries(entries);
  listing.append(packed, 0, packed.length, words, 0);
  const entry = makeCursor();
  listing.next(entry);
  expect(entry.statusResult).toBe(-13);
});

test('of directories alone no status is kept', () => {
  const entries = [{ name: 'a' }, { name: 'b', type: DT.directory, hasStatus: true }, { name: 'c', type: DT.directory }];
  const packed = packEntries(entries);
  listing.appendDirectories(packed, 0, packed.length);
  expect(drain()).toEqual(['b', 'c']);
});

test('a listing that is used again starts empty, however much it held', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({ name: `name${i}`, hasStatus: true }));
  append(many);
  expect(drain()).toHaveLength(5_000);
  listing.clear();
  expect([listing.length, listing.isAtEnd]).toEqual([0, true]);
  append([{ name: 'ab', hasStatus: true }]);
  expect(drain()).toEqual(['ab 2']);
});
