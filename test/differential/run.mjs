/**
 * Runs the differential tester with plain Node.js: bundles run.ts, which Node 20 cannot read, and imports it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const directory = mkdtempSync(join(tmpdir(), 'tswalk-differential-'));
const outfile = join(directory, 'run.mjs');
try {
  await build({
    entryPoints: [join(import.meta.dirname, 'run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) },
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'warning',
  });
  await import(outfile);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
