/**
 * What is measured: one row a piece of work, with the words for each kind of tool. A missing word list: the tool cannot do it.
 *
 * `find` words follow the directory (tswalk, find, bfs); `fd` words come before `--search-path`; `limit`, `node` and `fdir` words follow
 * the directory of limit.c, readdir-sync.mjs and fdir.mjs. `empty` has a bare `node empty.cjs` measured beside it. `tree` names what
 * is searched where it is not the corpus. `extra`: measured where it is asked for.
 */

const jobs = (count) => ({ find: [`-j${count}`, '-false'], fd: ['-u', `-j${count}`, '^$'], not: ['find', 'bfs'], extra: true });
const early = (depth) => ({ find: ['-depth', String(depth), '-print', '-quit'], not: ['find'], extra: true });
const strategy = (name) => ({ find: ['-S', name, '-false'], not: ['find'] });

export const workloads = {
  false: { find: ['-false'], fd: ['-u', '^$'], limit: [], node: ['-false'], fdir: ['-false'] },
  name: { find: ['-name', '*.ts'], fd: ['-u', '-g', '*.ts'], limit: [], node: ['-name', '.ts'], fdir: ['-name', '.ts'] },
  nameout: { find: ['-name', '*.c'], fd: ['-u', '-g', '*.c'], node: ['-name', '.c'], fdir: ['-name', '.c'], extra: true },
  print: { find: [], fd: ['-u', '.'], node: ['-print'], fdir: ['-print'] },
  colored: { find: ['-color'], fd: ['-u', '--color=always', '.'], not: ['find'], extra: true },
  stat: { find: ['-size', '+1024G'], fd: ['-u', '--size', '+1024Gi', '.'], limit: ['stat'], node: ['-size'] },
  hundred: {
    find: ['-name', '*.ts'],
    fd: ['-u', '-g', '*.ts'],
    node: ['-name', '.ts'],
    fdir: ['-name', '.ts'],
    empty: [],
    tree: 'hundred',
  },
  prune: {
    find: ['-name', 'drivers', '-prune', '-o', '-name', '*.h', '-print'],
    fd: ['-u', '-E', 'drivers', '-g', '*.h'],
    extra: true,
  },
  quit: { find: ['-name', 'MAINTAINERS', '-print', '-quit'], fd: ['-u', '-1', '-g', 'MAINTAINERS'], empty: [] },
  quit2: early(2),
  quit5: early(5),
  quit8: early(8),
  regex: { find: ['-regextype', 'posix-extended', '-regex', '.*/[a-m][^/]*\\.(c|h)'], fd: ['-u', '-p', '/[a-m][^/]*\\.(c|h)$'] },
  printf: { find: ['-type', 'f', '-printf', '%s %m %p\\n'] },
  sorted: { find: ['-s', '-false'], not: ['find'] },
  dfs: strategy('dfs'),
  ids: strategy('ids'),
  eds: { ...strategy('eds'), extra: true },
  execplus: { find: ['-type', 'f', '-exec', 'true', '{}', '+'], fd: ['-u', '-t', 'f', '.', '-X', 'true'] },
  exec: { find: ['-maxdepth', '2', '-exec', 'true', '{}', ';'], fd: ['-u', '-d', '2', '-j1', '.', '-x', 'true'] },
  j1: jobs(1),
  j2: jobs(2),
  j4: jobs(4),
  j8: jobs(8),
  j16: jobs(16),
};
