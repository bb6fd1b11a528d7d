/**
 * What evaluating one entry has decided beyond true and false: do not descend, or stop the whole walk.
 *
 * One `Verdict` serves a whole walk. Actions (-prune, -quit, -exit, -limit) write it, the walk clears `pruned` before each
 * entry and reads it after. Values, not exceptions: a walk that stops is no failure.
 */
export class Verdict {
  /** -prune was evaluated on this entry: do not descend into it. */
  pruned = false;
  /** Nothing more is to be evaluated, for this or any other entry. Operators return at once. */
  stopped = false;
  /** The status that -exit asked for, or -1: what the errors so far dictate. */
  exitStatus = -1;
}
