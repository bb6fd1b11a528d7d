/**
 * One build at a time in one tree: whoever comes second waits until the first one ends, however it ends.
 *
 * In: a directory that only one process shall work in. Out: a promise of the right to; it is given back when the process ends, or by the
 * function that the promise brings. The lock is a socket in Linux's abstract namespace (unix(7)), named after the directory: the kernel
 * takes it back with the process, so that no killed build leaves a lock behind. Where there is no such socket to be had nothing is locked.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** Between two looks at a lock whose owner cannot be waited for. */
const PAUSE_MS = 50;

/** @param onWait - Called once, where another process has the lock. @returns A function that gives the lock back. */
export async function lockDirectory(directory, onWait = () => {}) {
  const name = `\0tswalk-build-${createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32)}`;
  for (let waited = false; ; waited = true) {
    const server = await listen(name);
    if (server !== 'taken') return () => server?.close();
    if (!waited) onWait();
    await ended(name);
  }
}

/** @returns The listening server, `taken` where another has the name, null where there is no such socket. */
function listen(path) {
  if (process.platform !== 'linux') return Promise.resolve(null);
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', ({ code }) => resolve(code === 'EADDRINUSE' ? 'taken' : null));
    server.listen({ path }, () => {
      // It keeps nobody from ending.
      server.unref();
      resolve(server);
    });
  });
}

/** The owner accepts no connection: it breaks when the owner ends. Until then it waits in line. */
function ended(path) {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.on('error', () => {});
    socket.on('connect', () => socket.resume());
    socket.once('close', () => setTimeout(resolve, PAUSE_MS));
  });
}
