/**
 * From an expression to a `Matcher`: closures specialised once, so that an evaluation tests no option.
 *
 * Tests are compiled by their families in primary/, actions other than those that steer the walk by the `CompileHost`: expressions know
 * no output and start no process. Junctions of two and three are unrolled. Where an operand may stop the walk, the operators
 * look at `Verdict.stopped` after it and return at once; where none may, they do not look.
 */

import type { Matcher } from '../entry.ts';
import type { IgnoreServices } from '../ignore/ignore-services.ts';
import type { MetadataServices } from '../metadata.ts';
import type { Verdict } from '../verdict.ts';
import { annotationOf } from './annotate.ts';
import type {
  ActionNode,
  AggregateAction,
  CallAction,
  DeleteAction,
  ExecAction,
  ExplainIgnoreAction,
  Expression,
  Junction,
  ListAction,
  MetadataTest,
  PrintAction,
  PrintfAction,
  RecordAction,
  TestNode,
} from './ast.ts';
import type { FollowMode } from './command-line.ts';
import { compileExit, compileLimit, compilePrune, compileQuit } from './primary/control.ts';
import { compileIgnored } from './primary/ignore.ts';
import {
  compileAcl,
  compileCapable,
  compileContext,
  compileFsType,
  compileNoGroup,
  compileNoUser,
  compileXattr,
} from './primary/metadata.ts';
import { compileDepthTest, compileGlobTest, compilePathGlobTest, matchHidden } from './primary/path.ts';
import { compileRegexTest } from './primary/regex.ts';
import { compileNumber, compilePerm, compileSameFile, compileSizeTest, matchSparse } from './primary/status.ts';
import { compileAgeTest, compileNewer, compileUsed } from './primary/time.ts';
import { compileAccess, compileType, compileXtype, matchEmpty } from './primary/type.ts';

/** Actions with effects outside of the walk, which src/walk/action does. */
export type OutwardAction =
  | PrintAction
  | PrintfAction
  | ListAction
  | RecordAction
  | AggregateAction
  | ExecAction
  | DeleteAction
  | CallAction
  | ExplainIgnoreAction;

export interface CompileHost {
  readonly verdict: Verdict;
  readonly follow: FollowMode;
  readonly metadata: MetadataServices;
  /** What is printed is sorted: -limit does not stop the walk. */
  readonly sorted?: boolean;
  /** The rules of git, which are read when this is asked for. */
  ignoring(): IgnoreServices;
  action(node: OutwardAction): Matcher;
  /** Put something around the closure of each node, such as a counter. */
  wrap?(node: Expression, matcher: Matcher): Matcher;
}

/** The closure that evaluates `expression`, of an entry at a time. */
export function compileExpression(expression: Expression, host: CompileHost): Matcher {
  const matcher = compileNode(expression, host);
  return host.wrap?.(expression, matcher) ?? matcher;
}

function compileNode(expression: Expression, host: CompileHost): Matcher {
  switch (expression.kind) {
    case 'constant':
      return expression.value ? () => true : () => false;
    case 'option':
      return () => true;
    case 'not': {
      const child = compileExpression(expression.child, host);
      return (entry) => !child(entry);
    }
    case 'and':
      return compileAnd(expression, host);
    case 'or':
      return compileOr(expression, host);
    case 'comma':
      return compileComma(expression, host);
    case 'test':
      return compileTest(expression, host);
    case 'action':
      return compileAction(expression, host);
  }
}

/** An empty and is true. A child that may stop the walk is followed by a look at the verdict. */
function compileAnd({ children }: Junction, host: CompileHost): Matcher {
  const { verdict } = host;
  const [first, second, third, ...rest] = children.map((child): Matcher => {
    const matcher = compileExpression(child, host);
    return annotationOf(child).mayStop ? (entry) => matcher(entry) && !verdict.stopped : matcher;
  });
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (third === undefined) return (entry) => first(entry) && second(entry);
  if (rest.length === 0) return (entry) => first(entry) && second(entry) && third(entry);
  const all = [first, second, third, ...rest];
  return (entry) => {
    for (let i = 0; i < all.length; i++) if (!all[i]!(entry)) return false;
    return true;
  };
}

/** An empty or is false. */
function compileOr({ children }: Junction, host: CompileHost): Matcher {
  const { verdict } = host;
  const [first, second, third, ...rest] = children.map((child): Matcher => {
    const matcher = compileExpression(child, host);
    return annotationOf(child).mayStop ? (entry) => matcher(entry) || verdict.stopped : matcher;
  });
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (third === undefined) return (entry) => first(entry) || second(entry);
  if (rest.length === 0) return (entry) => first(entry) || second(entry) || third(entry);
  const all = [first, second, third, ...rest];
  return (entry) => {
    for (let i = 0; i < all.length; i++) if (all[i]!(entry)) return true;
    return false;
  };
}

function compileComma({ children }: Junction, host: CompileHost): Matcher {
  const { verdict } = host;
  const mayStop = children.some((child) => annotationOf(child).mayStop);
  const all = children.map((child) => compileExpression(child, host));
  return (entry) => {
    let value = true;
    for (let i = 0; i < all.length; i++) {
      value = all[i]!(entry);
      if (mayStop && verdict.stopped) return value;
    }
    return value;
  };
}

function compileTest(node: TestNode, host: CompileHost): Matcher {
  switch (node.test) {
    case 'glob':
      return compileGlobTest(node);
    case 'path-glob':
      return compilePathGlobTest(node);
    case 'regex':
      return compileRegexTest(node);
    case 'depth':
      return compileDepthTest(node);
    case 'type':
      return compileType(node);
    case 'xtype':
      return compileXtype(node, followedBy(host.follow));
    case 'hidden':
      return matchHidden;
    case 'empty':
      return matchEmpty;
    case 'sparse':
      return matchSparse;
    case 'access':
      return compileAccess(node);
    case 'ignored':
      return compileIgnored(host.ignoring());
    case 'size':
      return compileSizeTest(node);
    case 'number':
      return compileNumber(node);
    case 'age':
      return compileAgeTest(node);
    case 'newer':
      return compileNewer(node);
    case 'used':
      return compileUsed(node);
    case 'perm':
      return compilePerm(node);
    case 'samefile':
      return compileSameFile(node);
    default:
      return compileMetadataTest(node, host);
  }
}

function compileMetadataTest(node: MetadataTest, { metadata }: CompileHost): Matcher {
  switch (node.test) {
    case 'acl':
      return compileAcl(metadata);
    case 'capable':
      return compileCapable(metadata);
    case 'xattr':
      return compileXattr(metadata, null);
    case 'xattrname':
      return compileXattr(metadata, node.name);
    case 'context':
      return compileContext(node, metadata);
    case 'fstype':
      return compileFsType(node, metadata);
    case 'nouser':
      return compileNoUser(metadata);
    case 'nogroup':
      return compileNoGroup(metadata);
  }
}

/** Has the walk followed the link that an entry may be? */
function followedBy(follow: FollowMode): (entry: { readonly depth: number }) => boolean {
  if (follow === 'roots') return (entry) => entry.depth === 0;
  return () => follow === 'always';
}

function compileAction(node: ActionNode, host: CompileHost): Matcher {
  switch (node.action) {
    case 'prune':
      return compilePrune(host.verdict);
    case 'quit':
      return compileQuit(host.verdict);
    case 'exit':
      return compileExit(node, host.verdict);
    case 'limit':
      return host.sorted === true ? () => true : compileLimit(node, host.verdict);
    default:
      return host.action(node);
  }
}
