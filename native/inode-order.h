/**
 * The order in which the statuses of a big directory are asked for on a slow disk: that of the inodes' numbers.
 *
 * In: the inode numbers of a chunk, as it was read; the entries of a status pass with their records. Out: the same entries and records,
 * in the order of the numbers. Entries and records stay where they are: the answer keeps the listing's order, which is that of hashed
 * names and has nothing to do with where the inodes lie. ext4 keeps sixteen inodes to a block, one after the other by number.
 * Belongs to a request, is made for it when the first of its directories is big while statuses block, and kept for the next ones.
 * Used by the thread that has the request.
 */
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "entry-filter.h"
#include "layout.h"

namespace tswalk {

class InodeOrder {
 public:
  /** An entry that is to be asked for. */
  struct Asked {
    std::uint32_t inode;
    std::uint16_t at;
    std::uint16_t record;
  };

  /** Forget the chunk before. */
  void clear() noexcept { known_ = asked_ = pass_length_ = 0; }

  /** The next entries of the chunk, as records of getdents64, `.` and `..` among them, and what of them is packed; null: everything. */
  void note(std::span<const std::uint8_t> records, const EntryFilter* filter = nullptr) noexcept {
    const std::uint8_t* record = records.data();
    while (record != records.data() + records.size()) {
      std::uint64_t inode;
      std::uint16_t length;
      std::memcpy(&inode, record, sizeof inode);
      std::memcpy(&length, record + RECORD_LENGTH, sizeof length);
      const char* const name = reinterpret_cast<const char*>(record + RECORD_NAME);
      const bool is_packed = filter == nullptr || filter->wants(record[RECORD_TYPE], name);
      const bool is_entry = is_packed && std::strcmp(name, ".") != 0 && std::strcmp(name, "..") != 0;
      if (is_entry && known_ < MOST_ENTRIES) inodes_[static_cast<std::size_t>(known_++)] = static_cast<std::uint32_t>(inode);
      record += length;
    }
  }

  /** How many entries of the chunk have a known number: all that are packed, or none. */
  std::int32_t known() const noexcept { return known_; }

  /** The lower half of the number of the chunk's entry `index`: neighbours are neighbours by it. */
  std::uint32_t inode(std::int32_t index) const noexcept { return inodes_[static_cast<std::size_t>(index)]; }

  /** A pass without an order, or the beginning of one. */
  void begin_pass() noexcept { pass_length_ = asked_ = 0; }

  /** An entry of the pass. There are at most STATUS_RECORDS. @param index Its number in the chunk. @param at Where in the names it is. */
  void add(std::int32_t index, std::int32_t at, std::int32_t record) noexcept {
    pass_[pass_length_++] = {inode(index), static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(record)};
  }

  /** All of the pass are added. */
  void sort() noexcept {
    std::ranges::sort(pass_.begin(), pass_.begin() + static_cast<std::ptrdiff_t>(pass_length_), {}, &Asked::inode);
  }

  /** The pass has been put in order, and this is the next entry; nullptr at the end, or where there was no order. */
  const Asked* next() noexcept { return asked_ < pass_length_ ? &pass_[asked_++] : nullptr; }

 private:
  /** Offsets in the kernel's struct linux_dirent64, see getdents64(2); the inode is the first field. */
  static constexpr std::size_t RECORD_LENGTH = 16, RECORD_TYPE = 18, RECORD_NAME = 19;

  /** An entry has six bytes at least. */
  static constexpr std::int32_t MOST_ENTRIES = NAMES_BYTES / 6;
  static_assert(NAMES_BYTES <= 1 << 16 && STATUS_RECORDS <= 1 << 16);

  std::int32_t known_ = 0;
  std::size_t pass_length_ = 0;
  std::size_t asked_ = 0;
  std::array<std::uint32_t, MOST_ENTRIES> inodes_;
  std::array<Asked, STATUS_RECORDS> pass_;
};

}  // namespace tswalk
