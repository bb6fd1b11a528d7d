/**
 * The differences that remain, each with its reason: the one list.
 *
 * In: a case, its setting and what differs. Out: the reason why that is meant to be, or null: then it is a bug, of tswalk or of this tester.
 * A row is as narrow as can be told from the words. What an oracle does not have at all is not here but in language.ts.
 */

import type { Outcome } from './batch.ts';
import { type Case, hasComma, hasName, hasTrait, type Oracle, primariesOf } from './case.ts';
import { type Bytes, isUtf8, type TreePlan } from './tree.ts';

export interface Comparison {
  readonly aCase: Case;
  readonly oracle: Oracle | 'self';
  /** Where the oracle is tswalk itself: what is different. */
  readonly variant: string | null;
  readonly tree: TreePlan;
  /** Who ran the commands; null: root. */
  readonly uid: number | null;
  readonly mine: Outcome;
  readonly theirs: Outcome;
  readonly difference: string;
}

interface KnownDifference {
  readonly oracles: readonly Comparison['oracle'][];
  readonly applies: (comparison: Comparison) => boolean;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    oracles: ['find'],
    applies: ({ aCase, theirs }) => hasName(aCase, '-L', '-H', '-follow') && theirs.stderr.includes('Not a directory'),
    reason: 'a link through a file is broken for bfs, an error for GNU find (REFERENCE 3.2)',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) =>
      aCase.roots.some((root) => root.endsWith('//')) && (hasFormat(aCase, 'f') || hasName(aCase, '-execdir', '-okdir')),
    reason: '%f and -execdir keep all slashes of a starting point, GNU find leaves one (REFERENCE 9.2, 10.2)',
  },
  {
    oracles: ['find'],
    applies: ({ aCase, mine, theirs }) =>
      hasName(aCase, '-L', '-follow') &&
      aCase.roots.some((root) => root.endsWith('/') && mine.stdout.includes(root) && !theirs.stdout.includes(root)),
    reason: 'with -L and after what is in it GNU find shows a starting point without its slash',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) => primariesOf(aCase).some(({ tswalk }) => tswalk[0] === '-perm' && /x.*X/.test(tswalk[1]!)),
    reason: 'X stands for x on directories only (REFERENCE 2.5); for GNU find also where some x has been set before',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) => primariesOf(aCase).some(({ tswalk }) => tswalk[0] === '-perm' && /[st].*=/.test(tswalk[1]!)),
    reason: '= in a mode leaves the set-id and sticky bits alone (REFERENCE 2.5); GNU find clears them',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) => aCase.roots.includes('') && hasName(aCase, '+'),
    reason: 'after a starting point without a name GNU find does not run what {} + has collected',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant }) => (variant ?? '').startsWith('-S') && hasTrait(aCase, 'removes') && aCase.roots.length > 1,
    reason: 'of a file that is below two starting points, the strategy decides by which name it is removed first',
  },
  {
    oracles: ['bfs', 'find'],
    applies: ({ aCase }) => hasTrait(aCase, 'removes') && aCase.roots.length > 1,
    reason:
      'GNU find and bfs 2.6.1 remove below one starting point before they list the next; tswalk has listed all of them by then',
  },
  {
    oracles: ['bfs', 'find'],
    applies: ({ aCase, mine }) =>
      primariesOf(aCase).filter(({ tswalk }) => /^-ok/.test(tswalk[0]!)).length > 1 && mine.stderr.includes('standard input'),
    reason: 'only one -ok or -okdir can read the standard input (REFERENCE 1.8)',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase }) => hasTrait(aCase, 'passes') && hasTrait(aCase, 'depth') && aCase.roots.length > 1,
    reason: 'bfs 2.6.1 visits a directory only once that is below two starting points, with -depth and -S ids or eds',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase, theirs }) => hasTrait(aCase, 'removes') && theirs.stderr.includes('No such file'),
    reason: 'a test after -delete asks for a status that tswalk had before; bfs 2.6.1 asks too late, and goes on with false',
  },
  {
    oracles: ['bfs', 'find'],
    applies: ({ aCase, theirs }) => hasName(aCase, '-xtype') && theirs.stderr.includes('Too many levels of symbolic links'),
    reason: 'for -xtype a link that loops is a link; an error for GNU find 4.9 and bfs 2.6.1 (REFERENCE 5, 24)',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase, mine }) => hasName(aCase, '-regex', '-iregex') && mine.stderr.includes('Invalid multibyte sequence'),
    reason: 'Oniguruma lets some bytes of a pattern pass that are no UTF-8 (REFERENCE 22)',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase, tree }) =>
      aCase.environment.LC_ALL === 'C.UTF-8' &&
      hasName(aCase, '-regex', '-iregex') &&
      tree.entries.some(({ path }) => /[\xf5-\xff]/.test(path)),
    reason: 'Oniguruma takes the bytes F5 to FF of a path for characters, which they are not in UTF-8 (REFERENCE 22)',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) => hasComma(aCase),
    reason: 'GNU find 4.9 swaps the sides of a comma whose left has no action (REFERENCE 22)',
  },
  {
    oracles: ['find', 'bfs'],
    applies: ({ aCase, uid, mine }) =>
      hasName(aCase, '-mount') &&
      (hasName(aCase, '-L', '-follow') || (uid !== null && mine.stderr.includes('Permission denied'))),
    reason:
      '-mount leaves out what is on another file system, links under -L too, and must examine what may be a mount point; for the oracles it is -xdev (REFERENCE 3.7, 24)',
  },
  {
    oracles: ['find'],
    applies: (comparison) => metListableOnly(comparison),
    reason:
      'in a directory that may be read but not searched GNU find evaluates nothing; tswalk what needs no status (REFERENCE 22)',
  },
  {
    oracles: ['bfs'],
    applies: (comparison) => metListableOnly(comparison) && hasName(comparison.aCase, '-xdev', '-x', '-mount'),
    reason: 'with -xdev bfs 2.6.1 evaluates nothing for what it cannot examine; tswalk what needs no status (REFERENCE 22)',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase }) =>
      hasTrait(aCase, 'depth') && hasName(aCase, '-xdev', '-x', '-mount') && hasName(aCase, '-L', '-follow'),
    reason: 'with -depth bfs 2.6.1 leaves out links to other file systems, which -xdev only keeps it out of (REFERENCE 3.7)',
  },
  {
    oracles: ['find'],
    applies: (comparison) =>
      hasTrait(comparison.aCase, 'removes') && hasName(comparison.aCase, '-xtype') && sayTheSame(comparison),
    reason: 'for -xtype GNU find examines what has been removed; what is no link has the type that is known (REFERENCE 5)',
  },
  {
    oracles: ['bfs', 'self'],
    applies: (comparison) =>
      (comparison.variant ?? '-O').startsWith('-O') && metListableOnly(comparison) && sayTheSame(comparison),
    reason: 'where each status is an error, the order in which tests are tried (REFERENCE 15.1) decides how many are seen',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase, tree }) =>
      hasTrait(aCase, 'removes') &&
      tree.entries.some(({ kind }) => kind === 'hard') &&
      primariesOf(aCase).some(({ tswalk }) => /^-(links|c(newer|since|time|min)|newer(c.|.c)|used)$/.test(tswalk[0]!)),
    reason: 'a file whose other name was removed has one link less and another change time: before or after it is asked for',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant }) => variant === 'TSWALK_IO=node' && !aCase.environment.TZ.includes('/'),
    reason: 'Node.js itself knows no time zones in the form of POSIX',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant }) =>
      variant === 'TSWALK_IO=node' && primariesOf(aCase).some(({ tswalk }) => tswalk.some((word) => /%[^%]*[ABCTW]Z/.test(word))),
    reason: 'Node.js itself knows few names of time zones',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, theirs, variant }) =>
      variant === 'TSWALK_IO=node' &&
      hasName(aCase, '-xattr', '-acl', '-capable', '-xattrname') &&
      theirs.stderr.includes('not supported'),
    reason: 'Node.js itself has no extended attributes',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant, tree }) =>
      variant === 'TSWALK_IO=node' && hasName(aCase, '-ls', '-fls') && tree.entries.some(({ attribute }) => attribute === 'acl'),
    reason: 'Node.js itself has no extended attributes: -ls marks no ACLs',
  },
  {
    oracles: ['self'],
    applies: ({ variant, theirs }) => variant === 'TSWALK_IO=node' && theirs.stderr.includes("Couldn't get file birth time"),
    reason: 'a birth time of 0 cannot be told from none through Node.js',
  },
  {
    oracles: ['find'],
    applies: ({ aCase, uid, mine }) =>
      uid !== null && hasName(aCase, '-L', '-H', '-follow') && mine.stderr.includes('Permission denied'),
    reason: 'a link whose target may not be examined is an error; GNU find takes the link itself as well (REFERENCE 3.2)',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase, uid, theirs }) =>
      uid !== null && hasName(aCase, '-execdir', '-okdir') && theirs.stderr.includes('Permission denied'),
    reason: 'bfs opens the directory of a starting point for reading before -execdir; tswalk and GNU find need to search it only',
  },
  {
    oracles: ['bfs'],
    applies: ({ theirs }) => theirs.stderr.includes('retry-limit-in-match over'),
    reason: 'Oniguruma gives up on a pattern that takes tswalk linear time',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase }) => hasName(aCase, '-hidden', '-nohidden') && aCase.roots.some((root) => /^\.\/+$/.test(root)),
    reason: 'bfs 2.6.1 takes the starting point ./ for hidden; REFERENCE 3.6 does not',
  },
  {
    oracles: ['bfs', 'find'],
    applies: ({ aCase, tree }) =>
      aCase.environment.LC_ALL === 'C.UTF-8' &&
      globsOf(aCase).some((glob) => /[?[]/.test(glob)) &&
      tree.entries.some(({ path }) => !isAscii(path)),
    reason: 'glibc tries a glob once more byte by byte, so that ?? is true of a character of two bytes (REFERENCE 22)',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant, tree }) =>
      variant === 'TSWALK_IO=node' && hasName(aCase, '-exec', '-execdir') && tree.entries.some(({ path }) => !isUtf8(path)),
    reason: 'Node.js itself passes no bytes to a command that are not UTF-8',
  },
  {
    oracles: ['bfs'],
    applies: ({ aCase }) => primariesOf(aCase).filter(({ tswalk }) => tswalk[0] === '-size').length > 1,
    reason: 'the optimizer of bfs 2.6.1 takes -size 4096c and -size 1G, and the like, for a contradiction',
  },
  {
    oracles: ['find'],
    applies: (comparison) =>
      comparison.uid !== null &&
      hasName(comparison.aCase, '-empty', '-xtype') &&
      comparison.mine.stderr.includes('Permission denied') &&
      sayTheSame(comparison),
    reason:
      'GNU find moves cheap tests before -empty and -xtype, whose errors then are not seen; tswalk at -O4 only (REFERENCE 15.1)',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) =>
      hasTrait(aCase, 'removes') &&
      primariesOf(aCase).some(({ tswalk }) => /^-([mc](time|min|newer|since)|newer.*|links|size|used)$/.test(tswalk[0]!)),
    reason: 'GNU find judges a directory by the status it had before what was in it was removed, bfs and tswalk by that after',
  },
  {
    oracles: ['bfs', 'find', 'self'],
    applies: ({ aCase }) =>
      hasTrait(aCase, 'removes') &&
      primariesOf(aCase).some(({ tswalk }) => /^-(used|atime|amin|asince|anewer|newer(a.|.a))$/.test(tswalk[0]!)),
    reason: 'reading a directory of a fresh copy sets its access time: before or after it is asked for',
  },
  {
    oracles: ['bfs', 'find', 'self'],
    applies: (comparison) => boundsSearch(comparison) && sayTheSame(comparison),
    reason:
      'directories that a fixed prefix of a path or a bound of -depth N leaves out are not opened: their errors are not seen',
  },
];

export function reasonFor(comparison: Comparison): string | null {
  const known = KNOWN_DIFFERENCES.find(({ oracles, applies }) => oracles.includes(comparison.oracle) && applies(comparison));
  return known?.reason ?? null;
}

/** True where a directory's entries can be listed but not examined by others than its owner. The ACL that is given to some lets them read. */
function hasListableOnly(tree: TreePlan): boolean {
  return tree.entries.some(
    ({ kind, mode, attribute }) => kind === 'directory' && (attribute === 'acl' || (mode !== null && (mode & 0o5) === 0o4)),
  );
}

/** An entry of such a directory was met by somebody whom that stopped. */
function metListableOnly({ uid, tree, mine, theirs }: Comparison): boolean {
  return uid !== null && hasListableOnly(tree) && `${mine.stderr}${theirs.stderr}`.includes('Permission denied');
}

/** Tests from which the depth or the paths to be searched are known beforehand. */
function boundsSearch({ aCase, variant }: Comparison): boolean {
  if (variant !== null && !variant.startsWith('-O')) return false;
  return hasName(aCase, '-path', '-ipath', '-wholename', '-iwholename', '-regex', '-iregex', '-false') || hasDepthTest(aCase);
}

const isAscii = (bytes: Bytes): boolean => /^[\0-\x7f]*$/.test(bytes);

function globsOf(aCase: Case): Bytes[] {
  return primariesOf(aCase)
    .filter(({ tswalk }) => /^-i?(name|path|wholename|lname)$/.test(tswalk[0]!))
    .map(({ tswalk }) => tswalk[1]!);
}

function hasFormat(aCase: Case, directive: string): boolean {
  const pattern = new RegExp(`%[-+ #0-9.]*${directive}`);
  return primariesOf(aCase).some(({ tswalk }) => /printf$/.test(tswalk[0]!) && pattern.test(tswalk.at(-1)!));
}

function hasDepthTest(aCase: Case): boolean {
  return primariesOf(aCase).some(({ tswalk }) => tswalk[0] === '-depth' && tswalk.length === 2);
}

/** Only errors and the status that comes of them are different. */
function sayTheSame({ mine, theirs }: Comparison): boolean {
  const lines = ({ stdout }: Outcome): string => stdout.split('\n').sort().join('\n');
  return lines(mine) === lines(theirs) && [mine.status, theirs.status].sort().join() === '0,1';
}
