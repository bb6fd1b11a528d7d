/**
 * What can be made to fail, and with what; and the file through which shim.cc is watched and told.
 *
 * KINDS is in the order of the counters of shim.cc. `usual` are the errors that the addon tells apart, or that stand for the others; `all` adds
 * what the manuals name beside them, for the sweep that has time for it. What is no answer by itself is not there: a descriptor that
 * fcntl does not know is closed, what access refuses is refused.
 */
import { constants } from 'node:os';

const { E2BIG, EACCES, EAGAIN, EBADF, EBUSY, EDQUOT, EEXIST, EFAULT, EFBIG, EINTR, EINVAL, EIO, EISDIR, ELOOP, EMFILE } =
  constants.errno;
const { ENAMETOOLONG, ENFILE, ENODEV, ENOENT, ENOMEM, ENOSPC, ENOSYS, ENOTDIR, ENOTEMPTY, ENXIO, EOPNOTSUPP, EOVERFLOW, EPERM } =
  constants.errno;
const { EROFS, ESTALE, ETIMEDOUT, ETXTBSY, EXDEV } = constants.errno;

/** What looking up a path can end with, beside the usual. */
const LOOKUP = [ELOOP, ENAMETOOLONG, ENOTDIR, ESTALE, ETIMEDOUT];

const kind = (usual, more = []) => ({ usual, all: [...usual, ...more] });

export const KINDS = {
  open: kind(
    [EACCES, EMFILE, ENFILE, ENOENT, ENOMEM, ENOSYS],
    [...LOOKUP, E2BIG, EAGAIN, EBUSY, EINTR, EINVAL, EIO, ENODEV, ENXIO, EOVERFLOW, EPERM, EROFS, ETXTBSY, EXDEV],
  ),
  close: kind([EIO, EINTR], [EBADF, EDQUOT, ENOSPC]),
  read: kind([EIO], [EINTR, EISDIR, EINVAL]),
  write: kind([EIO, ENOSPC], [EDQUOT, EFBIG, EPERM]),
  // ENOENT is what a directory that was removed says: it has no entries any more.
  getdents: kind([EIO], [EBADF, EINTR, EINVAL, ENOTDIR, ESTALE]),
  stat: kind([EACCES, EIO, ENOENT, ENOMEM], [...LOOKUP, EINTR, EINVAL]),
  readlink: kind([EACCES, ENOMEM], [...LOOKUP, EINVAL, EIO, ENOENT]),
  unlink: kind([EACCES, EBUSY, EPERM], [...LOOKUP, EIO, EISDIR, ENOENT, ENOMEM, ENOTEMPTY, EROFS]),
  access: kind([]),
  poll: kind([ENOMEM]),
  fcntl: kind([]),
  getrlimit: kind([EPERM]),
  mmap: kind([ENOMEM], [EAGAIN, ENFILE, EPERM]),
  alloc: kind([ENOMEM]),
  thread: kind([EAGAIN], [EPERM, EINVAL]),
  clone: kind([EAGAIN, ENOMEM], [ENOSPC, EPERM]),
  'ring-setup': kind([EPERM, ENOMEM, ENOSYS, EMFILE], [EACCES, EFAULT, EINVAL, ENFILE]),
  'ring-register': kind([EINVAL], [EBADF, EBUSY, ENOMEM, EOPNOTSUPP]),
  'ring-submit': kind([EAGAIN, EBADF, EBUSY, EINTR, ENOMEM], [EEXIST, EFAULT, EINVAL, ENXIO, EOPNOTSUPP]),
  'ring-complete': kind(
    [EACCES, EIO, EMFILE, ENOENT, ENOMEM],
    [...LOOKUP, EAGAIN, EINTR, EINVAL, ENFILE, EOPNOTSUPP, EPERM, EXDEV],
  ),
};

/** Interrupted for ever is not what the kernel does; a file system in user space could. */
const ASKS_A_FILE_SYSTEM = ['open', 'getdents', 'stat'];
export const canLast = (kind, error) => error !== EINTR || ASKS_A_FILE_SYSTEM.includes(kind);

/** The words of the file TSWALK_FAULT_COUNTS names, by their numbers: counters of the kinds, then these. */
const COUNTERS = Object.keys(KINDS).length;
const HELD = COUNTERS;
const RULE = COUNTERS + 2;
/** Nothing to shim.cc: for whoever runs the sweep. */
const PROGRESS = RULE + 4;
export const FILE_BYTES = 8 * (PROGRESS + 1);

/** A view of the file's bytes. */
export class Control {
  constructor(bytes) {
    this.words = new BigUint64Array(bytes.buffer, bytes.byteOffset, FILE_BYTES / 8);
  }

  count(number) {
    return Number(this.words[number]);
  }

  /** Allocations that can fail and mappings, that are not given back yet. */
  get held() {
    return { allocations: Number(this.words[HELD]), mappings: Number(this.words[HELD + 1]) };
  }

  /** The rule that holds, as TSWALK_FAULT has it. */
  get rule() {
    const [first, onwards, error, number] = Array.from(this.words.slice(RULE, RULE + 4), Number);
    return number === 0 ? 'none' : `${Object.keys(KINDS)[number - 1]}:${first}${onwards ? '+' : ''}:${error}`;
  }

  get progress() {
    return Number(this.words[PROGRESS]);
  }
}

/** What to write into the file, and where: no call has been counted, and this rule holds. */
export function restart(fs, fd, { number, first, onwards, error }) {
  fs.writeSync(fd, new Uint8Array(8 * COUNTERS), 0, 8 * COUNTERS, 0);
  const rule = new BigUint64Array([first, onwards ? 1 : 0, error, number + 1].map(BigInt));
  fs.writeSync(fd, new Uint8Array(rule.buffer), 0, rule.byteLength, 8 * RULE);
}

export const noRule = { number: -1, first: 0, onwards: false, error: 0 };

export function noteProgress(fs, fd, progress) {
  fs.writeSync(fd, new Uint8Array(new BigUint64Array([BigInt(progress)]).buffer), 0, 8, 8 * PROGRESS);
}
