/**
 * Whether and how a run is coloured: which streams, and with which colours (REFERENCE 12.1, 12.2).
 *
 * In: -color or -nocolor, the environment, what the streams are. Out: a `Coloring`, which tells of each stream whether it is coloured and
 * makes the colours when they are first asked for; or the name of the variable that cannot be understood. A run without colours does not
 * read the variables, nor does one that could only colour messages and has none.
 */

import { readBsdColors } from './bsd-palette.ts';
import { FileColors } from './file-colors.ts';
import { startPalette } from './palette.ts';

/** In the order in which they are read: each overrides those before it. */
const VARIABLES = ['LS_COLORS', 'BFS_COLORS', 'TSWALK_COLORS'] as const;

/** The name of a variable that cannot be understood. */
export type UnreadableColors = (typeof VARIABLES)[number];

/** The numbers of standard output and standard error, to which -color applies whatever they are. */
const LAST_STANDARD = 1;

export class Coloring {
  readonly #choice: boolean | null;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #isTerminal: (output: number) => boolean;
  #colors: FileColors | UnreadableColors | null = null;

  /**
   * @param choice - -color: true, -nocolor: false, null: neither.
   * @param isTerminal - Is the stream of this number (`Outputs.at`) a terminal?
   */
  constructor(choice: boolean | null, environment: NodeJS.ProcessEnv, isTerminal: (output: number) => boolean) {
    this.#choice = choice;
    this.#environment = environment;
    this.#isTerminal = isTerminal;
  }

  /** Is the stream of this number coloured? */
  readonly isColored = (output: number): boolean => {
    if (this.#choice === false) return false;
    if (this.#choice === true && output <= LAST_STANDARD) return true;
    return (this.#choice === true || !this.#environment.NO_COLOR) && this.#isTerminal(output);
  };

  /** The variable that cannot be understood, or null; null too where no colours are wanted at all. */
  get unreadable(): UnreadableColors | null {
    if (this.#choice === false || (this.#choice === null && this.#environment.NO_COLOR)) return null;
    if (!VARIABLES.some((name) => mayBeUnreadable(this.#environment[name]))) return null;
    this.#colors ??= readColors(this.#environment);
    return typeof this.#colors === 'string' ? this.#colors : null;
  }

  /** Made now, if not before. The variables can be understood. */
  get colors(): FileColors {
    this.#colors ??= readColors(this.#environment);
    return this.#colors as FileColors;
  }

  /** Bits of the DT_* types whose colour depends on the status. */
  get statusTypes(): number {
    return this.colors.typesNeedingStatus;
  }
}

/** Could the text be beyond understanding? A quick look, which says yes too often rather than no. */
function mayBeUnreadable(text: string | undefined): boolean {
  return !!text && (/[\\^]$/.test(text) || text.lastIndexOf('*') > text.lastIndexOf('='));
}

export function readColors(environment: NodeJS.ProcessEnv): FileColors | UnreadableColors {
  const reader = startPalette();
  if (!environment.LS_COLORS && !environment.BFS_COLORS && environment.LSCOLORS) readBsdColors(environment.LSCOLORS, reader);
  for (const name of VARIABLES) {
    const text = environment[name];
    if (text && !reader.read(Buffer.from(text))) return name;
  }
  return new FileColors(reader.finish());
}
