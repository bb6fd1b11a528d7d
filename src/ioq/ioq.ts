/**
 * The I/O queue as the traversal sees it: slots of one slab, submitted and reaped in batches.
 *
 * In: slots that the caller has filled in (SLOT, OPERATION in layout.ts). Out: the same slots, answered, in the order in
 * which they were finished. One request, one slot, one response: a slot belongs to the caller from `reap` to `submit`.
 * It knows directories, names and descriptors, but neither paths beyond one request nor expressions.
 * Implemented by `native.ts` (worker threads, io_uring) and `fallback.ts` (node:fs); every test of it runs over all of them.
 */

/** What serves requests. `node` is the fallback over node:fs. */
export type Backend = 'uring' | 'sync' | 'node';

/** What {@link IoqOptions.backend} and TSWALK_IO take; `auto` lets the queue choose. */
export type BackendChoice = Backend | 'auto';

export interface IoqOptions {
  /** Most requests in flight: how many slots there are, 1 to MAX_SLOTS. Not a tree depth. */
  readonly queueDepth: number;
  /** Most worker threads. They are started as requests need them. */
  readonly workers: number;
  /** As many as long as no request blocks in the kernel; then more. Default: `workers`. */
  readonly leastWorkers?: number;
  readonly backend: BackendChoice;
  /** Measure how long requests take and how many are in flight. Default false: it costs a clock call or two for each. */
  readonly timed?: boolean;
  /** A directory's entries may come in another order than the kernel's, where that is faster. Default false. */
  readonly anyOrder?: boolean;
}

/** What requests ask for, as they are counted. */
export type ServedOperation = 'close' | 'opendir' | 'read' | 'stat' | 'unlink';

/** What a queue has measured. Times are in nanoseconds. */
export interface IoqTiming {
  /** By operation, from submission to answer: a latency, how many were as long, the next, and so on, the shortest first. */
  readonly latencies: Readonly<Record<ServedOperation, readonly number[]>>;
  /** How many requests were in flight on an average, in columns of `columnNs` from the first request on. */
  readonly depths: readonly number[];
  readonly columnNs: number;
  /** The most that were in flight at once. */
  readonly most: number;
}

/** Requests answered since the queue was made, by who answered them. */
export interface IoqServed {
  readonly backend: Backend;
  readonly workersStarted: number;
  /** By operation: how many were served through an io_uring, and how many by plain system calls. */
  readonly operations: Readonly<Record<ServedOperation, { readonly uring: number; readonly plain: number }>>;
  /** Between which bounds the number of workers has been adapted, and how often it was raised and lowered by one. Absent without workers. */
  readonly pace?: { readonly least: number; readonly most: number; readonly grown: number; readonly shrunk: number };
  /** How often the statuses of big directories went over to the ring because plain calls blocked, and back. Absent where there is no choice. */
  readonly statuses?: { readonly toRing: number; readonly toPlain: number };
  /** Absent where nothing was to be measured, or the implementation cannot. */
  readonly timing?: IoqTiming;
}

export interface Ioq {
  /** The whole slab, as bytes and as int32. Slot `i` starts at CONTROL_BYTES + i * SLOT_BYTES. */
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly queueDepth: number;

  /**
   * Hand the first `count` slots of the submit list (int32 at SUBMIT_LIST) to the workers.
   *
   * @returns `count`, or minus an errno: -EAGAIN where more than `queueDepth` would be in flight, -EINTR after `cancel`.
   */
  submit(count: number): number;

  /**
   * Take finished slots; their numbers are put into the reap list (int32 at REAP_LIST).
   *
   * @param wait - Sleep until at least one is there. Returns 0 at once where nothing is in flight.
   * @returns How many were taken.
   */
  reap(wait: boolean): number;

  /**
   * Sleep until a finished slot is there, but not longer than `microseconds`, which are less than a second.
   *
   * @returns Whether `reap` has something, or would not wait.
   */
  waitFor(microseconds: number): boolean;

  /**
   * Have `listener` called from the event loop once a finished slot is there: for a thread that must not sleep in `reap`. It may be
   * called for nothing, and keeps the event loop alive until then. The next `reap` ends it. The listener must be the same each time.
   *
   * @returns False where there is nothing to wait for: something is finished, nothing is in flight, or `reap` itself serves.
   */
  notify(listener: () => void): boolean;

  /** Refuse new requests and answer those not started with -EINTR; closes still run. Idempotent. */
  cancel(): void;

  /** Cancel, wait for the workers, release everything. The views must not be used afterwards. Idempotent. */
  destroy(): void;

  served(): IoqServed;
}
