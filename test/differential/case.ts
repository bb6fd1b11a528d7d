/**
 * A case: one command line in the words of each finder.
 *
 * In: a `Case` as values, made by language.ts. Out: `wordsOf` a tool, or null where this tool does not have what the case says; and the
 * case's traits, by which compare.ts knows how much of two outputs must agree. A primary carries its translations; operators are the same
 * everywhere. Words are bytes, written as latin1 text. `OUTPUT` in a word stands for a directory that each tool has for itself.
 */

import type { Bytes } from './tree.ts';

export type Tool = 'tswalk' | 'find' | 'bfs';
export type Oracle = Exclude<Tool, 'tswalk'>;

/** Replaced by the path of a directory of the tool's own, of the same length for all. */
export const OUTPUT = '@OUTPUT@';

/**
 * What must be known of a primary to compare outputs. `stops`, `answers anything`: what is done depends on the order. `ls`: columns grow in
 * the order. `once`: of several names of a file the first is taken. `removes`: each tool gets a copy of the tree. `noise`: stderr says more
 * than errors. `depth`, `sort`, `dfs`, `passes` (ids, eds): the order.
 */
export type Trait =
  | 'stops'
  | 'answers yes'
  | 'answers anything'
  | 'ls'
  | 'once'
  | 'noise'
  | 'prints'
  | 'removes'
  | 'depth'
  | 'sort'
  | 'dfs'
  | 'passes'
  | 'daystart';

export interface Primary {
  readonly kind: 'primary';
  readonly tswalk: readonly Bytes[];
  /** null: the oracle has no such thing. */
  readonly find: readonly Bytes[] | null;
  readonly bfs: readonly Bytes[] | null;
  readonly traits: readonly Trait[];
}

export type CaseNode =
  | Primary
  | { readonly kind: 'not'; readonly sign: Bytes; readonly operand: CaseNode }
  | { readonly kind: 'group'; readonly operand: CaseNode }
  | { readonly kind: 'exclude'; readonly operand: CaseNode }
  | { readonly kind: 'and' | 'or' | 'comma'; readonly sign: Bytes; readonly left: CaseNode; readonly right: CaseNode };

export interface Case {
  readonly environment: { readonly TZ: string; readonly LC_ALL: string };
  /** What -ok and -okdir read. */
  readonly answers: Bytes;
  /** Words that GNU find wants before the starting points. */
  readonly flags: readonly Primary[];
  readonly roots: readonly Bytes[];
  /** Global options, at the beginning of the expression. */
  readonly options: readonly Primary[];
  /** null: no expression at all. */
  readonly expression: CaseNode | null;
  /** Where bfs and tswalk have the starting points: before the flags, between flags and options, or after the expression. */
  readonly rootsAt: 'first' | 'middle' | 'last';
}

export function primary(words: readonly Bytes[], others: Partial<Omit<Primary, 'kind' | 'tswalk'>> = {}): Primary {
  return { kind: 'primary', tswalk: words, find: words, bfs: words, traits: [], ...others };
}

/** The words after the tool's name, or null where the tool cannot say this. */
export function wordsOf(aCase: Case, tool: Tool): Bytes[] | null {
  const flags = wordsOfAll(aCase.flags, tool);
  const options = wordsOfAll(aCase.options, tool);
  const expression = aCase.expression === null ? [] : wordsOfNode(aCase.expression, tool, 0);
  if (flags === null || options === null || expression === null) return null;
  const roots = aCase.roots;
  if (tool !== 'find' && aCase.rootsAt === 'first') return [...roots, ...flags, ...options, ...expression];
  if (tool !== 'find' && aCase.rootsAt === 'last') return [...flags, ...options, ...expression, ...roots];
  return [...flags, ...roots, ...options, ...expression];
}

function wordsOfAll(primaries: readonly Primary[], tool: Tool): Bytes[] | null {
  const words: Bytes[] = [];
  for (const one of primaries) {
    const own = one[tool];
    if (own === null) return null;
    words.push(...own);
  }
  return words;
}

const LEVEL = { comma: 0, or: 1, and: 2 } as const;

/** @param level - How tightly the place around the node binds: parentheses are written where it needs them. */
function wordsOfNode(node: CaseNode, tool: Tool, level: number): Bytes[] | null {
  switch (node.kind) {
    case 'primary':
      return node[tool] === null ? null : [...node[tool]];
    case 'group':
      return wrap(wordsOfNode(node.operand, tool, 0), ['('], [')']);
    case 'not':
      return wrap(wordsOfNode(node.operand, tool, 3), [node.sign], []);
    case 'exclude':
      return tool === 'find' ? null : wrap(wordsOfNode(node.operand, tool, 3), ['-exclude'], []);
    default: {
      const own = LEVEL[node.kind];
      const left = wordsOfNode(node.left, tool, own);
      const right = wordsOfNode(node.right, tool, own + 1);
      if (left === null || right === null) return null;
      const words = [...left, ...(node.sign === '' ? [] : [node.sign]), ...right];
      return own < level ? ['(', ...words, ')'] : words;
    }
  }
}

function wrap(words: Bytes[] | null, before: Bytes[], after: Bytes[]): Bytes[] | null {
  return words === null ? null : [...before, ...words, ...after];
}

/** Every primary of the case, flags and options too. */
export function primariesOf(aCase: Case): Primary[] {
  const inside = (node: CaseNode): Primary[] => {
    if (node.kind === 'primary') return [node];
    return 'operand' in node ? inside(node.operand) : [...inside(node.left), ...inside(node.right)];
  };
  return [...aCase.flags, ...aCase.options, ...(aCase.expression === null ? [] : inside(aCase.expression))];
}

export function hasTrait(aCase: Case, trait: Trait): boolean {
  return primariesOf(aCase).some(({ traits }) => traits.includes(trait));
}

/** True where some primary's words for tswalk begin with one of `names`. */
export function hasName(aCase: Case, ...names: readonly string[]): boolean {
  return primariesOf(aCase).some(({ tswalk }) => names.some((name) => tswalk.includes(name)));
}

export function hasComma(aCase: Case): boolean {
  const inside = (node: CaseNode): boolean => {
    if (node.kind === 'primary') return false;
    return 'operand' in node ? inside(node.operand) : node.kind === 'comma' || inside(node.left) || inside(node.right);
  };
  return aCase.expression !== null && inside(aCase.expression);
}

/** Cases that say less: a word, a branch or a starting point is gone. Smallest first. */
export function smallerCases(aCase: Case): Case[] {
  const smaller: Case[] = [];
  if (aCase.expression !== null) {
    smaller.push({ ...aCase, expression: null });
    for (const expression of smallerNodes(aCase.expression)) smaller.push({ ...aCase, expression });
  }
  for (const list of ['options', 'flags'] as const) {
    aCase[list].forEach((_, index) => {
      smaller.push({ ...aCase, [list]: aCase[list].filter((_, other) => other !== index) });
    });
  }
  aCase.roots.forEach((_, index) => {
    smaller.push({ ...aCase, roots: aCase.roots.filter((_, other) => other !== index) });
  });
  const { TZ, LC_ALL } = aCase.environment;
  if (TZ !== 'UTC0') smaller.push({ ...aCase, environment: { TZ: 'UTC0', LC_ALL } });
  if (LC_ALL !== 'C') smaller.push({ ...aCase, environment: { TZ, LC_ALL: 'C' } });
  if (aCase.rootsAt !== 'middle') smaller.push({ ...aCase, rootsAt: 'middle' });
  return smaller;
}

function smallerNodes(node: CaseNode): CaseNode[] {
  switch (node.kind) {
    case 'primary':
      return node.tswalk[0] === '-true' ? [] : [primary(['-true'])];
    case 'not':
    case 'group':
    case 'exclude':
      return [node.operand, ...smallerNodes(node.operand).map((operand) => ({ ...node, operand }))];
    default:
      return [
        node.left,
        node.right,
        ...smallerNodes(node.left).map((left) => ({ ...node, left })),
        ...smallerNodes(node.right).map((right) => ({ ...node, right })),
      ];
  }
}
