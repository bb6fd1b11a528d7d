/**
 * What the command's exit status says: 0 all fine, 1 something failed, or what -exit asked for; with -quiet, whether there was a match.
 */

export const SUCCESS = 0;
export const FAILURE = 1;

/** The bits of an exit status that reach the parent process. */
const STATUS_MASK = 0xff;

/** With -quiet: nothing matched, but not everything could be looked at. As grep(1) has it. */
export const TROUBLE = 2;

/**
 * The status with -quiet, where a match asks for 0.
 *
 * @param requested - 0 once something matched, or -exit's status; -1.
 * @param failed - Something failed during the search, a command with `{} +`, or the output.
 */
export function quietStatus(requested: number, failed: boolean): number {
  if (requested >= 0) return requested & STATUS_MASK;
  return failed ? TROUBLE : FAILURE;
}

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
