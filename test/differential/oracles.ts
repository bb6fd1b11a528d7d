/**
 * Which finders are installed that tswalk can be compared with: GNU find and bfs 2.x. Others mean other things by the same words.
 */

import { spawnSync } from 'node:child_process';
import type { Oracle } from './case.ts';

export function installedOracles(): Oracle[] {
  const version = (command: string): string => spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return [
    ...(version('find').includes('GNU findutils') ? (['find'] as const) : []),
    ...(version('bfs').startsWith('bfs 2.') ? (['bfs'] as const) : []),
  ];
}
