/**
 * The I/O queue over the native addon: worker threads that make system calls, or have an io_uring make them.
 *
 * In: options, the loaded addon. Out: an {@link Ioq}: the addon's own object, and the views that JavaScript has of its slab. That is allocated
 * here, as an ordinary ArrayBuffer of which both sides have views: some runtimes refuse buffers that the addon allocates. It must never be
 * transferred, which would take it from under the workers; so it does not leave src/ioq but as views.
 */

import type { Binding } from './binding.ts';
import type { BackendChoice, Ioq, IoqOptions } from './ioq.ts';
import { CONTROL_BYTES, SLOT_BYTES } from './layout.ts';

/** `backend` is as in {@link IoqOptions}, without `node`, which the addon is not. */
type NativeOptions = IoqOptions & { readonly backend: Exclude<BackendChoice, 'node'> };

/** Open a queue. `warning` is a sentence for the user where `uring` was wanted and cannot be had. */
export function openNative(binding: Binding, options: NativeOptions): { readonly ioq: Ioq; readonly warning?: string } {
  const ioq = makeQueue(binding, options);
  if (options.backend !== 'uring' || ioq.served().backend === 'uring') return { ioq };
  const reason = binding.HAS_URING ? 'the kernel does not permit it' : 'tswalk was built without liburing';
  return { ioq, warning: `io_uring cannot be used (${reason}): going on with plain system calls` };
}

function makeQueue(
  binding: Binding,
  { queueDepth, workers, backend, timed = false, leastWorkers = workers }: NativeOptions,
): Ioq {
  const slab = new ArrayBuffer(CONTROL_BYTES + queueDepth * SLOT_BYTES);
  const queue = new binding.Ioq(slab, queueDepth, workers, backend, timed, leastWorkers);
  return Object.assign(queue, { bytes: new Uint8Array(slab), words: new Int32Array(slab), queueDepth });
}
