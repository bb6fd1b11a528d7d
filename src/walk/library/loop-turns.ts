/**
 * The event loop's time, shared by the walks of a thread: together they hold it no longer than one of them would.
 *
 * In: walks that have been called by the loop, or wait until others have had their turn. Out: whether it is held up, and one of those that
 * wait in each turn of the loop, in order of arrival. What is measured is the time since the loop was known to be free, whoever has used it
 * since, the program's own code for instance. One for each thread of JavaScript.
 */

/** How long the event loop is held, milliseconds. */
const SLICE_MS = 4;

export class LoopTurns {
  #freeAt = Number.NEGATIVE_INFINITY;
  /** `#freeAt` is of this turn: the loop has called one of us in it. */
  #isKnown = false;
  /** Those that wait have been put off once. */
  #isPutOff = false;
  #isScheduled = false;
  readonly #waiting: (() => void)[] = [];

  /** Whoever works on should let the loop have a turn before. */
  get isHeldUp(): boolean {
    return performance.now() - this.#freeAt > SLICE_MS;
  }

  /** The loop itself calls, and has been free until then: or until it called the first of us in this turn. */
  begin(): void {
    if (this.#isKnown) return;
    this.#isKnown = true;
    this.#freeAt = performance.now();
    this.#schedule();
  }

  /** Resolves when others have had their turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    const hasHadOne = this.#isKnown && !this.#isPutOff;
    this.#isScheduled = false;
    this.#isKnown = false;
    if (this.#waiting.length === 0) return;
    // A second slice behind the first one would hold the loop for two. Whoever is called in every turn cannot put off the others again.
    this.#isPutOff = hasHadOne;
    if (hasHadOne) {
      this.#schedule();
      return;
    }
    const resolve = this.#waiting.shift()!;
    this.#freeAt = performance.now();
    resolve();
    if (this.#waiting.length > 0) this.#schedule();
  };
}

/** Those of this thread. */
export const loopTurns: LoopTurns = new LoopTurns();
