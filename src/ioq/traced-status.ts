/**
 * An engine that tells of every status that is looked up, by the calling thread and by the queue: -D stat.
 *
 * In: an engine, and whom to tell. Out: an engine that answers the same. Where a name was looked up is known from the directories that
 * were opened through the same engine. Nothing of this is in the way of an engine that is not traced. The queue's part reads slots
 * as native/layout.h describes them: the records of an answer belong, one after the other, to the entries that want a status.
 */

import { ForwardingQueue } from './forwarding-queue.ts';
import type { Ioq } from './ioq.ts';
import {
  CONTROL_BYTES,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  REAP_LIST,
  REQUEST_STATUS_FOLLOW,
  SLOT,
  SLOT_BYTES,
  STATUS,
  STATUS_BYTES,
  STATUS_OFFSET,
  SUBMIT_LIST,
} from './layout.ts';
import type { Engine } from './open.ts';
import type { Follow, SystemCalls } from './system.ts';

/** One look-up. */
export interface StatusCall {
  /** Who made it: the calling thread, or the queue while a directory was listed. */
  readonly by: 'call' | 'queue';
  readonly path: Uint8Array;
  readonly follow: Follow;
  /** 0 or minus an errno. */
  readonly result: number;
}

const SLASH = 0x2f;
const NOWHERE = new Uint8Array(0);

export function traceStatus(engine: Engine, tell: (call: StatusCall) => void): Engine {
  const paths = new OpenPaths();
  return {
    ...engine,
    system: traceCalls(engine.system, paths, tell),
    createQueue: (options) => {
      const { ioq, ...rest } = engine.createQueue(options);
      return { ...rest, ioq: new TracedQueue(ioq, paths, tell) };
    },
  };
}

/** The directories that are open, by descriptor. What was closed is overwritten when its number is used again. */
class OpenPaths {
  readonly #paths = new Map<number, Uint8Array>();

  opened(fd: number, path: Uint8Array): void {
    if (fd >= 0) this.#paths.set(fd, path);
  }

  /** A copy: names lie in memory that is used again. */
  join(dirfd: number, name: Uint8Array): Uint8Array {
    const directory = name[0] === SLASH ? NOWHERE : (this.#paths.get(dirfd) ?? NOWHERE);
    const isBare = directory.length === 0 || directory.at(-1) === SLASH;
    return Buffer.concat(isBare ? [directory, name] : [directory, Uint8Array.of(SLASH), name]);
  }

  /** The directory itself. */
  at(dirfd: number): Uint8Array {
    return this.#paths.get(dirfd) ?? NOWHERE;
  }
}

function traceCalls(system: SystemCalls, paths: OpenPaths, tell: (call: StatusCall) => void): SystemCalls {
  const traced: Pick<SystemCalls, 'openDirectory' | 'stat'> = {
    openDirectory: (dirfd, path, flags) => {
      const whole = paths.join(dirfd, path);
      const fd = system.openDirectory(dirfd, path, flags);
      paths.opened(fd, whole);
      return fd;
    },
    stat: (dirfd, path, follow, record) => {
      const result = system.stat(dirfd, path, follow, record);
      tell({ by: 'call', path: paths.join(dirfd, path), follow, result });
      return result;
    },
  };
  // The methods of a class do not come along when an object is spread.
  return new Proxy(system, {
    get: (target, name) => {
      if (Object.hasOwn(traced, name)) return Reflect.get(traced, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

class TracedQueue extends ForwardingQueue {
  readonly #paths: OpenPaths;
  readonly #tell: (call: StatusCall) => void;
  /** By slot in flight: the directory that it is about, and the first entry whose status may be looked up. */
  readonly #directories: Uint8Array[] = [];
  readonly #first: number[] = [];

  constructor(ioq: Ioq, paths: OpenPaths, tell: (call: StatusCall) => void) {
    super(ioq);
    this.#paths = paths;
    this.#tell = tell;
  }

  override submit(count: number): number {
    for (let i = 0; i < count; i++) this.#remember(this.words[SUBMIT_LIST / 4 + i]!);
    return super.submit(count);
  }

  override reap(wait: boolean): number {
    const count = super.reap(wait);
    for (let i = 0; i < count; i++) this.#report(this.words[REAP_LIST / 4 + i]!);
    return count;
  }

  #remember(slot: number): void {
    const at = CONTROL_BYTES + slot * SLOT_BYTES;
    const field = (name: number): number => this.words[at / 4 + name]!;
    const operation = field(SLOT.operation);
    const dirfd = field(SLOT.dirfd);
    const names = at + NAMES_OFFSET;
    this.#first[slot] = operation === OPERATION.stat ? field(SLOT.statusNext) : 0;
    this.#directories[slot] =
      operation === OPERATION.opendir
        ? this.#paths.join(dirfd, this.bytes.subarray(names, names + field(SLOT.pathLength)))
        : this.#paths.at(dirfd);
  }

  #report(slot: number): void {
    const at = CONTROL_BYTES + slot * SLOT_BYTES;
    const { bytes, words } = this;
    const field = (name: number): number => words[at / 4 + name]!;
    const operation = field(SLOT.operation);
    const isListing = operation === OPERATION.opendir || operation === OPERATION.read || operation === OPERATION.stat;
    if (!isListing || field(SLOT.result) < 0) return;
    const directory = this.#directories[slot]!;
    if (operation === OPERATION.opendir) this.#paths.opened(field(SLOT.dirfd), directory);
    const follow = (field(SLOT.flags) & REQUEST_STATUS_FOLLOW) === 0 ? 0 : 1;
    const prefix = directory.length === 0 || directory.at(-1) === SLASH ? [directory] : [directory, Uint8Array.of(SLASH)];
    const names = at + NAMES_OFFSET;
    const end = names + field(SLOT.statusNext);
    let record = (at + STATUS_OFFSET) / 4;
    for (let entry = names + this.#first[slot]!; entry < end; entry += entryLength(bytes, entry) + ENTRY_OVERHEAD) {
      if ((bytes[entry + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) === 0) continue;
      const start = entry + ENTRY_NAME;
      const path = Buffer.concat([...prefix, bytes.subarray(start, start + entryLength(bytes, entry))]);
      this.#tell({ by: 'queue', path, follow, result: words[record + STATUS.result]! });
      record += STATUS_BYTES / 4;
    }
  }
}
