/**
 * The text of -version: of what this tswalk is made, and what would serve a walk.
 *
 * In: an engine, of which a queue is opened to see what it comes to, and another one that must have an io_uring; version and commit, which the
 * build puts in. Out: text: a line with the name and the version, then one for each part.
 */

import { loadBinding } from '../ioq/binding.ts';
import { type Engine, openEngine } from '../ioq/open.ts';

/** @param environment - TSWALK_IO is shown where it has a say. */
export function versionText(engine: Engine, environment: NodeJS.ProcessEnv): string {
  // The build replaces these two by their values; run from source there are none.
  const version = process.env.TSWALK_VERSION ?? 'unbuilt';
  const commit = process.env.TSWALK_COMMIT;
  const rows = [
    ['Node.js', `${process.version}, ${process.platform} ${process.arch}`],
    ['backend', describeBackend(engine, environment)],
    ['io_uring', describeRing()],
  ];
  const parts = rows.map(([name, value]) => `  ${name!.padEnd(10)}${value}\n`).join('');
  return `tswalk ${version}${commit ? ` (commit ${commit})` : ''}\n${parts}`;
}

function describeBackend(engine: Engine, { TSWALK_IO: choice }: NodeJS.ProcessEnv): string {
  const { backend, warning } = tryEngine(engine);
  // Left to itself the addon uses both, each for what it is quicker at.
  const isMixed = backend === 'sync' && (!choice || choice === 'auto') && ringError() === undefined;
  const served = isMixed ? 'uring and sync' : backend;
  const notes = [choice ? `TSWALK_IO=${choice}` : undefined, warning ?? engine.warning, engine.reason];
  return [served, ...notes.filter((note) => note !== undefined)].join('; ');
}

function describeRing(): string {
  const loaded = loadBinding();
  if (!('binding' in loaded)) return 'without the native addon';
  const { HAS_URING, URING_VERSION } = loaded.binding;
  if (!HAS_URING) return 'without io_uring';
  return [`liburing ${URING_VERSION}`, ringError()].filter((part) => part !== undefined).join('; ');
}

/** Why there is no io_uring to be had; undefined where there is one. */
function ringError(): string | undefined {
  const engine = openEngine('uring', '');
  return engine.warning ?? tryEngine(engine).warning;
}

function tryEngine(engine: Engine): { readonly backend: string; readonly warning?: string } {
  const { ioq, ...rest } = engine.createQueue({ queueDepth: 1, workers: 1 });
  const { backend } = ioq.served();
  ioq.destroy();
  return { backend, ...rest };
}
