/**
 * How many descriptors a walk may hold, and how wide its window is: both follow from the limit that the process has.
 *
 * A slot holds a descriptor while its directory is read, and until its next request where the status of entries may be wanted. With
 * few descriptors the window is narrow and the walk slower, but it never has to give up a directory half read.
 */

import type { DescriptorLimits } from '../../ioq/system.ts';

/** Wide enough for any number of workers that helps; wider costs memory, and the caches the slots. */
const WIDEST_WINDOW = 64;
/** Directories kept open to look names up from: starting points and steps of deep trees. */
const MOST_CACHED = 64;
/** For reference files, output files and whatever the system libraries open for a moment. */
const RESERVED = 3;

/** Most workers while requests block in the kernel: 16 are as fast on a cold disk as more, a network may want some more. */
const MOST_WORKERS = 32;
/** With fewer descriptors than these to go round, more workers than `least` would take them from the window. */
const ENOUGH_FOR_ALL: number = WIDEST_WINDOW + MOST_CACHED + RESERVED + 2 * MOST_WORKERS;

export interface DescriptorBudget {
  readonly queueDepth: number;
  readonly cached: number;
}

/** @param workers - Each may have a ring's descriptor, and one that it is just opening. @param widest - Most slots. */
export function descriptorBudget(
  { limit, open }: DescriptorLimits,
  workers: number,
  widest: number = WIDEST_WINDOW,
): DescriptorBudget {
  const available = Math.max(0, limit - open - RESERVED);
  const cached = Math.min(MOST_CACHED, Math.max(2, available >> 2));
  const queueDepth = Math.min(widest, Math.max(1, available - cached - 2 * workers));
  return { queueDepth, cached };
}

/** How many workers there may be while requests block, where nobody has said; `least` are enough while none does. */
export function mostWorkers({ limit, open }: DescriptorLimits, least: number): number {
  return limit - open < ENOUGH_FOR_ALL ? least : Math.max(least, MOST_WORKERS);
}
