/**
 * What the command tells instead of searching: -help, -version, and the lists of -D, -S and -regextype help.
 */

import { type CommandRequest, DEBUG_MODES, STRATEGIES } from '../walk/expr/command-line.ts';
import { formatHelp } from './help.ts';

const REGEX_TYPES: readonly string[] = [];

export function informationText(request: Exclude<CommandRequest, 'walk'>, programName: string): string {
  switch (request) {
    case 'help':
      return formatHelp(programName);
    case 'version':
      return `tswalk ${process.env.TSWALK_VERSION}\n`;
    case 'debug-help':
      return listing('Supported debug flags', [...Object.entries(DEBUG_MODES), ['all', 'all of them']]);
    case 'strategy-help':
      return listing(
        'Supported search strategies',
        STRATEGIES.map((name) => [name, '']),
      );
    case 'regex-type-help':
      return listing(
        'Supported regex types',
        REGEX_TYPES.map((name) => [name, '']),
      );
  }
}

function listing(title: string, rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([name]) => name!.length));
  return `${title}:\n\n${rows.map(([name, about]) => `  ${name!.padEnd(width)}  ${about}`.trimEnd()).join('\n')}\n`;
}
