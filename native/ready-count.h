/**
 * How many requests have been finished, and the bed of the thread that waits for more.
 *
 * In: workers add what they have pushed to the ready queue. Out: the consumer learns how much it can pop without waiting, and sleeps
 * here, not in the queue: a sleeper in the queue is woken by the first entry of a batch, often in the place of the worker
 * that is about to push the rest. It then finds one request instead of sixteen, and sleeps again. Walking 127,000 directories with
 * two workers on two processors, that was 31,000 wake-ups; with this it is 9,000.
 *
 * add() may be called by any thread, the rest by one consumer. The count is modulo 2^32, its differences are small.
 * The classic protocol of two flags: the consumer announces that it sleeps and then looks at the count (the kernel does, in
 * futex(2)); a worker counts and then looks for the announcement. Both are sequentially consistent, so one of them sees the other.
 */
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include "batch.h"

namespace tswalk {

/** What a count is made of. The tests replace it, to try all interleavings. */
struct FutexParts {
  using Count = std::atomic<std::uint32_t>;
  using Flag = std::atomic<bool>;

  /** Sleep if `count` is `seen`, until wake() or for less: it may return early, after a signal. */
  static void sleep(Count& count, std::uint32_t seen) noexcept {
    static_assert(sizeof(Count) == 4, "a futex is a word of 32 bits");
    ::syscall(SYS_futex, &count, FUTEX_WAIT_PRIVATE, seen, nullptr, nullptr, 0);
  }
  [[gnu::noinline, gnu::cold]] static void wake(Count& count) noexcept {
    ::syscall(SYS_futex, &count, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }
};

template <class Parts>
class BasicReadyCount {
 public:
  /** `n` more requests are in the ready queue. Wakes the consumer. */
  void add(std::uint32_t n) noexcept {
    count_.fetch_add(n, std::memory_order_seq_cst);
    // The announcement is left alone, although to take it back would spare a second worker its call: one that is late, and saw
    // the announcement of an earlier sleep, would take back that of the next.
    if (consumer_sleeps_.load(std::memory_order_seq_cst)) [[unlikely]] Parts::wake(count_);
  }

  /** How many requests can be popped at least, after `reaped` have been. */
  std::int32_t beyond(std::uint32_t reaped) const noexcept {
    return static_cast<std::int32_t>(count_.load(std::memory_order_relaxed) - reaped);
  }

  /** Sleep until there are more than `reaped`. The caller has popped that many. */
  void wait_beyond(std::uint32_t reaped) noexcept {
    if (beyond(reaped) > 0) return;
    consumer_sleeps_.store(true, std::memory_order_seq_cst);
    while (count_.load(std::memory_order_seq_cst) == reaped) Parts::sleep(count_, reaped);
    consumer_sleeps_.store(false, std::memory_order_relaxed);
  }

  /** Whether the consumer sleeps: what is held back now keeps it from working. A hint. */
  bool consumer_sleeps() const noexcept { return consumer_sleeps_.load(std::memory_order_relaxed); }

 protected:
  alignas(FALSE_SHARING_BYTES) typename Parts::Count count_{0};
  typename Parts::Flag consumer_sleeps_{false};
};

using ReadyCount = BasicReadyCount<FutexParts>;

}  // namespace tswalk
