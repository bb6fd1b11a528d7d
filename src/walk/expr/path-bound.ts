/**
 * How the paths may begin on which an expression has an effect, and below which directories such paths can lie.
 *
 * A list of bounds stands for the paths that satisfy one of them; `ANY_PATH` is every path, the empty list none. Bounds come from the
 * fixed beginnings of the patterns of -path and -regex. Lists are kept short: beyond `MOST_BOUNDS` they shrink to what all
 * have in common. Paths are compared as the walk spells them, with the starting point as it was typed.
 */

/** Can anything below the directory match that has this path below its starting point, as bytes [start, end)? */
export type MayHoldBelow = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Paths that begin with `prefix`, or for `whole` the one that is equal to it. */
export interface PathBound {
  readonly prefix: Uint8Array;
  readonly whole: boolean;
  /** Every directory on the way satisfies all of these. */
  readonly descents?: readonly MayHoldBelow[];
}

const NO_DESCENTS: readonly MayHoldBelow[] = [];

export const ANY_PATH: readonly PathBound[] = [{ prefix: new Uint8Array(0), whole: false }];

const MOST_BOUNDS = 16;
const SLASH = 0x2f;

/** Of the paths in `bounds`, those that also satisfy `bound`. */
export function narrowBounds(bounds: readonly PathBound[], bound: PathBound): readonly PathBound[] {
  const narrowed: PathBound[] = [];
  for (const old of bounds) {
    const both = intersect(old, bound);
    if (both !== null) narrowed.push(both);
  }
  return narrowed;
}

function intersect(a: PathBound, b: PathBound): PathBound | null {
  const [short, long] = a.prefix.length <= b.prefix.length ? [a, b] : [b, a];
  if (!startsWith(long.prefix, short.prefix)) return null;
  if (short.whole && short.prefix.length < long.prefix.length) return null;
  const both = { prefix: long.prefix, whole: long.whole || short.whole };
  if (a.descents === undefined && b.descents === undefined) return both;
  return { ...both, descents: [...new Set([...(a.descents ?? NO_DESCENTS), ...(b.descents ?? NO_DESCENTS)])] };
}

/** The paths of either list. */
export function joinBounds(a: readonly PathBound[], b: readonly PathBound[]): readonly PathBound[] {
  if (a === b) return a;
  const joined: PathBound[] = [];
  for (const bound of [...a, ...b]) {
    if (joined.some((other) => covers(other, bound))) continue;
    joined.push(bound);
  }
  if (joined.length <= MOST_BOUNDS) return joined;
  return [{ prefix: joined.map(({ prefix }) => prefix).reduce(commonPrefix), whole: false }];
}

/** Is every path of `inner` one of `outer`? */
function covers(outer: PathBound, inner: PathBound): boolean {
  if (outer.descents?.some((descent) => !inner.descents?.includes(descent))) return false;
  if (outer.whole && !inner.whole) return false;
  if (outer.whole && outer.prefix.length !== inner.prefix.length) return false;
  return startsWith(inner.prefix, outer.prefix);
}

function commonPrefix(a: Uint8Array, b: Uint8Array): Uint8Array {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.subarray(0, length);
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

/** Can something below the directory `path[0, length)` satisfy a bound? Its starting point is `path[0, rootLength)`. */
export type MayDescend = (path: Uint8Array, length: number, rootLength: number) => boolean;

/** Null where everything may. */
export function compileMayDescend(bounds: readonly PathBound[]): MayDescend | null {
  if (bounds.some(({ prefix, whole, descents }) => prefix.length === 0 && !whole && descents === undefined)) return null;
  return (path, length, rootLength) =>
    bounds.some((bound) => mayHold(bound, path, length) && mayMatch(bound, path, length, rootLength));
}

function mayMatch({ descents }: PathBound, path: Uint8Array, length: number, rootLength: number): boolean {
  if (descents === undefined) return true;
  const start = startBelow(path, length, rootLength);
  return descents.every((mayHoldBelow) => mayHoldBelow(path, start, length));
}

/** Where in `path[0, length)` what is below the starting point `path[0, rootLength)` begins; at the end for the starting point. */
export function startBelow(path: Uint8Array, length: number, rootLength: number): number {
  if (length === rootLength || path[rootLength - 1] === SLASH) return rootLength;
  return rootLength + 1;
}

/** Below the directory, paths begin with its own and a slash. */
function mayHold({ prefix, whole }: PathBound, path: Uint8Array, length: number): boolean {
  const common = Math.min(length, prefix.length);
  for (let i = 0; i < common; i++) if (path[i] !== prefix[i]) return false;
  if (prefix.length <= length) return !whole;
  const slashed = length > 0 && path[length - 1] === SLASH;
  if (slashed) return true;
  if (prefix[length] !== SLASH) return false;
  return !whole || prefix.length > length + 1;
}
