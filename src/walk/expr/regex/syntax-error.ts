/**
 * What is wrong with a regular expression, in the words of regcomp(3) and regerror(3), which users of find know.
 */

const MESSAGES = {
  backReference: 'Invalid back reference',
  bracket: 'Unmatched [, [^, [:, [., or [=',
  className: 'Invalid character class name',
  closeGroup: 'Unmatched ) or \\)',
  collation: 'Invalid collation character',
  encoding: 'Invalid multibyte sequence',
  escape: 'Trailing backslash',
  intervalContent: 'Invalid content of \\{\\}',
  interval: 'Unmatched \\{',
  openGroup: 'Unmatched ( or \\(',
  rangeEnd: 'Invalid range end',
  repeat: 'Invalid preceding regular expression',
  tooBig: 'Regular expression too big',
} as const;

export type RegexFault = keyof typeof MESSAGES;

/** A pattern that is no regular expression in its dialect. The message is a phrase without a full stop. */
export class RegexSyntaxError extends Error {
  readonly fault: RegexFault;

  constructor(fault: RegexFault) {
    super(MESSAGES[fault]);
    this.name = 'RegexSyntaxError';
    this.fault = fault;
  }
}
