/**
 * What is measured: one row a piece of work, with the words for each kind of tool. A missing word list: the tool cannot do it.
 *
 * `find` words follow the directory (tswalk, find, bfs); `fd` words come before `--search-path`; `limit` and `node` words follow
 * the directory of limit.c and of readdir-sync.mjs. `empty` has a bare `node empty.cjs` measured beside it. `tree` names what
 * is searched where it is not the corpus.
 */
export const workloads = {
  false: { find: ['-false'], fd: ['-u', '^$'], limit: [], node: ['-false'] },
  name: { find: ['-name', '*.ts'], fd: ['-u', '-g', '*.ts'], limit: [], node: ['-name', '.ts'] },
  nameout: { find: ['-name', '*.c'], fd: ['-u', '-g', '*.c'], node: ['-name', '.c'] },
  print: { find: [], fd: ['-u', '.'], node: ['-print'] },
  stat: { find: ['-size', '+1024G'], fd: ['-u', '--size', '+1024Gi', '.'], limit: ['stat'], node: ['-size'] },
  hundred: { find: ['-name', '*.ts'], fd: ['-u', '-g', '*.ts'], node: ['-name', '.ts'], empty: true, tree: 'hundred' },
  prune: { find: ['-name', 'drivers', '-prune', '-o', '-name', '*.h', '-print'], fd: ['-u', '-E', 'drivers', '-g', '*.h'] },
  quit: { find: ['-name', 'MAINTAINERS', '-print', '-quit'], fd: ['-u', '-1', '-g', 'MAINTAINERS'] },
  regex: { find: ['-regextype', 'posix-extended', '-regex', '.*/[a-m][^/]*\\.(c|h)'], fd: ['-u', '-p', '/[a-m][^/]*\\.(c|h)$'] },
  printf: { find: ['-type', 'f', '-printf', '%s %m %p\\n'] },
  sorted: { find: ['-s', '-false'], not: ['find'] },
  execplus: { find: ['-type', 'f', '-exec', 'true', '{}', '+'], fd: ['-u', '-t', 'f', '.', '-X', 'true'] },
  exec: { find: ['-maxdepth', '2', '-exec', 'true', '{}', ';'], fd: ['-u', '-d', '2', '-j1', '.', '-x', 'true'] },
};
