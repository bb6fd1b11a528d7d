/**
 * Shows a long text a screen at a time: through $PAGER, else `less -FKRX`, else `more`, where the standard output is a terminal.
 *
 * In: a text, made with or without colours: `less` alone is known to show them. Out: whether a pager has shown it; where none can be
 * started that is the caller's job. Ctrl-C is the pager's while it runs. REFERENCE.md 21.
 */

import { basename } from 'node:path';

/** The shell's status for a command that is not there. */
const NOT_FOUND = 127;
/** Quit if it fits on a screen and on Ctrl-C, pass colours through, leave the screen as it is. */
const LESS_OPTIONS = '-FKRX';

/** @param render - Makes the text. @param color - Colours are wanted, where they can be shown. */
export async function page(
  render: (color: boolean) => Promise<string>,
  color: boolean,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const { spawnSync } = await import('node:child_process');
  const ignore = (): void => {};
  // A pager that is left early must not take us with it.
  for (const signal of ['SIGINT', 'SIGPIPE'] as const) process.on(signal, ignore);
  for (const command of pagers(environment.PAGER)) {
    const first = command.trim().split(/\s/)[0]!;
    const isLess = basename(first) === 'less';
    const input = await render(color && isLess);
    const script = `command -v ${first} >/dev/null || exit ${NOT_FOUND}; ${isLess ? `${command} ${LESS_OPTIONS}` : command}`;
    const { status, error } = spawnSync('sh', ['-c', script], { input, stdio: ['pipe', 'inherit', 'inherit'], env: environment });
    if (status !== NOT_FOUND && (error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') return true;
  }
  return false;
}

function pagers(wanted: string | undefined): string[] {
  return [...(wanted?.trim() ? [wanted] : []), 'less', 'more'];
}
