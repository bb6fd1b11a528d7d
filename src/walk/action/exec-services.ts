/**
 * What the actions that run commands need of the world: where an entry lies, processes, streams, whom to tell.
 *
 * Made by walk.ts for a whole walk. Descriptors and errors are numbers: minus an errno where something failed, AT_FDCWD for the
 * current directory. An entry's own failures are told to the services of the `Entry`; the functions here are for what belongs to no entry.
 */

import type { ProcessCalls } from '../../ioq/processes.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import type { Entry } from '../entry.ts';

/** An -exec as it was written. */
export interface Command {
  /** `-exec`, `-execdir`, `-ok`, `-okdir`: what messages begin with. */
  readonly primary: string;
  /** The words, with `{}` where an entry goes; of a batch those before the entries. */
  readonly command: readonly Uint8Array[];
  /** Run it in the directory that the entry is in. */
  readonly inDirectory: boolean;
}

export interface ExecServices {
  readonly system: Pick<SystemCalls, 'read' | 'write' | 'close' | 'isTerminal' | 'errorText'>;
  readonly processes: Pick<ProcessCalls, 'run' | 'argumentSpace' | 'signalText'>;
  /** Does an answer mean yes? */
  isYes(answer: Uint8Array): boolean;
  /** The locale's characters are UTF-8: how words are quoted. */
  readonly utf8: boolean;
  /** Where commands run that do not run beside the entry. It is not to be closed. */
  readonly workingDirectory: number;
  /** The directory that the entry is in, to be closed by the caller; of a starting point the leading part of its path. */
  openDirectoryOf(entry: Entry): number;
  /** Write what is buffered and forget what a command may change. */
  prepare(): void;
  /** A sentence without its period about a failure that belongs to no entry. */
  failed(text: string): void;
  warned(text: string): void;
  /** For -D exec: what is run with how much, and how it ended. Null where nobody wants to know. */
  readonly trace: ((text: string) => void) | null;
}
