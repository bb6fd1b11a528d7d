/**
 * A row of the table of primaries, and what its parser is given.
 *
 * `Primary` is all that the program knows of a name: how it is parsed, what it costs, what it needs to know of an entry, and its
 * line in the help. The rows themselves are in primaries.ts. `Item` is one occurrence among the words while it is being parsed.
 */

import type { Expression, Leaf, OutputNumber, Written } from './ast.ts';
import {
  diagnose,
  ExpressionError,
  expressionError,
  type MessageCode,
  type MessageDetails,
  type Span,
  valueDiagnostic,
} from './expression-error.ts';
import type { Mention, ParseContext } from './parse-context.ts';
import { ValueError } from './value/value-error.ts';

export type PrimaryKind = 'flag' | 'operator' | 'option' | 'test' | 'action';

/** What a value is, for the help and for completion. */
export type ValueKind =
  | 'glob'
  | 'regex'
  | 'regex-type'
  | 'number'
  | 'comparison'
  | 'size'
  | 'age'
  | 'mode'
  | 'timestamp'
  | 'time-span'
  | 'extensions'
  | 'type-list'
  | 'user'
  | 'group'
  | 'file'
  | 'path'
  | 'file-system-type'
  | 'flags'
  | 'attribute'
  | 'format'
  | 'fields'
  | 'measure'
  | 'sort-key'
  | 'group-key'
  | 'command'
  | 'strategy'
  | 'debug-modes'
  | 'level'
  | 'threads'
  | 'status'
  | 'choice';

/**
 * How a value is joined to its name: `-O2`; `-Dtree` and `-D tree`; the next word; `-json=path,size`, which may be left out, and
 * what else there is in the next words.
 */
export type ValueForm = 'separate' | 'attached' | 'either' | 'setting';

/**
 * What an evaluation may look at beyond the path, REFERENCE.md 1.10: nothing, the type, the status, the link's text, an access
 * check, extended attributes, or a directory's entries.
 */
export type Need = 'path' | 'type' | 'status' | 'other-status' | 'link' | 'access' | 'attributes' | 'open';

export type PrimaryParser = (item: Item) => Expression;

export interface Primary {
  readonly name: string;
  readonly kind: PrimaryKind;
  readonly aliases: readonly string[];
  readonly values: readonly ValueKind[];
  readonly valueForm: ValueForm;
  /** Words that begin with this are it, too, where they are no other name: -O2, -newermt. */
  readonly prefix: string | null;
  /** Null for operators, which are the grammar's. */
  readonly parse: PrimaryParser | null;
  /** What stands after the name in the help: `[-+]N`. */
  readonly usage: string;
  /** A sentence without its full stop, saying when a test is true or what else happens. */
  readonly help: string;
  /** In units of REFERENCE.md 15.4. */
  readonly cost: number;
  /** How often it is true, where the values do not tell. */
  readonly probability: number;
  /** It has no effect but its result; it may be moved, repeated and left out. */
  readonly pure: boolean;
  readonly need: Need;
}

/** Which part of an item a complaint is about: its first word, its last value, or all of it. */
export type ItemPart = 'name' | 'value' | 'item';

/** One occurrence of a primary or flag. Values are consumed from the words as its parser asks for them. */
export class Item {
  readonly context: ParseContext;
  readonly row: Primary;
  /** As typed, without an attached value. */
  readonly name: string;
  readonly #start: number;
  /** An attached value, until it has been taken. */
  #attached: Uint8Array | null;
  readonly #words: Uint8Array[];

  /**
   * @param start - The index of the word that holds the name; the cursor is behind it.
   * @param attached - The rest of that word, where it is a value.
   */
  constructor(context: ParseContext, row: Primary, name: string, start: number, attached: Uint8Array | null, word: Uint8Array) {
    this.context = context;
    this.row = row;
    this.name = name;
    this.#start = start;
    this.#attached = attached;
    this.#words = [word];
  }

  /** The value, whatever it looks like: attached, or the next word. @throws {ExpressionError} There is none. */
  value(what = 'a value'): Uint8Array {
    const value = this.valueOrNull();
    if (value === null) throw this.error('missing-value', 'name', this.name, what);
    return value;
  }

  valueOrNull(): Uint8Array | null {
    if (this.#attached !== null) {
      const attached = this.#attached;
      this.#attached = null;
      return attached;
    }
    const { words } = this.context;
    if (this.row.valueForm === 'attached' || words.atEnd) return null;
    const value = words.next();
    this.#words.push(value);
    return value;
  }

  /** What stands behind the name and `=`, null where nothing does. To be asked before {@link value}. */
  setting(): Uint8Array | null {
    const attached = this.#attached;
    this.#attached = null;
    return attached === null ? null : attached.subarray(1);
  }

  /**
   * Create or empty a file to print to.
   *
   * @throws {ExpressionError} It cannot be created.
   */
  createOutput(path: Uint8Array): OutputNumber {
    const { host } = this.context;
    const output = host.createOutput(path);
    if (output < 0) throw this.error('output-file', 'item', host.errorText(-output));
    return output;
  }

  /** The words of one part, from what has been consumed so far. */
  span(part: ItemPart): Span {
    const { position } = this.context.words;
    if (part === 'name') return { start: this.#start, end: this.#start + 1 };
    if (part === 'value') return { start: position - 1, end: position };
    return { start: this.#start, end: position };
  }

  /** What every leaf begins with. */
  written(): Written {
    return { primary: this.row.name, words: this.#words, span: this.span('item') };
  }

  /** An option's node: true where it stands. */
  option(): Leaf {
    return { kind: 'option', ...this.written() };
  }

  /**
   * What an action's leaf begins with; to be called when all its words are consumed and before it has any effect.
   *
   * @param suppressesPrint - There is no implicit -print beside it.
   * @throws {ExpressionError} It stands within -exclude.
   */
  action(suppressesPrint = true): Written {
    if (this.context.excluding) throw this.error('action-in-exclude', 'item');
    if (suppressesPrint) this.context.implicitPrint = false;
    return this.written();
  }

  /** Remember where it stands, for conflicts. */
  mention(): Mention {
    return { name: this.name, span: this.span('item') };
  }

  /** Run a value parser. A bad number is the value's fault alone, anything else the item's. */
  parseValue<Value>(parse: () => Value, part: ItemPart = 'item'): Value {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const blamed = part === 'item' && error.code.startsWith('integer-') ? 'value' : part;
      throw new ExpressionError(valueDiagnostic(error, [this.span(blamed)], this.context.samplesFor(error)));
    }
  }

  error<Code extends MessageCode>(code: Code, part: ItemPart, ...details: MessageDetails<Code>): ExpressionError {
    return expressionError(code, [this.span(part)], ...details);
  }

  /** An error that is followed by lines such as the values that exist. */
  errorWithLines<Code extends MessageCode>(
    code: Code,
    part: ItemPart,
    lines: readonly string[],
    ...details: MessageDetails<Code>
  ): ExpressionError {
    return new ExpressionError(diagnose('error', code, [this.span(part)], details, lines));
  }

  warn<Code extends MessageCode>(code: Code, part: ItemPart, ...details: MessageDetails<Code>): void {
    this.context.warn(diagnose('warning', code, [this.span(part)], details));
  }

  /** A warning that is followed by the values that exist. */
  warnWithLines<Code extends MessageCode>(
    code: Code,
    part: ItemPart,
    lines: readonly string[],
    ...details: MessageDetails<Code>
  ): void {
    this.context.warn(diagnose('warning', code, [this.span(part)], details, lines));
  }
}
