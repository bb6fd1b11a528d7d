/**
 * The I/O queue over the native addon: worker threads that make system calls, or have an io_uring make them.
 *
 * In: options, the loaded addon. Out: an {@link Ioq} and the {@link SystemCalls} that go with it. The slab is allocated here, as an
 * ordinary ArrayBuffer of which both sides have views: some runtimes refuse buffers that the addon allocates. It must never be
 * transferred, which would take it from under the workers; so it does not leave src/ioq but as views.
 */

import type { Binding, NativeQueue } from './binding.ts';
import type { BackendChoice, Ioq, IoqOptions, IoqServed } from './ioq.ts';
import { CONTROL_BYTES, SLOT_BYTES } from './layout.ts';
import type { SystemCalls } from './system.ts';

/** A queue and its system calls. `warning` is a sentence for the user where `uring` was wanted and cannot be had. */
export interface NativeIoqAndSystem {
  readonly ioq: Ioq;
  readonly system: SystemCalls;
  readonly warning?: string;
}

/** Open a queue. `backend` is as in {@link IoqOptions}, without `node`, which the addon is not. */
export function openNative(
  binding: Binding,
  options: IoqOptions & { readonly backend: Exclude<BackendChoice, 'node'> },
): NativeIoqAndSystem {
  const ioq = new NativeIoq(binding, options);
  if (options.backend !== 'uring' || ioq.served().backend === 'uring') return { ioq, system: binding };
  const reason = binding.HAS_URING ? 'the kernel does not permit it' : 'tswalk was built without liburing';
  return { ioq, system: binding, warning: `io_uring cannot be used (${reason}): going on with plain system calls` };
}

class NativeIoq implements Ioq {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly queueDepth: number;
  readonly #queue: NativeQueue;

  constructor(
    binding: Binding,
    { queueDepth, workers, backend, timed = false, leastWorkers = workers }: Parameters<typeof openNative>[1],
  ) {
    const slab = new ArrayBuffer(CONTROL_BYTES + queueDepth * SLOT_BYTES);
    this.#queue = new binding.Ioq(slab, queueDepth, workers, backend, timed, leastWorkers);
    this.bytes = new Uint8Array(slab);
    this.words = new Int32Array(slab);
    this.queueDepth = queueDepth;
  }

  submit(count: number): number {
    return this.#queue.submit(count);
  }

  reap(wait: boolean): number {
    return this.#queue.reap(wait);
  }

  waitFor(microseconds: number): boolean {
    return this.#queue.waitFor(microseconds);
  }

  notify(listener: () => void): boolean {
    return this.#queue.notify(listener);
  }

  cancel(): void {
    this.#queue.cancel();
  }

  destroy(): void {
    this.#queue.destroy();
  }

  served(): IoqServed {
    return this.#queue.served();
  }
}
