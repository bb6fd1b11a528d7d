/**
 * The open directories on the way to the one that was opened last, from which its neighbours are opened in one step.
 *
 * In: the directory that a path is relative to, the path, and descriptors of its components as they are opened. Out: for the next path, a
 * descriptor of the longest part that the two have in common. A tree is read directory by directory, and most have their parent in
 * common with the one before.
 *
 * For a request nothing is used that was opened before the request was there: what has been changed by then is seen. Changes
 * while requests are in flight may be seen or not, whatever serves them.
 *
 * The trail owns what it holds. Whoever closes the directory that it begins at, or lacks descriptors, must `clear` it.
 */

const SLASH = 47;

/** Most descriptors held, those nearest to the end: a neighbour of a neighbour is still found. */
export const TRAIL_DESCRIPTORS = 4;

interface Step {
  readonly fd: number;
  /** Where the component after it begins in the path. */
  readonly next: number;
  /** When the first step of the way to it was opened, by the trail's clock. */
  readonly time: number;
}

export class Trail {
  readonly #close: (fd: number) => void;
  #clock = 0;
  #base = -1;
  /** What it was turned to last, up to `#length`. */
  #path: Uint8Array = new Uint8Array(512);
  #length = 0;
  readonly #steps: Step[] = [];

  constructor(close: (fd: number) => void) {
    this.#close = close;
  }

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  /** What is opened from now on is later than this. */
  get time(): number {
    return this.#clock;
  }

  /** Does it begin at the directory `fd`? */
  beginsAt(fd: number): boolean {
    return fd === this.#base;
  }

  /** Turn to `path` below `base`. @returns The last step on the way to it that is later than `since`; the others are given up. */
  turnTo(base: number, path: Uint8Array, since: number): Step | undefined {
    const shared = base === this.#base ? sharedLength(path, this.#path, this.#length) : 0;
    let step = this.#steps.at(-1);
    while (step !== undefined && !(step.time > since && isOnTheWay(step, path, shared))) {
      this.#close(step.fd);
      this.#steps.pop();
      step = this.#steps.at(-1);
    }
    this.#base = base;
    if (path.length > this.#path.length) this.#path = new Uint8Array(2 * path.length);
    this.#path.set(path);
    this.#length = path.length;
    return step;
  }

  /** Take over `fd`, the next directory on the way to what {@link turnTo} was told. */
  add(fd: number, next: number): void {
    this.#steps.push({ fd, next, time: this.#steps.at(-1)?.time ?? ++this.#clock });
    if (this.#steps.length > TRAIL_DESCRIPTORS) this.#close(this.#steps.shift()!.fd);
  }

  /** Give up everything. */
  clear(): void {
    for (const { fd } of this.#steps.splice(0)) this.#close(fd);
    this.#base = -1;
  }
}

/** Is there, after the step, a component of `path` left to be opened? */
function isOnTheWay({ next }: Step, path: Uint8Array, shared: number): boolean {
  return next <= shared && next < path.length && path[next] !== SLASH;
}

/** How many bytes at the beginning are the same as the first ones of `other[0, otherLength)`. */
function sharedLength(path: Uint8Array, other: Uint8Array, otherLength: number): number {
  const most = Math.min(path.length, otherLength);
  let length = 0;
  while (length < most && path[length] === other[length]) length++;
  return length;
}
