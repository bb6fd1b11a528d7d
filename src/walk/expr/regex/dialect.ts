/** The names of the regular-expression dialects; what each means is in syntax.ts. */

/** The names that `-regextype` takes, in the order in which find lists them. */
export const REGEX_DIALECTS = [
  'findutils-default',
  'ed',
  'emacs',
  'gnu-awk',
  'grep',
  'posix-awk',
  'awk',
  'posix-basic',
  'posix-egrep',
  'egrep',
  'posix-extended',
  'posix-minimal-basic',
  'sed',
] as const;

export type RegexDialect = (typeof REGEX_DIALECTS)[number];
