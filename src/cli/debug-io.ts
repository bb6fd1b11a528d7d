/**
 * -D io: what served the requests of a walk, as counted where they were served.
 */

import type { IoqServed } from '../ioq/ioq.ts';

/** @param reason - Why the addon is not used; a line for each place where it was looked for. */
export function describeService(programName: string, served: IoqServed, reason: string | undefined): string {
  const { backend, workersStarted, operations } = served;
  const lines = [`backend ${backend}, ${workersStarted} ${workersStarted === 1 ? 'worker' : 'workers'}`];
  if (reason !== undefined) lines.push(...reason.split('\n'));
  for (const [operation, { uring, plain }] of Object.entries(operations)) {
    lines.push(`${operation.padEnd(8)} ${String(uring).padStart(10)} io_uring ${String(plain).padStart(10)} plain`);
  }
  return lines.map((line) => `${programName}: -D io: ${line}\n`).join('');
}
