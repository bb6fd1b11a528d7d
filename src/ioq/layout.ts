/**
 * The memory that JavaScript and C++ share: where each field of the slab lies.
 *
 * The same numbers stand in `native/layout.h`, with the meaning of every field; change both together and count
 * `LAYOUT_VERSION` up, which is compared when the addon is loaded. Header and status fields are given here as indexes
 * into an Int32Array (or, where their name ends in `64`, a BigUint64Array) laid over the slot or record.
 *
 *     slab    := control (CONTROL_BYTES), slot[0], slot[1], ...
 *     control := submit list (int32 x MAX_SLOTS), reap list (int32 x MAX_SLOTS), filter (FILTER_BYTES)
 *     slot    := header (HEADER_BYTES), names (NAMES_BYTES), status records (STATUS_RECORDS x STATUS_BYTES)
 *     entry   := type (u8, DT_*), flags (u8, ENTRY_*), name length (u16, low byte first), name, NUL
 */

export const LAYOUT_VERSION = 4;

export const MAX_SLOTS = 512;
export const SUBMIT_LIST = 0;
export const REAP_LIST: number = 4 * MAX_SLOTS;
export const FILTER: number = 2 * 4 * MAX_SLOTS;

export const MOST_FILTER_CLAUSES = 15;
export const FILTER_CLAUSE_BYTES = 64;
/** Where in a clause its text is, and how much there may be of it. */
export const FILTER_TEXT = 8;
export const FILTER_TEXT_BYTES = 56;
export const FILTER_BYTES: number = (1 + MOST_FILTER_CLAUSES) * FILTER_CLAUSE_BYTES;
export const CONTROL_BYTES: number = FILTER + FILTER_BYTES;

export const HEADER_BYTES = 128;
export const NAMES_BYTES: number = 32 * 1024;
export const STATUS_RECORDS = 256;
export const STATUS_BYTES = 128;
export const NAMES_OFFSET: number = HEADER_BYTES;
export const STATUS_OFFSET: number = HEADER_BYTES + NAMES_BYTES;
export const SLOT_BYTES: number = HEADER_BYTES + NAMES_BYTES + STATUS_RECORDS * STATUS_BYTES;

/** Values of {@link SLOT.operation}. */
export const OPERATION = { nop: 0, close: 1, opendir: 2, read: 3, closedir: 4, stat: 5, unlink: 6 } as const;

export const REQUEST_FOLLOW = 1;
export const REQUEST_TRUSTED = 2;
export const REQUEST_KEEP = 4;
export const REQUEST_IDENTIFY = 8;
export const REQUEST_STATUS_FOLLOW = 16;
export const REQUEST_SAME_DEVICE = 32;
export const REQUEST_FILTER = 64;

export const RESPONSE_MORE = 1;
export const RESPONSE_STATUS_MORE = 2;

export const ENTRY_TYPE = 0;
export const ENTRY_FLAGS = 1;
export const ENTRY_LENGTH = 2;
export const ENTRY_NAME = 4;
/** Bytes of a packed entry beside its name: type, flags, length and the NUL. */
export const ENTRY_OVERHEAD = 5;
/** Bytes of the name of the entry at `at`. Some file systems (vfat, FUSE) have names of more than 255. */
export function entryLength(bytes: Uint8Array, at: number): number {
  return bytes[at + ENTRY_LENGTH]! | (bytes[at + ENTRY_LENGTH + 1]! << 8);
}
export const ENTRY_WANT_STATUS = 1;
export const ENTRY_HAS_STATUS = 2;
/** Still there after UNLINK: the entry is, too, and the next error is its own: int32, minus an errno, from STATUS_OFFSET on. */
export const ENTRY_WANT_UNLINK = 4;

export const STATUS_HAS_BIRTH_TIME = 1;
export const STATUS_IS_LINK = 2;

/** Slot header fields, in int32 units from the slot's start. */
export const SLOT = {
  operation: 0,
  flags: 1,
  dirfd: 2,
  result: 3,
  token: 4,
  count: 5,
  namesLength: 6,
  responseFlags: 7,
  pathLength: 8,
  statusTypes: 9,
  statusCount: 10,
  statusNext: 11,
  readError: 12,
  closeFd: 13,
  /** Low half of a u64, the high half follows. */
  device: 16,
  /** Low half of a u64, the high half follows. */
  inode: 18,
} as const;

/** Status record fields, in int32 units from the record's start; the 64-bit ones are their low half. */
export const STATUS = {
  result: 0,
  mode: 1,
  inode: 2,
  device: 4,
  links: 6,
  uid: 7,
  gid: 8,
  flags: 9,
  size: 10,
  blocks: 12,
  rdevice: 14,
  accessS: 16,
  modifyS: 18,
  changeS: 20,
  birthS: 22,
  accessNs: 24,
  modifyNs: 25,
  changeNs: 26,
  birthNs: 27,
  mountId: 28,
  attributes: 30,
} as const;

/** The entry types of getdents64(2). `whiteout` occurs on union file systems of the BSDs only. */
export const DT = {
  unknown: 0,
  fifo: 1,
  char: 2,
  directory: 4,
  block: 6,
  regular: 8,
  link: 10,
  socket: 12,
  whiteout: 14,
} as const;
