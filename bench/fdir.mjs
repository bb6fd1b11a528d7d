/**
 * The same walk as readdir-sync.mjs, by fdir, the fastest crawler on npm: every path as a string, no status.
 *
 *   fdir.mjs DIR -false | -print | -name SUFFIX
 */
import { writeSync } from 'node:fs';
import { fdir } from 'fdir';

const [root, test, suffix = ''] = process.argv.slice(2);
const crawler = new fdir().withFullPaths().withDirs();
const matches = { '-false': () => false, '-print': () => true, '-name': (path) => path.endsWith(suffix) }[test];
const paths = await crawler.filter(matches).crawl(root).withPromise();
for (let at = 0; at < paths.length; at += 1024) writeSync(1, `${paths.slice(at, at + 1024).join('\n')}\n`);
