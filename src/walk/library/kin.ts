/**
 * Makes "instanceof" true between the copies of the library that one process can hold: of ES modules and of CommonJS, of two versions, in a
 * bundle and beside it.
 *
 * In: a class. Out: the same class, which also takes for its own what a class of the same name in another copy has made. Subclasses keep the
 * ordinary meaning.
 */

interface Class {
  readonly prototype: object;
}

/** @param name - The class's own, which a bundler may have changed. */
export function shareWithCopies(type: Class, name: string): void {
  const mark = Symbol.for(`tswalk.${name}`);
  Object.defineProperty(type.prototype, mark, { value: true });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this === type) return typeof value === 'object' && value !== null && mark in value;
      return Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}
