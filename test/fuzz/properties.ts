/** All fuzzers. */

import { COMMAND_LINES } from './command-lines.ts';
import { NAMES } from './names.ts';
import { PATTERNS } from './patterns.ts';
import type { FuzzProperty } from './property.ts';
import { VALUES } from './values.ts';

export const PROPERTIES: readonly FuzzProperty[] = [...COMMAND_LINES, ...PATTERNS, ...VALUES, ...NAMES];
