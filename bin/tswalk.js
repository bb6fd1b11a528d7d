#!/usr/bin/env node
/** Runs the command, dist/main.cjs, from V8's code cache where there is one for this Node (scripts/code-cache.cjs). */
'use strict';

// `require` would make an ES module's face for each of these first, which takes longer than what we want of them.
const { readFileSync } = process.getBuiltinModule('node:fs');
const { Script } = process.getBuiltinModule('node:vm');

const dist = `${__dirname.slice(0, __dirname.lastIndexOf('/'))}/dist`;
const modules = new Map();

/** The code cache of a text that begins with its hash in a comment, or undefined. */
function readCache(name, text) {
  try {
    return readFileSync(`${dist}/${name}-${text.slice(2, 14)}-${process.version}-${process.arch}.cache`);
  } catch {
    return undefined;
  }
}

/** `require`, as dist/main.cjs and dist/late.cjs have it. */
function load(id) {
  if (id.startsWith('node:')) return process.getBuiltinModule(id);
  if (id !== './main.cjs' && id !== './late.cjs') return require(`${dist}/${id}`);
  const known = modules.get(id);
  if (known !== undefined) return known.exports;
  const module_ = { exports: {} };
  modules.set(id, module_);
  const name = id.slice(2, -4);
  const filename = `${dist}/${name}.cjs`;
  // All of it is ASCII. To say so by readFileSync's encoding would have V8 compile what in Node chooses among encodings.
  const text = readFileSync(filename).latin1Slice();
  const script = new Script(text, { filename, cachedData: readCache(name, text) });
  script.runInThisContext()(module_.exports, load, module_, filename, dist);
  module.exports[name] = script;
  return module_.exports;
}

try {
  load('./main.cjs');
} catch (error) {
  if (error?.code !== 'ENOENT' || error.path !== `${dist}/main.cjs`) throw error;
  process.stderr.write('tswalk: not built yet: run bin/setup\n');
  process.exitCode = 1;
}
