#!/usr/bin/env node
try {
  require('../dist/tswalk.cjs');
} catch (error) {
  if (error?.code !== 'MODULE_NOT_FOUND' || error.requireStack?.[0] !== __filename) throw error;
  process.stderr.write('tswalk: not built yet: run bin/setup\n');
  process.exitCode = 1;
}
