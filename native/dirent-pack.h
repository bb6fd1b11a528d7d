/**
 * Reading a directory: from getdents64(2) records to the packed entries of a slot.
 *
 * In: an open directory and a buffer for the kernel's records. Out: the slot's names, `count`, names_length, `read_error`, and
 * RESPONSE_MORE where the directory may go on. `.` and `..` are left out; an entry whose file system does not tell its type
 * (DT_UNKNOWN) gets it from a stat on the spot. Used by the thread that serves the request.
 *
 * The records go to a buffer of the thread, not to the slot, and are packed from there: the buffer stays in the processor's cache
 * from one directory to the next, and of the slot only the bytes are touched that JavaScript will read.
 *
 * A packed entry is at least 15 bytes shorter than its record (19 + name + NUL, rounded up to 8, against 4 + name + NUL), so a read of no
 * more bytes than there is room for always fits.
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "entry-filter.h"
#include "request.h"

namespace tswalk {

/** The kernel's records of one getdents64; one for each thread. The slack is for copies in whole words. */
struct alignas(8) DirentBuffer {
  static constexpr std::size_t BYTES = 32 * 1024;
  std::array<std::uint8_t, BYTES + 8> bytes;
};

/** What pack_dirents() has made of the records of one read. */
struct Packed {
  std::size_t bytes;     ///< Length of the entries.
  std::int32_t count;    ///< Number of entries, those that were left out included.
  bool has_unknown;      ///< One of them is DT_UNKNOWN.
  std::int64_t position; ///< d_off of the last record: where the directory goes on.
};

/**
 * Pack records into entries.
 *
 * @param records What getdents64 has stored, not empty; readable for 8 bytes more.
 * @param out     Room for as many bytes as the records have.
 * @param filter  What is to be packed; null: everything.
 */
Packed pack_dirents(std::span<const std::uint8_t> records, std::uint8_t* out, const EntryFilter* filter = nullptr) noexcept;

/**
 * Fill the slot's names with the next chunk of the directory `fd`.
 *
 * A failed read is the end of the directory: `read_error` says so, the entries before it are good.
 *
 * @param keep_unknown Leave DT_UNKNOWN as it is: the entries are going to be stat'ed anyway.
 * @param filter       What is to be packed; null: everything.
 * @param inodes       Takes the packed entries' inode numbers; null where nobody wants them.
 */
void read_chunk(int fd, Slot slot, DirentBuffer& buffer, bool keep_unknown, const EntryFilter* filter = nullptr, InodeOrder* inodes = nullptr) noexcept;

}  // namespace tswalk
