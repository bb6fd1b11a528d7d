/**
 * Makes the V8 code cache that launch.cjs starts from:  TSWALK_CODE_CACHE=FILE node code-cache.cjs WORDS
 *
 * Runs dist/main.cjs with WORDS as bin/tswalk.js would, and writes, when it ends, the code of what it has used: what no start
 * needs is left to be compiled when it is called. A run that does not end by itself leaves no file. The data stands in it twice.
 */
'use strict';

const { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const out = process.env.TSWALK_CODE_CACHE;
const filename = join(dirname(out), 'main.cjs');
// Compiled exactly as launch.cjs does: the cache is for this very text.
const source = `(function (exports, require, module, __filename, __dirname) {\n${readFileSync(filename, 'latin1')}\n})`;
const script = new Script(source, { filename, lineOffset: -1 });

process.on('exit', (status) => {
  if (status !== 0) return;
  const data = script.createCachedData();
  const partial = `${out}.${process.pid}`;
  const fd = openSync(partial, 'w');
  for (const half of [data, data]) writeSync(fd, half);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(partial, out);
});
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(filename), module_, filename, dirname(filename));
