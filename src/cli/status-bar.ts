/**
 * The status bar: the last row of the controlling terminal, kept free of what scrolls above it (REFERENCE 17).
 *
 * In: a walk, whose `Progress` is asked for when `StatusBar.tick` is called, between two steps of a walk and before each command; counts of
 * signals. Out: bytes to the terminal, never to a stream of ours, so that nothing gets into a pipe or a file. A tick costs a look at the
 * clock; every 100 ms one of them draws. The bar is drawn only while we are in the foreground, and again when the size has changed or we
 * have been stopped.
 *
 *     hidden ── show ──▶ shown: rows 1 to h-1 scroll, row h is ours, and the bytes that undo this are written by any signal
 *        ▲                │      that ends or stops us (`SystemCalls.writeAtSignal`)
 *        └──── hide ──────┘
 *
 * Rests on the control sequences of the VT100, as ECMA-48 and xterm(1) have them: DECSC, DECRC, DECSTBM, CUP, EL, ED, SGR 7.
 */

import { SIGNAL_COUNT, type SystemCalls } from '../ioq/system.ts';
import type { Progress } from '../walk/traversal/traversal.ts';
import type { Walk } from '../walk/walk.ts';
import { formatStatusLine } from './status-line.ts';

const INTERVAL_MS = 100;
/** The rate is a mean in which what was a second ago counts a third of what is now. */
const RATE_WINDOW_MS = 1000;
/** On less there is nothing to see. */
const LEAST_ROWS = 3;
const LEAST_COLUMNS = 3;

const SAVE = '\x1b7';
const RESTORE = '\x1b8';
const CLEAR_BELOW = '\x1b[J';
const HIDE = `${SAVE}\x1b[r${RESTORE}${CLEAR_BELOW}`;

const TERMINAL = '/dev/tty';
const STDERR = 2;

const encoder = new TextEncoder();

type StatusBarCalls = Pick<SystemCalls, 'createFile' | 'isTerminal' | 'terminalState' | 'write' | 'writeAtSignal'>;

export interface StatusBarOptions {
  readonly utf8: boolean;
  /** What `SystemCalls.countSignals` counts in. */
  readonly signals: Int32Array;
  /** It is shown from the start, not only after a signal. */
  readonly isWanted: boolean;
  /** Given what is to be called before each command that the walk runs. */
  readonly onCommand: (tick: () => void) => void;
}

/**
 * Go on with a walk to its end, and show where it is.
 *
 * @returns 0, or the errno for which there is no terminal to show anything on; the walk has come to its end all the same.
 */
export function stepWithStatusBar(
  walk: Pick<Walk, 'step' | 'progress'>,
  calls: StatusBarCalls,
  options: StatusBarOptions,
): number {
  const fd = openTerminal(calls);
  if (fd < 0) {
    while (walk.step());
    return -fd;
  }
  const bar = new StatusBar(calls, fd, options);
  const tick = (): void => bar.tick(walk);
  options.onCommand(tick);
  try {
    do tick();
    while (walk.step());
  } finally {
    options.onCommand(() => {});
    bar.hide();
  }
  return 0;
}

class StatusBar {
  readonly #calls: StatusBarCalls;
  readonly #fd: number;
  readonly #options: StatusBarOptions;
  /** It is to be seen, where that is possible. */
  #wanted: boolean;
  /** The rows and columns for which it stands on the terminal; 0: it does not. */
  #rows = 0;
  #columns = 0;
  #toggles = 0;
  #redraws: number;
  /** When the entries were counted last, and how many there were. */
  #countedMs = 0;
  #entries = 0;
  /** When it is to be drawn next, if nothing happens before. */
  #dueMs = 0;
  #rate = 0;

  constructor(calls: StatusBarCalls, fd: number, options: StatusBarOptions) {
    this.#calls = calls;
    this.#fd = fd;
    this.#options = options;
    this.#wanted = options.isWanted;
    this.#redraws = options.signals[SIGNAL_COUNT.redraw]!;
  }

  /** To be called often. */
  tick(walk: Pick<Walk, 'progress'>): void {
    const { signals } = this.#options;
    const toggles = signals[SIGNAL_COUNT.toggle]!;
    const redraws = signals[SIGNAL_COUNT.redraw]!;
    // Since the process was started: so long has the search taken.
    const nowMs = performance.now();
    if (toggles === this.#toggles && redraws === this.#redraws && nowMs < this.#dueMs) return;
    if (((toggles - this.#toggles) & 1) !== 0) this.#wanted = !this.#wanted;
    // What stood there is gone, or in the wrong place.
    if (redraws !== this.#redraws) this.hide();
    this.#toggles = toggles;
    this.#redraws = redraws;
    this.#dueMs = nowMs + INTERVAL_MS;
    this.#place();
    const at = walk.progress;
    this.#measure(at.entries, nowMs);
    if (this.#rows > 0) this.#draw(at);
  }

  /** Give the terminal back. It is drawn again with the next tick. */
  hide(): void {
    if (this.#rows === 0) return;
    this.#rows = 0;
    if (this.#isOurs()) this.#write(HIDE);
    this.#calls.writeAtSignal(this.#fd, new Uint8Array(0));
  }

  #isOurs(): boolean {
    const state = this.#calls.terminalState(this.#fd);
    return typeof state !== 'number' && state.isOurs;
  }

  #measure(entries: number, nowMs: number): void {
    const passedMs = nowMs - this.#countedMs;
    if (passedMs <= 0) return;
    const rate = (1000 * (entries - this.#entries)) / passedMs;
    const share = this.#rate === 0 ? 1 : 1 - Math.exp(-passedMs / RATE_WINDOW_MS);
    this.#rate += share * (rate - this.#rate);
    this.#entries = entries;
    this.#countedMs = nowMs;
  }

  /** Make the terminal ready for the bar, or free of it, as its size and our place before it want. */
  #place(): void {
    const state = this.#calls.terminalState(this.#fd);
    if (typeof state === 'number' || !this.#wanted || !state.isOurs || state.rows < LEAST_ROWS) {
      this.hide();
      return;
    }
    if (state.rows === this.#rows && state.columns === this.#columns) return;
    this.hide();
    this.#rows = state.rows;
    this.#columns = state.columns;
    // First what undoes it: a signal may come at any time.
    this.#calls.writeAtSignal(this.#fd, encoder.encode(HIDE));
    this.#write(`\n\x1b[A${SAVE}\x1b[1;${this.#rows - 1}r${RESTORE}${CLEAR_BELOW}`);
  }

  #draw(progress: Progress): void {
    if (this.#columns < LEAST_COLUMNS) return;
    const elapsedSeconds = this.#countedMs / 1000;
    const line = formatStatusLine(progress, { rate: this.#rate, elapsedSeconds }, this.#columns, this.#options.utf8);
    this.#write(`${SAVE}\x1b[${this.#rows};1H\x1b[K\x1b[7m${line}\x1b[27m${RESTORE}`);
  }

  /** A terminal that takes nothing any more is left alone. */
  #write(text: string): void {
    const bytes = encoder.encode(text);
    if (this.#calls.write(this.#fd, bytes, 0, bytes.length) < 0) this.#wanted = false;
  }
}

/** The descriptor of the controlling terminal; of the standard error, where that is one and there is no other; or minus an errno. */
function openTerminal(calls: StatusBarCalls): number {
  const fd = calls.createFile(encoder.encode(TERMINAL));
  return fd < 0 && calls.isTerminal(STDERR) ? STDERR : fd;
}
