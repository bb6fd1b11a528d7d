/**
 * Which entries of a listing are wanted: a condition on types and on both ends of names, from the control block of the slab.
 *
 * In: the clauses that src/ioq/entry-filter.ts has written, and an entry's type and name. Out: whether to pack it. Any thread; it is
 * written before the first request that asks for it (REQUEST_FILTER). What is malformed keeps every entry.
 *
 * Most entries are left out by the word of types or by a few bytes of their names, without a copy: JavaScript never sees them.
 */
#pragma once

#include <dirent.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "layout.h"

namespace tswalk {

/** An entry meets it that is of one of the types and whose name has these ends. */
struct FilterClause {
  static constexpr std::uint8_t WHOLE = 1; ///< The prefix is all of the name.
  static constexpr std::uint8_t FOLD = 2;  ///< ASCII letters in either case; bytes above ASCII may be anything.

  std::int32_t types; ///< Mask of 1 << DT_*.
  std::uint8_t prefix_length;
  std::uint8_t suffix_length;
  std::uint8_t flags;
  std::uint8_t unused;
  std::uint8_t text[FILTER_TEXT_BYTES]; ///< The prefix, then the suffix.

  bool has_ends(const char* name, std::size_t length) const noexcept {
    const std::size_t prefix = prefix_length, suffix = suffix_length;
    if (prefix + suffix > sizeof text) return true;
    if (length < prefix + suffix || ((flags & WHOLE) != 0 && length != prefix)) return false;
    const char* const end = name + length - suffix;
    if ((flags & FOLD) == 0) return std::memcmp(name, text, prefix) == 0 && std::memcmp(end, text + prefix, suffix) == 0;
    return may_fold(name, text, prefix) && may_fold(end, text + prefix, suffix);
  }

 private:
  static std::uint8_t lower(std::uint8_t byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte + ('a' - 'A')) : byte;
  }

  /** Characters above ASCII may fold to ASCII ones, and are of several bytes: where there is one, nothing is known. */
  static bool may_fold(const char* name, const std::uint8_t* wanted, std::size_t length) noexcept {
    bool equal = true;
    for (std::size_t i = 0; i < length; ++i) {
      const auto byte = static_cast<std::uint8_t>(name[i]);
      if (byte >= 0x80) return true;
      equal &= lower(byte) == lower(wanted[i]);
    }
    return equal;
  }
};
static_assert(sizeof(FilterClause) == FILTER_CLAUSE_BYTES);

struct EntryFilter {
  std::int32_t count; ///< Clauses.
  std::int32_t types; ///< Those of all clauses.
  std::uint8_t unused[FILTER_CLAUSE_BYTES - 8];
  FilterClause clauses[MOST_FILTER_CLAUSES];

  static const EntryFilter& of_slab(const std::uint8_t* slab) noexcept { return *reinterpret_cast<const EntryFilter*>(slab + FILTER); }

  /** Whether an entry of this type is wanted whatever its name. */
  static bool always_keeps(std::uint8_t type) noexcept { return type == DT_DIR || type == DT_UNKNOWN; }

  bool has_type(std::uint8_t type) const noexcept { return ((types >> (type & 31)) & 1) != 0; }

  /** Whether an entry is to be packed. `.` and `..` would be, for they are directories. */
  bool wants(std::uint8_t type, const char* name) const noexcept {
    return always_keeps(type) || (has_type(type) && keeps(type, name, std::strlen(name)));
  }

  /** Whether an entry is wanted that is not kept always. */
  bool keeps(std::uint8_t type, const char* name, std::size_t length) const noexcept {
    if (count < 0 || count > MOST_FILTER_CLAUSES) return true;
    for (std::int32_t i = 0; i < count; ++i) {
      if (((clauses[i].types >> (type & 31)) & 1) != 0 && clauses[i].has_ends(name, length)) return true;
    }
    return false;
  }
};
static_assert(sizeof(EntryFilter) == FILTER_BYTES);

}  // namespace tswalk
