/**
 * The word of one queue slot: its four states, and what a push or a pop makes of each.
 *
 * In: the old word. Out: the new one, computed without branches; the queue applies it with one compare-exchange. Nothing here is
 * atomic or waits, so every transition can be tested as arithmetic.
 *
 *     bit   63     62 .. 1                 0
 *         +------+-----------------------+---------+
 *         | skip | pointer or -count     | blocked |
 *         +------+-----------------------+---------+
 *
 *     empty    0   0                       b           nobody has pushed here
 *     full(p)  0   p >> 1                  b           an item waits to be popped
 *     skip(n)  1   -n                      b           n polls found nothing: n pushes must step over this slot
 *
 * A pointer keeps both flag bits free when shifted right by one: the vacated top bit is `SKIP`, and alignment to 4 bytes leaves
 * `BLOCKED` zero. Read as a signed number with `BLOCKED` cleared, the word is therefore 0 when empty, positive when full, and
 * -2n when n pushes are to be skipped. A poll which finds nothing subtracts 2 and a push which steps over adds 2, whatever the
 * count; the last step carries out of the top bit, and what is left is empty.
 *
 * `BLOCKED` says that a thread sleeps until this word changes. Every push and pop clears it, and who has cleared it owes a wake.
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace tswalk {

struct SlotWord {
  using Bits = std::uintptr_t;

  static constexpr Bits EMPTY = 0;
  static constexpr Bits BLOCKED = 1;
  static constexpr Bits SKIP = ~(~Bits{0} >> 1);
  static constexpr Bits ONE_SKIP = 2;
  static constexpr int SIGN_SHIFT = 8 * sizeof(Bits) - 1;

  /** A pointee so aligned leaves both flag bits of its shifted address free. */
  static constexpr std::size_t ALIGNMENT = 4;

  static constexpr Bits state(Bits word) noexcept { return word & ~BLOCKED; }
  static constexpr bool is_blocked(Bits word) noexcept { return (word & BLOCKED) != 0; }
  static constexpr bool is_skip(Bits word) noexcept { return (word & SKIP) != 0; }
  static constexpr bool is_full(Bits word) noexcept { return static_cast<std::intptr_t>(state(word)) > 0; }

  /** How many pushes must step over the slot. */
  static constexpr Bits skip_count(Bits word) noexcept { return is_skip(word) ? (Bits{0} - state(word)) / ONE_SKIP : 0; }

  /** The word of a full slot. `address` is not 0 and aligned to `ALIGNMENT`. */
  static constexpr Bits full(Bits address) noexcept { return address >> 1; }

  /** The address in a full word; 0 of an empty word or a skip. */
  static constexpr Bits address(Bits word) noexcept { return is_full(word) ? state(word) << 1 : 0; }

  /** After a push of `address`: empty becomes full, skip(n) becomes skip(n - 1). Not for a full slot: that one waits. */
  static constexpr Bits pushed(Bits word, Bits address) noexcept {
    const Bits skips = Bits{0} - (word >> SIGN_SHIFT);  // all ones where the slot is to be skipped
    return (skips & (state(word) + ONE_SKIP)) | (~skips & full(address));
  }

  /** After a pop: full becomes empty; a poll makes skip(1) of empty and skip(n + 1) of skip(n). */
  static constexpr Bits popped(Bits word) noexcept {
    const Bits nothing = Bits{0} - static_cast<Bits>(!is_full(word));
    return nothing & (state(word) - ONE_SKIP);
  }
};

}  // namespace tswalk
