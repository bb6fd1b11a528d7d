/**
 * Makes a V8 code cache that bin/tswalk.js starts from:  TSWALK_CODE_CACHE=dist/NAME-....cache node code-cache.cjs WORDS
 *
 * Runs tswalk with WORDS, and writes, when it ends, the code that it has used of dist/NAME.cjs: what no start
 * needs is left to be compiled when it is called. A run that does not end by itself leaves no file.
 *
 * The cache spares parsing and compiling at every start: half of what our code costs it. V8 refuses one of another version, of a text of
 * another length, or with other options of its own, and then compiles as usual, but believes what is inside; so a cache is named
 * after its text, and written whole or not at all. Without Sparkplug meanwhile: a function that it has translated is marked so in the cache, and
 * is translated at each start again, before it has run once (the options that V8 compares are the same again at the end). Node's own `enableCompileCache` (22.1 and later) gains less, and writes to the
 * file system that we are about to search.
 */
'use strict';

const { closeSync, fsyncSync, openSync, renameSync, writeSync } = require('node:fs');
const { basename } = require('node:path');
const { setFlagsFromString } = require('node:v8');

const out = process.env.TSWALK_CODE_CACHE;
const launcher = '../bin/tswalk.js';

process.on('exit', (status) => {
  if (status !== 0) return;
  const script = require(launcher)[basename(out).split('-')[0]];
  setFlagsFromString('--sparkplug');
  const data = script.createCachedData();
  const partial = `${out}.${process.pid}`;
  const fd = openSync(partial, 'w');
  writeSync(fd, data);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(partial, out);
});

setFlagsFromString('--no-sparkplug');
require(launcher);
