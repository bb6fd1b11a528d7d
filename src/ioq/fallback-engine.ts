/**
 * All that serves a walk where the addon cannot be loaded, over node:fs and what else Node has.
 */

import { openFallback } from './fallback.ts';
import { fallbackAccounts } from './fallback-accounts.ts';
import { fallbackLocale } from './fallback-locale.ts';
import { fallbackProcesses } from './fallback-spawn.ts';
import type { Engine } from './open.ts';

export function openFallbackEngine(): Engine {
  const { system, makesRoom, createQueue } = openFallback();
  return {
    system,
    accounts: fallbackAccounts,
    locale: fallbackLocale,
    metadata: null,
    processes: fallbackProcesses(makesRoom),
    createQueue: ({ queueDepth, anyOrder }) => ({ ioq: createQueue(queueDepth, anyOrder) }),
  };
}
