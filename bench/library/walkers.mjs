/**
 * The walks that bench/library.mjs compares: each lists a tree, and gives the path of every entry below its root, relative to it.
 *
 *     node bench/library/walkers.mjs NAME DIR [--stat] [--check]
 *
 * In: a name of `WALKERS`. Out: one line of JSON: how long the walk took (modules are loaded before), the process's CPU time, its peak
 * memory, how many entries there were, and with --check a hash of the sorted paths. One walk a process: what one leaves behind
 * must not burden the next.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { stat: { type: 'boolean' }, check: { type: 'boolean' } },
});
const [name, root] = positionals;
const library = () => import('../../dist/index.js');
const everything = { dot: true, onlyFiles: false, followSymbolicLinks: false };

/** By name: loads what it needs, and returns the walk. `stats`: the walk that brings every entry's size, too. */
export const WALKERS = {
  'tswalk, batches': async () => {
    const { walk } = await library();
    const read = async (options, each) => {
      for await (const batch of walk.batches(root, '-mindepth 1', options)) for (const entry of batch) each(entry);
    };
    return {
      paths: async (paths) => read({}, (entry) => paths.push(entry.path)),
      stats: async (paths, add) =>
        read({ stat: true }, (entry) => {
          paths.push(entry.path);
          add(entry.stat.size);
        }),
    };
  },
  tswalk: async () => {
    const { walk } = await library();
    return {
      paths: async (paths) => {
        for await (const entry of walk(root, '-mindepth 1')) paths.push(entry.path);
      },
      stats: async (paths, add) => {
        for await (const entry of walk(root, '-mindepth 1', { stat: true })) {
          paths.push(entry.path);
          add(entry.stat.size);
        }
      },
    };
  },
  'tswalk, paths()': async () => {
    const { paths: list } = await library();
    return {
      paths: async (paths) => {
        let failure;
        takeRelative(await list(root, '-mindepth 1', { onError: (error) => (failure ??= error) }), paths);
        if (failure) throw failure;
      },
    };
  },
  'tswalk, node:fs': async () => {
    const { walk } = await library();
    return {
      paths: async (paths) => {
        for await (const entry of walk(root, '-mindepth 1', { backend: 'node' })) paths.push(entry.path);
      },
    };
  },
  fdir: async () => {
    const { fdir } = await import('fdir');
    return {
      paths: async (paths) => takeCrawled(await new fdir().withDirs().withFullPaths().crawl(root).withPromise(), paths),
    };
  },
  'fdir, sync': async () => {
    const { fdir } = await import('fdir');
    return {
      paths: async (paths) => takeCrawled(new fdir().withDirs().withFullPaths().crawl(root).sync(), paths),
    };
  },
  tinyglobby: async () => {
    const { glob } = await import('tinyglobby');
    return {
      paths: async (paths) => takeRelative(await glob('**', { ...everything, cwd: root, expandDirectories: false }), paths),
    };
  },
  'fast-glob': async () => {
    const { default: glob } = await import('fast-glob');
    return {
      paths: async (paths) => takeRelative(await glob('**', { ...everything, cwd: root }), paths),
      stats: async (paths, add) => {
        for (const { path, stats } of await glob('**', { ...everything, cwd: root, stats: true })) {
          paths.push(path);
          add(stats.size);
        }
      },
    };
  },
  glob: async () => {
    const { glob } = await import('glob');
    return {
      paths: async (paths) => takeRelative(await glob('**', { cwd: root, dot: true }), paths),
      stats: async (paths, add) => {
        for (const entry of await glob('**', { cwd: root, dot: true, stat: true, withFileTypes: true })) {
          paths.push(entry.fullpath());
          add(entry.size);
        }
      },
    };
  },
  readdirp: async () => {
    const { readdirp } = await import('readdirp');
    return {
      paths: async (paths) => {
        for await (const { path } of readdirp(root, { type: 'all' })) paths.push(path);
      },
      stats: async (paths, add) => {
        for await (const { path, stats } of readdirp(root, { type: 'all', alwaysStat: true, lstat: true })) {
          paths.push(path);
          add(stats.size);
        }
      },
    };
  },
  'fs.readdir, recursive': async () => ({
    paths: async (paths) => takeRelative(await fs.promises.readdir(root, { recursive: true }), paths),
  }),
  'fs.readdir, recursive, withFileTypes': async () => ({
    paths: async (paths) => {
      const found = await fs.promises.readdir(root, { recursive: true, withFileTypes: true });
      for (const { parentPath, name: last } of found) paths.push(`${parentPath}/${last}`);
    },
  }),
  'fs.readdirSync, recursive, withFileTypes': async () => ({
    paths: async (paths) => {
      const found = fs.readdirSync(root, { recursive: true, withFileTypes: true });
      for (const { parentPath, name: last } of found) paths.push(`${parentPath}/${last}`);
    },
  }),
  'fs.readdirSync, recursive': async () => ({
    paths: async (paths) => takeRelative(fs.readdirSync(root, { recursive: true }), paths),
  }),
  ...(fs.promises.glob && {
    'fs.glob': async () => ({
      paths: async (paths) => {
        for await (const path of fs.promises.glob('**', { cwd: root })) takeRelative([path], paths);
      },
    }),
  }),
};

/** The root is one of them, and directories end in a slash. */
function takeCrawled(found, paths) {
  for (const path of found) paths.push(path.endsWith('/') ? path.slice(0, -1) : path);
  paths.splice(paths.indexOf(root), 1);
}

function takeRelative(found, paths) {
  for (const path of found) if (path !== '' && path !== '.') paths.push(path);
}

/** Of the paths below the root, in the order of their bytes. */
function hashPaths(paths) {
  const below = paths.map((path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path));
  const hash = createHash('sha256');
  for (const path of below.map((each) => each.replace(/\/$/, '')).sort()) hash.update(path).update('\0');
  return hash.digest('hex').slice(0, 16);
}

if (process.argv[1] === import.meta.filename) {
  const { paths: list, stats } = await WALKERS[name]();
  const paths = [];
  let bytes = 0;
  let error;
  const start = performance.now();
  const before = process.cpuUsage();
  try {
    if (!options.stat) await list(paths);
    else if (stats) await stats(paths, (size) => (bytes += size));
    else {
      await list(paths);
      // What brings no sizes has them looked up in the way that costs least.
      for (const path of paths) bytes += fs.lstatSync(path.startsWith('/') ? path : join(root, path)).size;
    }
  } catch (thrown) {
    error = String(thrown.message).split('\n')[0];
  }
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  const hash = options.check ? hashPaths(paths) : undefined;
  console.log(JSON.stringify({ milliseconds, cpu: (user + system) / 1000, peak, entries: paths.length, bytes, hash, error }));
}
