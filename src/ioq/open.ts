/**
 * Which implementation of the queue is used: the addon's, or the one over node:fs.
 *
 * In: `IoqOptions`, and TSWALK_IO, which goes before `options.backend`: it is for whoever runs a program, and wants to know whether
 * the way to the kernel is at fault. Out: a queue, the system calls that go with it, and what there is to say about the choice:
 *
 *     wanted  addon, io_uring works  addon, io_uring does not   no addon
 *     auto    its own choice         its own choice             node, silently
 *     uring   uring                  sync, warning              node, warning
 *     sync    sync                   sync                       node, warning
 *     node    node                   node                       node
 *
 * A warning is a sentence for the user; whether and where it is printed is the caller's business, and so is `reason`.
 */

import type { AccountCalls } from './accounts.ts';
import { loadBinding } from './binding.ts';
import { openFallbackEngine } from './fallback-engine.ts';
import type { BackendChoice, Ioq, IoqOptions } from './ioq.ts';
import type { LocaleCalls } from './locale.ts';
import type { MetadataCalls } from './metadata.ts';
import { openNative } from './native.ts';
import type { ProcessCalls } from './processes.ts';
import type { SystemCalls } from './system.ts';

/** What serves a program's walks: the system calls, at once, and a queue, once it is known how deep. */
export interface Engine {
  readonly system: SystemCalls;
  readonly accounts: AccountCalls;
  readonly locale: LocaleCalls;
  /** Null without the addon: Node cannot read extended attributes. */
  readonly metadata: MetadataCalls | null;
  readonly processes: ProcessCalls;
  /** Something was asked for that cannot be had. Without a final period. */
  readonly warning?: string;
  /** Why the addon is not used, though it was not refused: a line for each place where it was looked for. */
  readonly reason?: string;
  /**
   * @returns A queue; descriptors of it may be given to `system` and the other way round.
   * @throws {RangeError} `queueDepth` or `workers` is out of range.
   */
  createQueue(options: QueueOptions): { readonly ioq: Ioq; readonly warning?: string };
}

export type QueueOptions = Omit<IoqOptions, 'backend'>;

const CHOICES: readonly BackendChoice[] = ['auto', 'uring', 'sync', 'node'];

/** @param choice - What TSWALK_IO says; undefined or empty: nothing. An unknown word is a warning. */
export function openEngine(backend: BackendChoice, choice: string | undefined = process.env.TSWALK_IO): Engine {
  if (!choice) return engineFor(backend);
  const known = CHOICES.find((name) => name === choice);
  if (known !== undefined) return engineFor(known);
  const warning = `TSWALK_IO is ${JSON.stringify(choice)}, not one of ${CHOICES.join(', ')}: it is not heeded`;
  return { ...engineFor(backend), warning };
}

function engineFor(backend: BackendChoice): Engine {
  if (backend === 'node') return openFallbackEngine();
  const loaded = loadBinding();
  if ('binding' in loaded) {
    const { binding } = loaded;
    return {
      system: binding,
      accounts: binding.accounts,
      locale: binding.locale,
      metadata: binding.metadata,
      processes: binding.processes,
      createQueue: (options) => openNative(binding, { ...options, backend }),
    };
  }
  const reason = loaded.errors.join('\n');
  if (backend === 'auto') return { ...openFallbackEngine(), reason };
  const warning = `the native addon cannot be loaded: going on with node:fs instead of ${backend}`;
  return { ...openFallbackEngine(), reason, warning };
}
