/**
 * What the command's exit status says: 0 all fine, 1 something failed, or what -exit asked for.
 */

export const SUCCESS = 0;
export const FAILURE = 1;

/** The bits of an exit status that reach the parent process. */
const STATUS_MASK = 0xff;

/**
 * @param requested - -exit's status, or -1. It stands whatever failed during the search.
 * @param failed - Something failed during the search.
 * @param batchFailed - A command with `{} +` failed, which is a failure whatever was requested.
 * @param outputFailed - Output could not be written, which turns a requested success into a failure.
 */
export function exitStatus(requested: number, failed: boolean, batchFailed: boolean, outputFailed: boolean): number {
  if (batchFailed) return FAILURE;
  if (requested < 0) return failed || outputFailed ? FAILURE : SUCCESS;
  const status = requested & STATUS_MASK;
  return status === SUCCESS && outputFailed ? FAILURE : status;
}
