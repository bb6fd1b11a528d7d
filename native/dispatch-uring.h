/**
 * Serving requests through an io_uring: what one worker has begun, and how it goes on with each completion.
 *
 * In: requests taken from the pending queue. Out: answered requests, to a FinishedBatch. Used by the worker that has made it.
 *
 * Through the ring go the opens of OPENDIR (openat, or openat2 with RESOLVE_NO_SYMLINKS), every statx of a status pass, and CLOSE; of opens
 * and statuses, where the ring has not been asked for, those only that cost less there (status-way.h). Made by the worker itself, between
 * two completions, are the unlinks (a kernel thread would be woken for each), the reads (the kernel has no getdents in io_uring), fstat,
 * the look at the device for SAME_DEVICE, the closes at the end of a listing (nothing that blocks: see service.h), and whatever the
 * kernel's ring does not know.
 *
 *     OPENDIR ─▶ open ─▶ completion: read ─▶ statx, statx, ... ─▶ last completion: finish ─▶ finished
 *     READ ───────────────────────▶ read ─▶ "
 *     STAT ───────────────────────────────▶ "
 *
 * A submission entry and what it needs until its completion (a `struct statx`, mostly) is a flight. There are as many as the
 * ring has submission entries, half as many as completion entries, so neither queue can overflow. A request that wants more
 * statuses than flights are free waits in line, and no further request is begun meanwhile.
 */
#pragma once

#include <cstddef>
#include <memory>

#include "finished-batch.h"
#include "request.h"
#include "service.h"

namespace tswalk {

/** What a ring is to be used for. */
struct RingOptions {
  /** Most kernel threads that may block for it at once. */
  unsigned kernel_workers = 1;
  /** Whether all that can be goes through it; otherwise opens that do not block, and statuses where they had better (status-way.h). */
  bool forced = true;
};

class UringDispatch {
 public:
  /**
   * Set up a ring for the calling thread.
   *
   * @return nullptr where there is none to be had, for whatever reason, or the addon was built without liburing.
   */
  static std::unique_ptr<UringDispatch> create(const RingOptions& options) noexcept;

  /** Nothing may be under way. */
  virtual ~UringDispatch() = default;

  /** How many requests may be begun now. */
  virtual std::size_t room() const noexcept = 0;

  /** Nothing is prepared or submitted. */
  virtual bool idle() const noexcept = 0;

  /** Prepare what the request needs first, or serve it at once where the ring cannot. There must be room. */
  virtual void begin(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept = 0;

  /**
   * Submit what is prepared, wait for one completion, and go on with all that are there. Not to be called when idle.
   *
   * @return false where the ring is beyond use. All that was begun is finished then, by plain system calls; begin no more.
   */
  virtual bool turn(ServiceContext& context, FinishedBatch& finished) noexcept = 0;
};

}  // namespace tswalk
