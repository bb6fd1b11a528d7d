/**
 * The steps that every way of serving a request shares: how it begins, what an opened directory goes through, how it ends.
 *
 * In: a request that a worker has taken from the pending queue. Out: the answer's fields in its slot. The dispatchers
 * (dispatch-sync, dispatch-uring) decide who makes the system calls in between. Used by the thread that serves the request.
 *
 *     OPENDIR: start_answer, check_device, open, accept_directory, StatusPass, finish_listing
 *     READ:    start_answer, read_next, StatusPass, finish_listing
 *     STAT:    start_answer, StatusPass, finish_listing
 *     UNLINK:  start_answer, unlink_plainly, finish_listing
 *
 * Who closes: a directory stays open as long as the answer says that there is more of it, or the caller keeps it (dirfd tells);
 * in all other cases, failure and cancellation included, it is closed here and dirfd is -1. Closing is a plain close(2): these
 * descriptors are directories opened for reading, for which no file system has anything to write back.
 */
#pragma once

#include <atomic>
#include <cstdint>

#include "block-watch.h"
#include "dirent-pack.h"
#include "pace.h"
#include "request.h"
#include "stat-convert.h"
#include "status-way.h"
#include "timing.h"

namespace tswalk {

/** How much one thread has served. Written by that thread, read by any. */
class ServedCounters {
 public:
  void count(Counted kind, bool by_ring, std::int64_t n = 1) noexcept {
    std::atomic<std::int64_t>& cell = cells_[by_ring][static_cast<int>(kind)];
    // One writer, so no read-modify-write is needed; readers want a number that was true at some time.
    cell.store(cell.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  std::int64_t get(Counted kind, bool by_ring) const noexcept {
    return cells_[by_ring][static_cast<int>(kind)].load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::int64_t> cells_[2][COUNTED_KINDS] = {};
};

/** Called before each status that is asked for by a plain call: tests let it sleep. */
using BeforeStatus = void (*)() noexcept;

/** What a thread needs to serve requests. `cancelled`, `pace` and `statuses` are the queue object's, the rest the thread's own. */
struct ServiceContext {
  const std::atomic<bool>& cancelled;
  const Pace& pace;
  StatusWay& statuses;
  ServedCounters& served;
  DirentBuffer& buffer;
  /** For requests that have REQUEST_FILTER. */
  const EntryFilter& filter;
  BeforeStatus before_status = nullptr;
  BlockWatch status_watch{StatusWay::SLOW_NS};
};

/**
 * The entries of a slot that want a status, one after the other, as long as there are records left. The slot says how far it is.
 *
 * In the order of the listing, or where the request knows its inodes and the directory is big, in that of their numbers; the records
 * are always in the order of the listing.
 */
struct StatusPass {
  /** All records are free; the pass begins at the slot's `status_next`. */
  static void begin(Request& request) noexcept;

  /**
   * The next entry to stat, and the record for it. Sets its ENTRY_HAS_STATUS.
   *
   * At the end `status_next` and RESPONSE_STATUS_MORE are what the answer has to say.
   * @return nullptr at the end.
   */
  static std::uint8_t* next(Request& request, StatusRecord*& record) noexcept;

  /** After a record was filled: the entry's type follows from it. */
  static void note_type(std::uint8_t* at, const StatusRecord& record) noexcept;
};

/** How the links among the stat'ed entries of a request are treated. */
Links links_of(Slot slot) noexcept;

/**
 * Reset the answer's fields and close `close_fd`.
 *
 * @return Whether the request is to be served. If not it is answered: it was NOP or unknown, or the queue is cancelled.
 */
bool start_answer(Slot slot, const ServiceContext& context) noexcept;

/** Answer a request without serving it, closing the directory that it would have closed at its end. */
void refuse(Slot slot, std::int32_t error) noexcept;

/** Check the device of the directory to open, where the request says so. @return 0, or minus an errno. */
std::int32_t check_device(Slot slot) noexcept;

/**
 * An open has answered `fd` (or minus an errno): identify the directory and read its first chunk.
 *
 * @return Whether to go on with the status pass. If not the request is answered.
 */
bool accept_directory(Request& request, int fd, ServiceContext& context) noexcept;

/** Read the next chunk of the request's directory, for READ. */
void read_next(Request& request, ServiceContext& context) noexcept;

/** The end of OPENDIR, READ, STAT and UNLINK: close the directory unless more is to come or the caller keeps it. */
void finish_listing(Slot slot) noexcept;

}  // namespace tswalk
