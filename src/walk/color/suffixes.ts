/**
 * Which rule for the end of a name applies: a trie of the suffixes, read from the last byte on.
 *
 * In: rules in the order in which they were written. Out: for a name, the last rule that matches. Capitals do not count, unless two rules
 * differ in capitals and in value: then these rules mean exactly what they say (REFERENCE 12.4).
 *
 *     *.gz=31  *.tar.gz=32       root -z- 1 -g- 2 -.- 3 [rule 0] -r- 4 -a- 5 -t- 6 -.- 7 [rule 1]
 *
 * A name costs a step for each byte of the longest suffix that it shares an end with: most cost one or two.
 */

import type { SuffixRule } from './palette.ts';

/** A rule for just this spelling. */
interface ExactRule {
  readonly suffix: Uint8Array;
  readonly rule: number;
}

/** Steps of the trie for one byte: bytes that no suffix has share class 0, from which no step leads anywhere. */
export interface SuffixIndex {
  /** @returns The number of the rule for `bytes[start, end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number;
}

export function compileSuffixes(rules: readonly SuffixRule[]): SuffixIndex | null {
  if (rules.length === 0) return null;
  const { folded, exact } = sortOut(rules);

  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const { suffix } of rules) {
    for (const byte of suffix) {
      const lower = fold(byte);
      if (classes[lower] === 0) classes[lower] = classCount++;
      classes[byte] = classes[lower]!;
    }
  }
  // A capital that only names have leads where its small letter does.
  for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[fold(byte)]!;

  const nodeCount = 1 + rules.reduce((sum, { suffix }) => sum + suffix.length, 0);
  const steps = new Uint32Array(nodeCount * classCount);
  /** The last of the rules that match at a node or before it. */
  const best = new Int32Array(nodeCount).fill(-1);
  const exactAt = new Map<number, ExactRule[]>();
  let nodes = 1;
  const nodeOf = (suffix: Uint8Array): number => {
    let node = 0;
    for (let i = suffix.length - 1; i >= 0; i--) {
      const step = node * classCount + classes[suffix[i]!]!;
      if (steps[step] === 0) steps[step] = nodes++;
      node = steps[step]!;
    }
    return node;
  };
  for (const rule of folded) {
    const node = nodeOf(rules[rule]!.suffix);
    best[node] = Math.max(best[node]!, rule);
  }
  for (const rule of exact) {
    const { suffix } = rules[rule]!;
    const node = nodeOf(suffix);
    exactAt.set(node, [...(exactAt.get(node) ?? []), { suffix, rule }]);
  }
  // Nodes are numbered after the one they hang on.
  for (let node = 0; node < nodes; node++) {
    for (let kind = 1; kind < classCount; kind++) {
      const next = steps[node * classCount + kind]!;
      if (next !== 0) best[next] = Math.max(best[next]!, best[node]!);
    }
  }
  const hasExact = exactAt.size > 0;

  return {
    find(bytes, start, end) {
      let node = 0;
      let found = hasExact ? exactMatch(exactAt.get(0), bytes, start, end) : -1;
      for (let i = end - 1; i >= start; i--) {
        const next = steps[node * classCount + classes[bytes[i]!]!]!;
        if (next === 0) break;
        node = next;
        if (hasExact) found = Math.max(found, exactMatch(exactAt.get(node), bytes, start, end));
      }
      return Math.max(found, best[node]!);
    },
  };
}

function exactMatch(rules: readonly ExactRule[] | undefined, bytes: Uint8Array, start: number, end: number): number {
  let found = -1;
  for (const { suffix, rule } of rules ?? []) {
    const offset = end - suffix.length;
    if (rule > found && offset >= start && suffix.every((byte, i) => bytes[offset + i] === byte)) found = rule;
  }
  return found;
}

/** The rules that hold for any capitals, and those that do not. Of rules with the same suffix only the last one is left. */
function sortOut(rules: readonly SuffixRule[]): { readonly folded: readonly number[]; readonly exact: readonly number[] } {
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const bySpelling = new Map<string, number>();
  rules.forEach(({ suffix }, rule) => {
    bySpelling.set(latin(suffix), rule);
  });
  const groups = new Map<string, number[]>();
  for (const rule of bySpelling.values()) {
    const key = latin(rules[rule]!.suffix.map(fold));
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  const folded: number[] = [];
  const exact: number[] = [];
  for (const group of groups.values()) {
    const codes = new Set(group.map((rule) => latin(rules[rule]!.code)));
    (codes.size === 1 ? folded : exact).push(...group);
  }
  return { folded, exact };
}

/** ASCII capitals to small letters. */
function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
