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
  readonly backend: BackendChoice;
}

/** Requests answered since the queue was made, by who answered them. */
export interface IoqServed {
  readonly backend: Backend;
  readonly workersStarted: number;
  /** By operation: how many were served through an io_uring, and how many by plain system calls. */
  readonly operations: Readonly<
    Record<'close' | 'opendir' | 'read' | 'stat', { readonly uring: number; readonly plain: number }>
  >;
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

  /** Refuse new requests and answer those not started with -EINTR; closes still run. Idempotent. */
  cancel(): void;

  /** Cancel, wait for the workers, release everything. The views must not be used afterwards. Idempotent. */
  destroy(): void;

  served(): IoqServed;
}
