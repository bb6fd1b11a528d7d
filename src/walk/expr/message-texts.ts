/**
 * The texts of errors and warnings about an expression, by code.
 *
 * In: a code and what its text is made from. Out: the text in parts, so that a renderer can colour names and quote values. Those of errors
 * are bfs's where REFERENCE.md 23.15 gives them. What a value is refused for is not here: its parser says it in a `ValueError`.
 */

/** A piece of a text: plain, a name to be coloured by the kind the table gives it, or a word of the user's, shown shell-quoted. */
export type MessagePart =
  | string
  | { readonly style: 'name'; readonly text: string }
  | { readonly style: 'value'; readonly bytes: Uint8Array };

export type Message = readonly MessagePart[];

const name = (text: string): MessagePart => ({ style: 'name', text });
const value = (bytes: Uint8Array): MessagePart => ({ style: 'value', bytes });

/** What the text of each code is made from. */
export interface MessageParameters {
  readonly 'unknown-argument': [suggestion: string];
  readonly 'expected-predicate': [];
  readonly 'premature-end': [];
  readonly 'expected-parenthesis': [];
  readonly 'unexpected-argument': [];
  readonly 'missing-value': [name: string, what: string];
  readonly 'nested-too-deeply': [];
  readonly 'nested-exclude': [];
  readonly 'action-in-exclude': [];
  readonly 'no-such-user': [];
  readonly 'no-such-group': [];
  readonly 'malformed-newer': [word: Uint8Array];
  readonly 'unknown-newer-x': [letter: Uint8Array];
  readonly 'unknown-newer-y': [letter: Uint8Array];
  readonly 'reference-file': [reason: string];
  readonly 'no-birth-time': [];
  readonly 'invalid-regex': [reason: string];
  readonly 'unsupported-regex-type': [];
  readonly 'missing-platform-support': [];
  readonly 'mount-table': [reason: string];
  readonly 'output-file': [reason: string];
  readonly 'unknown-field': [field: Uint8Array];
  readonly 'unknown-style': [style: Uint8Array, field: string];
  readonly 'unknown-choice': [choices: readonly string[], word: Uint8Array];
  readonly 'unknown-sort-key': [word: Uint8Array];
  readonly 'too-few-jobs': [count: Uint8Array];
  readonly 'by-without-aggregate': [];
  readonly 'unrecognized-strategy': [];
  readonly 'missing-extension': [];
  readonly 'explain-left-out': [];
  readonly 'absolute-glob': [];
  readonly 'glob-too-long': [];
  readonly 'slash-in-extension': [];
  readonly 'invalid-time-span': [];
  readonly 'quiet-print': [print: string];
  readonly 'too-few-threads': [text: Uint8Array];
  readonly 'standard-input-conflict': [first: string, second: string];
  readonly 'files0-with-roots': [];
  readonly 'exec-unterminated': [plusToo: boolean];
  readonly 'exec-missing-command': [];
  readonly 'exec-one-placeholder': [];
  readonly 'exec-unsafe-path': [component: Uint8Array];
  readonly 'exec-without-proc': [primary: string];
  readonly 'limit-too-small': [];
  readonly 'limit-without-action': [count: Uint8Array];
  readonly 'unreadable-colors': [variable: string];
  readonly 'missing-locale': [];
  readonly 'path-in-exclude': [];
  readonly 'unknown-debug-name': [name: Uint8Array];
  readonly 'optimize-level-too-high': [];
  readonly 'trailing-backslash': [];
  readonly 'noleaf-ignored': [name: string];
  readonly 'xdev-redundant': [];
  readonly 'prune-with-depth': [prune: string, depth: string];
  readonly 'always-true': [];
  readonly 'always-false': [];
  readonly unreachable: [];
  readonly 'result-ignored': [];
  readonly 'nothing-to-do': [];
}

/** Every text. */
export const MESSAGES: { readonly [Code in keyof MessageParameters]: (...details: MessageParameters[Code]) => Message } = {
  // The grammar.
  'unknown-argument': (suggestion) => ['Unknown argument; did you mean ', name(suggestion), '?'],
  'expected-predicate': () => ['Expected a predicate.'],
  'premature-end': () => ['Expression terminated prematurely here.'],
  'expected-parenthesis': () => ['Expected a ', name(')'), '.'],
  'unexpected-argument': () => ['Unexpected argument.'],
  'missing-value': (row, what) => [name(row), ` needs ${what}.`],
  'nested-too-deeply': () => ['The expression is nested too deeply here.'],
  'nested-exclude': () => [name('-exclude'), ' is not supported within ', name('-exclude'), '.'],
  'action-in-exclude': () => ['This action is not supported within ', name('-exclude'), '.'],

  // Values, beside what a `ValueError` says.
  'no-such-user': () => ['No such user.'],
  'no-such-group': () => ['No such group.'],
  'malformed-newer': (word) => ['Expected ', name('-newerXY'), '; found ', value(word), '.'],
  'unknown-newer-x': (letter) => ['For ', name('-newerXY'), ', X should be a, c, m, or B, not ', value(letter), '.'],
  'unknown-newer-y': (letter) => ['For ', name('-newerXY'), ', Y should be a, c, m, B, or t, not ', value(letter), '.'],
  'reference-file': (reason) => [`${reason}.`],
  'no-birth-time': () => ["Couldn't get file birth time."],
  'invalid-regex': (reason) => [`${reason}.`],
  'unsupported-regex-type': () => ['Unsupported regex type.'],
  'missing-platform-support': () => ['Missing platform support.'],
  'mount-table': (reason) => [`Couldn't parse the mount table: ${reason}.`],
  'output-file': (reason) => [`${reason}.`],
  'too-few-jobs': (count) => [value(count), ' is not enough jobs.'],
  'unknown-choice': (choices, word) => [`Expected one of ${choices.join(', ')}; found `, value(word), '.'],
  'unknown-sort-key': (word) => ['There is no key ', value(word), '.'],
  'by-without-aggregate': () => [
    name('-by'),
    ' groups what ',
    name('-count'),
    ' or ',
    name('-sum'),
    ' adds up; there is neither.',
  ],
  'unknown-field': (field) => ['There is no field ', value(field), '.'],
  'unknown-style': (style, field) => [`The field ${field} has no style `, value(style), '.'],

  'absolute-glob': () => ['The path below a starting point does not begin with a slash: nothing can match.'],
  'glob-too-long': () => ['This pattern is too long.'],
  'explain-left-out': () => [
    'What ',
    name('-gitignore'),
    ' leaves out is never evaluated, so that ',
    name('-explain-ignore'),
    ' would print nothing: leave out ',
    name('-gitignore'),
    '.',
  ],
  'missing-extension': () => ['Expected extensions separated by commas, such as ts,tsx.'],
  'slash-in-extension': () => ['A name has no slash: no extension can match.'],
  'invalid-time-span': () => ['Expected a span of time, such as 2weeks or 1h30min, or a date, such as 2024-02-29.'],

  // Flags and options.
  'quiet-print': (print) => [name('-quiet'), ' prints nothing: leave out ', name(print), '.'],
  'unrecognized-strategy': () => ['Unrecognized search strategy.'],
  'too-few-threads': (text) => [value(text), ' is not enough threads.'],
  'standard-input-conflict': (first, second) => [name(first), ' and ', name(second), " can't both use standard input."],
  'files0-with-roots': () => ['Cannot combine ', name('-files0-from'), ' with explicit root paths.'],

  // Actions.
  'exec-unterminated': (plusToo) => [plusToo ? "Expected '... ;' or '... {} +'." : "Expected '... ;'."],
  'exec-missing-command': () => ['Missing command.'],
  'exec-one-placeholder': () => ["Only one '{}' is supported."],
  'exec-unsafe-path': (component) => [
    'This action would be unsafe, since ',
    name('$PATH'),
    ' contains the relative path ',
    value(component),
    '.',
  ],
  'exec-without-proc': (primary) => [name(primary), ' needs /proc where the native part cannot be loaded.'],
  'limit-too-small': () => ['The ', name('-limit'), ' must be at least 1.'],
  'limit-without-action': (count) => [
    'With ',
    name('-limit'),
    ', you must specify an action explicitly; for example, ',
    name('-print'),
    ' ',
    name('-limit'),
    ' ',
    value(count),
    '.',
  ],

  // Warnings.
  'missing-locale': () => ['Failed to set locale: No such file or directory.'],
  'unreadable-colors': (variable) => [`Error parsing $${variable}: Invalid argument.`],
  'path-in-exclude': () => [
    'This path will be searched all the same: tests like ',
    name('-name'),
    ' or ',
    name('-path'),
    '\nwithin ',
    name('-exclude'),
    ' are what excludes files.',
  ],
  'unknown-debug-name': (mode) => ['Unrecognized debug flag ', value(mode), '.'],
  'optimize-level-too-high': () => [name('-O4'), ' is the highest level there is; it is used instead.'],
  'trailing-backslash': () => ['Unescaped trailing backslash: the pattern cannot match.'],
  'noleaf-ignored': (row) => [name(row), ' has no effect.'],
  'xdev-redundant': () => [name('-xdev'), ' is redundant in the presence of ', name('-mount'), '.'],
  'prune-with-depth': (prune, depth) => [name(prune), ' does not work in the presence of ', name(depth), '.'],
  'always-true': () => ['This expression is always true.'],
  'always-false': () => ['This expression is always false.'],
  unreachable: () => ['This expression is unreachable.'],
  'result-ignored': () => ['The result of this expression is ignored.'],
  'nothing-to-do': () => ["This command won't do anything."],
};

/** Codes of {@link MESSAGES}. */
export type MessageCode = keyof MessageParameters;

/** The text of `code`. */
export function composeMessage<Code extends MessageCode>(code: Code, details: MessageParameters[Code]): Message {
  const compose: (...values: MessageParameters[Code]) => Message = MESSAGES[code];
  return compose(...details);
}
