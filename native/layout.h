/**
 * The memory that C++ and JavaScript share: where each field of the slab lies.
 *
 * In: one block of memory, allocated by JavaScript as an ArrayBuffer and held by a reference while a queue lives.
 * Out: offsets; nothing here has code. `src/ioq/layout.ts` states the same numbers for JavaScript; change both together and
 * count `LAYOUT_VERSION` up, which is compared when the addon is loaded.
 *
 *     slab    := control (CONTROL_BYTES), slot[0], slot[1], ...
 *     control := submit list (int32 x MAX_SLOTS), reap list (int32 x MAX_SLOTS), filter (FILTER_BYTES, entry-filter.h)
 *     slot    := header (HEADER_BYTES), names (NAMES_BYTES), status records (STATUS_RECORDS x STATUS_BYTES)
 *     names   := in a request the path, NUL-terminated; in a response packed entries
 *     records := status records; after UNLINK an int32 for each entry that could not be removed: minus its errno
 *     entry   := type (u8, DT_*), flags (u8, ENTRY_*), name length (u16, low byte first), name, NUL
 *
 * A slot belongs to JavaScript from the return of reap() to the call of submit(), and to the native side otherwise; the
 * hand-over through the pending and ready queues orders all plain reads and writes of it.
 */
#pragma once

#include <cstdint>

namespace tswalk {

inline constexpr int LAYOUT_VERSION = 4;

inline constexpr int MAX_SLOTS = 512;
inline constexpr int SUBMIT_LIST = 0;
inline constexpr int REAP_LIST = 4 * MAX_SLOTS;
inline constexpr int FILTER = 2 * 4 * MAX_SLOTS;

inline constexpr int MOST_FILTER_CLAUSES = 15;
inline constexpr int FILTER_CLAUSE_BYTES = 64;
inline constexpr int FILTER_TEXT_BYTES = 56;
inline constexpr int FILTER_BYTES = (1 + MOST_FILTER_CLAUSES) * FILTER_CLAUSE_BYTES;
inline constexpr int CONTROL_BYTES = FILTER + FILTER_BYTES;

inline constexpr int HEADER_BYTES = 128;
inline constexpr int NAMES_BYTES = 32 * 1024;
inline constexpr int STATUS_RECORDS = 256;
inline constexpr int STATUS_BYTES = 128;
inline constexpr int NAMES_OFFSET = HEADER_BYTES;
inline constexpr int STATUS_OFFSET = HEADER_BYTES + NAMES_BYTES;
inline constexpr int SLOT_BYTES = HEADER_BYTES + NAMES_BYTES + STATUS_RECORDS * STATUS_BYTES;

/** What a request asks for. Values of SlotHeader::operation. */
enum class Operation : std::int32_t {
  nop = 0,       ///< Answers 0.
  close = 1,     ///< Close `dirfd`.
  opendir = 2,   ///< Open the path relative to `dirfd`, read entries, stat those of `status_types`.
  read = 3,      ///< Read the next chunk of the open directory `dirfd`.
  closedir = 4,  ///< Close the directory `dirfd`.
  stat = 5,      ///< Stat the marked entries of this slot, relative to `dirfd`, from `status_next` on.
  unlink = 6,    ///< Remove the marked entries of this slot from the directory `dirfd`, directories as rmdir(2) does.
};

/** Request flags. */
inline constexpr std::int32_t REQUEST_FOLLOW = 1;         ///< opendir: follow symbolic links, the last component's too.
inline constexpr std::int32_t REQUEST_TRUSTED = 2;        ///< opendir: the path is a starting point as typed: links within it are followed, a last one only with FOLLOW.
inline constexpr std::int32_t REQUEST_KEEP = 4;           ///< opendir, read: leave the directory open at its end too, and hand out its descriptor.
inline constexpr std::int32_t REQUEST_IDENTIFY = 8;       ///< opendir: fill `device` and `inode` of the opened directory.
inline constexpr std::int32_t REQUEST_STATUS_FOLLOW = 16; ///< Stat through links; on ENOENT or ENOTDIR the link itself (STATUS_IS_LINK). Sets the entry's type from the status.
inline constexpr std::int32_t REQUEST_SAME_DEVICE = 32;   ///< opendir: answer -EXDEV, unopened, where the directory's device is not `device`.

inline constexpr std::int32_t REQUEST_FILTER = 64;        ///< opendir, read: leave out entries that the filter of the control block does not want.

/** Response flags. */
inline constexpr std::int32_t RESPONSE_MORE = 1;        ///< The directory has not been read to its end: consume, then READ.
inline constexpr std::int32_t RESPONSE_STATUS_MORE = 2; ///< The status records are full: consume up to `status_next`, then STAT.

/** Entry flags. */
inline constexpr std::uint8_t ENTRY_WANT_STATUS = 1; ///< Set by JavaScript: STAT shall fill a record for this entry.
inline constexpr std::uint8_t ENTRY_HAS_STATUS = 2;  ///< Set by the native side: the next unused status record is this entry's.
inline constexpr std::uint8_t ENTRY_WANT_UNLINK = 4; ///< Set by JavaScript: UNLINK shall remove it. Cleared where it is gone; those still marked have failed, the n-th with the n-th error.

/** Status record flags. */
inline constexpr std::uint32_t STATUS_HAS_BIRTH_TIME = 1;
inline constexpr std::uint32_t STATUS_IS_LINK = 2; ///< Following failed with ENOENT or ENOTDIR; this is the link's own status.

/** The first 128 bytes of a slot. Fields marked < are read by the native side, > written by it. */
struct SlotHeader {
  std::int32_t operation;      ///< 0  <  Operation
  std::int32_t flags;          ///< 4  <  REQUEST_*
  std::int32_t dirfd;          ///< 8  <> base directory or AT_FDCWD; answered: the open directory, or -1 where it is closed
  std::int32_t result;         ///< 12 >  >= 0, or minus an errno
  std::int32_t token;          ///< 16    the caller's own; never touched
  std::int32_t count;          ///< 20 >  entries in this chunk, those that were left out included
  std::int32_t names_length;   ///< 24 <> bytes of packed entries
  std::int32_t response_flags; ///< 28 >  RESPONSE_*
  std::int32_t path_length;    ///< 32 <  bytes of the path in `names`, without its NUL
  std::int32_t status_types;   ///< 36 <  mask of 1 << DT_*: stat entries of these types at once
  std::int32_t status_count;   ///< 40 >  records filled by this answer
  std::int32_t status_next;    ///< 44 <> offset in `names` of the first entry that has not been considered for stat
  std::int32_t read_error;     ///< 48 >  minus the errno with which reading ended early, or 0; the entries before it are good
  std::int32_t close_fd;       ///< 52 <  a descriptor to close before anything else, or -1
  std::int32_t reserved[2];    ///< 56
  std::uint64_t device;        ///< 64 <> SAME_DEVICE: wanted; IDENTIFY: found
  std::uint64_t inode;         ///< 72 >  IDENTIFY: found
  std::uint64_t unused[6];     ///< 80
};
static_assert(sizeof(SlotHeader) == HEADER_BYTES);

/** One file's status, 128 bytes, in the order of the STAT'ed entries. Times are seconds since 1970 and nanoseconds. */
struct StatusRecord {
  std::int32_t result;         ///< 0   0, or minus an errno and nothing else is valid
  std::uint32_t mode;          ///< 4   type and permission bits
  std::uint64_t inode;         ///< 8
  std::uint64_t device;        ///< 16  as st_dev
  std::uint32_t links;         ///< 24
  std::uint32_t uid;           ///< 28
  std::uint32_t gid;           ///< 32
  std::uint32_t flags;         ///< 36  STATUS_*
  std::int64_t size;           ///< 40  bytes
  std::int64_t blocks;         ///< 48  of 512 bytes
  std::uint64_t rdevice;       ///< 56  as st_rdev
  std::int64_t access_s;       ///< 64
  std::int64_t modify_s;       ///< 72
  std::int64_t change_s;       ///< 80
  std::int64_t birth_s;        ///< 88
  std::uint32_t access_ns;     ///< 96
  std::uint32_t modify_ns;     ///< 100
  std::uint32_t change_ns;     ///< 104
  std::uint32_t birth_ns;      ///< 108
  std::uint64_t mount_id;      ///< 112 statx's, or 0
  std::uint64_t attributes;    ///< 120 statx's STATX_ATTR_*
};
static_assert(sizeof(StatusRecord) == STATUS_BYTES);

/** An entry is a byte of name and five others at least: the errors of all that fit a slot fit its records. */
static_assert(NAMES_BYTES / 6 * static_cast<int>(sizeof(std::int32_t)) <= STATUS_RECORDS * STATUS_BYTES);

}  // namespace tswalk
