/**
 * Becomes dist/tswalk.cjs: runs the command's bundle, dist/main.cjs, from V8's code cache where there is one for this Node.
 *
 * The cache (see code-cache.cjs) spares parsing and compiling at every start: 5 of the 10 ms that 90 kB of JavaScript add. V8 refuses
 * one of another version or with other options of its own, and then compiles as usual, but believes what is inside: Node 24 crashes
 * on a damaged one. So the file holds the data twice, and halves that differ are no cache: comparing costs 0.01 ms, a check sum 2 ms.
 * `BUNDLE_HASH` is put in by the build: a cache belongs to one bundle only, V8 compares no more than lengths.
 * Node's own `enableCompileCache` (22.1 and later) gains less, and writes to the file system that we are about to search.
 */
'use strict';

const { readFileSync } = require('node:fs');

/** The code cache for this bundle and this Node, or undefined. */
function readCache() {
  try {
    const twice = readFileSync(`${__dirname}/main-${BUNDLE_HASH}-${process.version}-${process.arch}.cache`);
    const data = twice.subarray(0, twice.length / 2);
    return data.equals(twice.subarray(twice.length / 2)) ? data : undefined;
  } catch {
    return undefined;
  }
}

const cachedData = readCache();
if (cachedData === undefined) {
  require('./main.cjs');
} else {
  const { Script } = require('node:vm');
  const filename = `${__dirname}/main.cjs`;
  // All of it is ASCII: latin1 is the quickest way to a string.
  const source = `(function (exports, require, module, __filename, __dirname) {\n${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(source, { filename, lineOffset: -1, cachedData });
  script.runInThisContext()(exports, require, module, filename, __dirname);
}
