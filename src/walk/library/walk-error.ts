/**
 * What goes wrong with one file while the walk goes on, as an error for programs.
 *
 * In: what the walk tells its listener. Out: a `WalkError` with the errno's name, as the errors of node:fs have it, and the path exactly.
 */

import { getSystemErrorName } from 'node:util';

/** A file could not be examined, or a directory not be listed. */
export class WalkError extends Error {
  override readonly name = 'WalkError';
  /** The errno's name, such as `EACCES`; empty where the system is not to blame. */
  readonly code: string;
  /** Minus the number, as in the errors of node:fs; 0 where the system is not to blame. */
  readonly errno: number;
  readonly path: string;
  /** The path, byte for byte. */
  readonly pathBytes: Buffer;

  /** @param errno - Positive, or 0. */
  constructor(path: Uint8Array, text: string, errno: number) {
    const pathBytes = Buffer.from(path);
    const pathText = pathBytes.toString();
    const code = errno > 0 ? systemErrorName(errno) : '';
    super(`${code === '' ? '' : `${code}: `}${text}: '${pathText}'`);
    this.code = code;
    this.errno = errno > 0 ? -errno : 0;
    this.path = pathText;
    this.pathBytes = pathBytes;
  }
}

function systemErrorName(errno: number): string {
  try {
    return getSystemErrorName(-errno);
  } catch {
    return `E${errno}`;
  }
}
