/**
 * The actions that run commands: -exec, -execdir, -ok, -okdir. Their words, not their processes. REFERENCE.md 10.1.
 *
 * The command ends at the first `;`; or at a `+` right after a `{}`, unless it is to be confirmed. What follows is parsed afresh.
 */

import type { ExecAction } from '../ast.ts';
import { expressionError } from '../expression-error.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { wordText } from '../token.ts';

const PLACEHOLDER = '{}';
const COLON = 0x3a;
const SLASH = 0x2f;

type ExecForm = Pick<ExecAction, 'inDirectory' | 'confirm'>;

export function parseExec({ inDirectory, confirm }: ExecForm): PrimaryParser {
  return (item) => {
    const { command, batch } = parseCommand(item, confirm);
    if (inDirectory && !item.context.host.runsInDirectories) throw item.error('exec-without-proc', 'item', item.name);
    if (inDirectory) refuseRelativePath(item, command[0]);
    const written = item.action();
    if (confirm) claimStandardInput(item);
    return { kind: 'action', action: 'exec', ...written, command, batch, inDirectory, confirm };
  };
}

function parseCommand(item: Item, confirm: boolean): Pick<ExecAction, 'command' | 'batch'> {
  const command: Uint8Array[] = [];
  for (;;) {
    const word = item.valueOrNull();
    if (word === null) throw item.error('exec-unterminated', 'item', !confirm);
    const text = wordText(word);
    if (text === ';') {
      if (command.length === 0) throw item.error('exec-missing-command', 'item');
      return { command, batch: false };
    }
    const last = command.at(-1);
    if (text === '+' && !confirm && last !== undefined && wordText(last) === PLACEHOLDER) {
      command.pop();
      if (command.some(hasPlaceholder)) throw item.error('exec-one-placeholder', 'item');
      return { command, batch: true };
    }
    command.push(word);
  }
}

function hasPlaceholder(word: Uint8Array): boolean {
  return wordText(word).includes(PLACEHOLDER);
}

/** In a foreign directory a command found through a relative part of $PATH would be whatever lies there. */
function refuseRelativePath(item: Item, command: Uint8Array | undefined): void {
  const { searchPath } = item.context.host;
  if (searchPath === null || command === undefined || command.includes(SLASH) || hasPlaceholder(command)) return;
  for (let start = 0; start <= searchPath.length; ) {
    const colon = searchPath.indexOf(COLON, start);
    const end = colon < 0 ? searchPath.length : colon;
    if (searchPath[start] !== SLASH) throw item.error('exec-unsafe-path', 'item', searchPath.subarray(start, end));
    start = end + 1;
  }
}

/** Only one item may read answers. */
function claimStandardInput(item: Item): void {
  const { confirmation } = item.context;
  const own = item.mention();
  if (confirmation !== null) {
    throw expressionError('standard-input-conflict', [confirmation.span, own.span], confirmation.name, own.name);
  }
  item.context.confirmation = own;
}
