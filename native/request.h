/**
 * The requests of a queue object: one for each slot of the slab, and what the native side keeps about it.
 *
 * In: the slab's address. Out: typed access to a slot's header, names and status records (layout.h).
 * A request and its slot belong to the thread that has taken it out of a queue, until it is pushed to the next; only `in_flight` is
 * written by the submitting thread alone, at submit and reap.
 * It knows nothing of who serves it. `serving` is what an io_uring worker remembers between two completions of one request.
 */
#pragma once

#include <cstdint>
#include <memory>

#include "batch.h"
#include "inode-order.h"
#include "layout.h"

namespace tswalk {

/** Typed access to one slot of the slab; as cheap as a pointer, owns nothing. */
class Slot {
 public:
  Slot() noexcept = default;
  explicit Slot(std::uint8_t* start) noexcept : start_(start) {}

  SlotHeader& header() const noexcept { return *reinterpret_cast<SlotHeader*>(start_); }
  SlotHeader* operator->() const noexcept { return &header(); }

  /** The path of a request, or the packed entries of a response: NAMES_BYTES bytes. */
  std::uint8_t* names() const noexcept { return start_ + NAMES_OFFSET; }
  const char* path() const noexcept { return reinterpret_cast<const char*>(names()); }

  /** STATUS_RECORDS records. */
  StatusRecord* records() const noexcept { return reinterpret_cast<StatusRecord*>(start_ + STATUS_OFFSET); }

  /** In their place, after UNLINK: one for each entry that could not be removed. */
  std::int32_t* unlink_errors() const noexcept { return reinterpret_cast<std::int32_t*>(start_ + STATUS_OFFSET); }

  bool has(std::int32_t request_flag) const noexcept { return (header().flags & request_flag) != 0; }

 private:
  std::uint8_t* start_ = nullptr;
};

/** A packed entry within a slot's names, by its address. */
namespace entry {
/** Where the name begins, behind type, flags and length. */
inline constexpr int NAME = 4;
/** Bytes beside the name, its NUL included. */
inline constexpr int OVERHEAD = NAME + 1;
inline std::uint8_t& type(std::uint8_t* at) noexcept { return at[0]; }
inline std::uint8_t& flags(std::uint8_t* at) noexcept { return at[1]; }
inline const char* name(const std::uint8_t* at) noexcept { return reinterpret_cast<const char*>(at + NAME); }
inline int size(const std::uint8_t* at) noexcept { return OVERHEAD + (at[2] | at[3] << 8); }
}  // namespace entry

/**
 * One entry of the pending and ready queues.
 *
 * Aligned to a false-sharing unit: neighbours are served by different threads, and the queue needs the low bits of the address.
 */
struct alignas(FALSE_SHARING_BYTES) Request {
  Slot slot;

  /** Index of the slot in the slab. -1 for the STOP entry. */
  std::int32_t number = -1;

  /** From submit to reap. Read and written by the submitting thread only. */
  bool in_flight = false;

  /** When it was submitted; set where it is measured only. */
  std::int64_t submitted_ns = 0;

  /** The numbers of the inodes in its slot; null until they are wanted. */
  std::unique_ptr<InodeOrder> inode_order;

  /** Where a request stands in an io_uring worker. That worker's only. */
  struct Serving {
    /** Submission entries of this request that have not been completed. */
    std::int32_t awaited = 0;
    /** It has been begun; what it waits for in line are more statuses. */
    bool is_begun = false;
    /** No more statuses will be asked for: all entries were considered, or the records are full. */
    bool all_asked = false;
    /** Statuses of this pass go through the ring, so many so far, since then. */
    bool by_ring = false;
    std::int32_t asked_by_ring = 0;
    std::int64_t ring_since_ns = 0;
    /** The next one in the line of those that wait for free submission entries. */
    Request* next = nullptr;
  } serving;
};

}  // namespace tswalk
