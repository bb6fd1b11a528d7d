/** The types of options.mjs, for commands that are written in TypeScript. */
import type { ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

export function readOptions<const T extends Options>(
  url: string,
  options: T,
): ReturnType<typeof parseArgs<{ options: T }>>['values'];
