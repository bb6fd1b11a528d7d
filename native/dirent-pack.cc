/** Reading and packing directories; see the header. */
#include "dirent-pack.h"

#include <dirent.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "retries.h"
#include "stat-convert.h"

namespace tswalk {

namespace {

/** Offsets in the kernel's struct linux_dirent64, see getdents64(2). */
constexpr std::size_t POSITION = 8, RECORD_LENGTH = 16, TYPE = 18, NAME = 19;

/** With less room than this a chunk ends: further reads would bring few entries each. */
constexpr std::size_t LEAST_READ = 4096;

/** A chunk ends after so many bytes of records, however little of them is packed: a walk shall be told to stop in time. */
constexpr std::size_t MOST_READ = std::size_t{2} * NAMES_BYTES;

/**
 * Where an ext4 directory ends: the position after its last entry, in the last record (EXT4_HTREE_EOF_64BIT, fs/ext4/dir.c).
 *
 * The second getdents64 of each directory, which would only say "no more", is left out then, which saves 4 % of a warm walk. It is safe for
 * other file systems too: positions are signed 64-bit numbers, so nothing can lie behind the greatest. On Linux 6.18 it was found on ext4
 * with dir_index (the default) and on overlay where a directory has one layer of it. tmpfs, sysfs and devtmpfs end at 2^31 - 1, which may
 * well be a position in the middle elsewhere (ext4 and XFS make them of hashes and block numbers), so that is not taken for an end; proc,
 * merged overlay directories and ext4 without dir_index count entries or bytes. Those are read until nothing comes.
 */
constexpr std::int64_t LAST_POSITION = std::numeric_limits<std::int64_t>::max();

template <class T>
T load(const std::uint8_t* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

bool is_dot_or_dot_dot(const char* name) noexcept {
  return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/** Copy a name and its NUL in whole words; up to 7 bytes more are read and written. */
void copy_name(std::uint8_t* to, const char* from, std::size_t length) noexcept {
  for (std::size_t i = 0; i <= length; i += 8) std::memcpy(to + i, from + i, 8);
}

/** Give the DT_UNKNOWN entries of [from, to) their types. One that is gone keeps DT_UNKNOWN. */
void resolve_unknown_types(int fd, std::uint8_t* from, const std::uint8_t* to) noexcept {
  StatusRecord status;
  for (; from != to; from += entry::size(from)) {
    if (entry::type(from) != DT_UNKNOWN) continue;
    if (stat_name(fd, entry::name(from), Links::keep, status) == 0) entry::type(from) = type_of_mode(status.mode);
  }
}

}  // namespace

Packed pack_dirents(std::span<const std::uint8_t> records, std::uint8_t* out, const EntryFilter* filter) noexcept {
  const std::uint8_t* record = records.data();
  const std::uint8_t* const end = record + records.size();
  std::uint8_t* to = out;
  Packed packed{};
  while (record != end) {
    const std::size_t length = load<std::uint16_t>(record + RECORD_LENGTH);
    const char* const name = reinterpret_cast<const char*>(record + NAME);
    packed.position = load<std::int64_t>(record + POSITION);
    if (filter != nullptr && !filter->wants(record[TYPE], name)) {
      ++packed.count;
    } else if (!is_dot_or_dot_dot(name)) {
      const std::size_t name_length = std::strlen(name);
      to[0] = record[TYPE];
      to[1] = 0;
      to[2] = static_cast<std::uint8_t>(name_length);
      to[3] = static_cast<std::uint8_t>(name_length >> 8);
      copy_name(to + entry::NAME, name, name_length);
      packed.has_unknown |= to[0] == DT_UNKNOWN;
      to += entry::OVERHEAD + name_length;
      ++packed.count;
    }
    record += length;
  }
  packed.bytes = static_cast<std::size_t>(to - out);
  return packed;
}

void read_chunk(int fd, Slot slot, DirentBuffer& buffer, bool keep_unknown, const EntryFilter* filter, InodeOrder* inodes) noexcept {
  std::uint8_t* const names = slot.names();
  std::size_t used = 0;
  std::size_t read = 0;
  std::int32_t count = 0;
  for (Retries retries;;) {
    const std::size_t room = NAMES_BYTES - used;
    if (room < LEAST_READ || read >= MOST_READ) {
      slot->response_flags |= RESPONSE_MORE;
      break;
    }
    const long got = ::syscall(SYS_getdents64, fd, buffer.bytes.data(), std::min(room, DirentBuffer::BYTES));
    if (got < 0 && errno == EINTR && retries.left()) continue;
    if (got <= 0) {
      // ENOENT: the directory was removed after it was opened. It has no entries then, which is what an empty read would say.
      if (got < 0 && errno != ENOENT) slot->read_error = -errno;
      break;
    }
    const std::span<const std::uint8_t> records(buffer.bytes.data(), static_cast<std::size_t>(got));
    if (inodes != nullptr) [[unlikely]] inodes->note(records, filter);
    const Packed packed = pack_dirents(records, names + used, filter);
    if (packed.has_unknown && !keep_unknown) resolve_unknown_types(fd, names + used, names + used + packed.bytes);
    used += packed.bytes;
    read += static_cast<std::size_t>(got);
    count += packed.count;
    if (packed.position == LAST_POSITION) break;
  }
  slot->names_length = static_cast<std::int32_t>(used);
  slot->count = count;
}

}  // namespace tswalk
