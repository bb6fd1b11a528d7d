/**
 * The two queues between the submitting thread and the workers, and the few words that both sides look at.
 *
 *     submit ──push──▶ pending ──pop──▶ workers ──push──▶ ready ──pop──▶ reap
 *
 * In and out: requests. Any thread, except where a member says otherwise. The counters beside the queues say how many entries can be
 * popped without waiting, so that nobody has to poll an empty queue: a poll that finds nothing leaves a mark for a producer to skip.
 */
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "batch.h"
#include "mpmc-queue.h"
#include "pace.h"
#include "ready-count.h"
#include "request.h"
#include "timing.h"

namespace tswalk {

struct Queues {
  /** @param depth Most requests at once. One slot more, so that not even STOP ever waits for room. */
  explicit Queues(std::size_t depth) noexcept : pending(depth + 1), ready(depth + 1) {}

  bool ok() const noexcept { return pending.ok() && ready.ok(); }

  MpmcQueue<Request> pending;
  MpmcQueue<Request> ready;

  /** The entry that ends the workers: each pops it, pushes it back and leaves. */
  Request stop;

  /** Set once, by cancel. */
  alignas(FALSE_SHARING_BYTES) std::atomic<bool> cancelled{false};

  /** Requests pushed to `pending` and not yet popped; incremented before the push, so never too small. A hint. */
  alignas(FALSE_SHARING_BYTES) std::atomic<std::int32_t> pending_count{0};

  /** Requests pushed to `ready` since the beginning; counted after the push, so the entries are there. */
  ReadyCount ready_count;

  /** Null where nothing is measured. Set before the first worker is made. */
  Timing* timing = nullptr;

  /**
   * How many requests a worker should take at once: its share, so that slow ones do not queue up behind one another on one thread
   * while another thread is idle. 1 where nothing is there, or requests block.
   */
  std::size_t share(const Pace& pace) const noexcept {
    if (pace.is_slow()) [[unlikely]] return 1;
    const std::int32_t fair = pending_count.load(std::memory_order_relaxed) / pace.least();
    return static_cast<std::size_t>(std::clamp(fair, 1, static_cast<std::int32_t>(BATCH_LENGTH)));
  }
};

}  // namespace tswalk
