/**
 * How many requests have been finished, and the bed of the thread that waits for more.
 *
 * In: workers add what they have pushed to the ready queue. Out: the consumer learns how much it can pop without waiting, and sleeps
 * here, not in the queue: a sleeper in the queue is woken by the first entry of a batch, often in the place of the worker
 * that is about to push the rest. It then finds one request instead of sixteen, and sleeps again. Walking 127,000 directories with
 * two workers on two processors, that was 31,000 wake-ups; with this it is 9,000.
 *
 * A consumer that must not sleep, because it is a JavaScript thread with other things to do, leaves a `Bell` instead (`arm`): the next
 * call that would wake it rings the bell, once.
 *
 * add() may be called by any thread, the rest by one consumer. The count is modulo 2^32, its differences are small.
 * The classic protocol of two flags: the consumer announces that it sleeps and then looks at the count (the kernel does, in
 * futex(2)); a worker counts and then looks for the announcement. Both are sequentially consistent, so one of them sees the other.
 */
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include "batch.h"

namespace tswalk {

/** Rung by a worker, from its thread. */
class Bell {
 public:
  virtual void ring() noexcept = 0;

 protected:
  ~Bell() = default;
};

/** A futex, and the bell of a consumer that does not sleep on it. */
struct BelledCount : std::atomic<std::uint32_t> {
  using std::atomic<std::uint32_t>::atomic;

  /** The consumer's, set while no worker looks: before the announcement that makes them look. */
  Bell* bell = nullptr;
  /** The bell is to be rung. Whoever takes it back rings. */
  std::atomic<bool> armed{false};
};

/** What a count is made of. The tests replace it, to try all interleavings. */
struct FutexParts {
  using Count = BelledCount;
  using Flag = std::atomic<bool>;

  /** Sleep if `count` is `seen`, until wake() or for less: it may return early, after a signal. @param most How long; null: for ever. */
  static void sleep(Count& count, std::uint32_t seen, const timespec* most = nullptr) noexcept {
    static_assert(sizeof(std::atomic<std::uint32_t>) == 4, "a futex is a word of 32 bits");
    ::syscall(SYS_futex, static_cast<std::atomic<std::uint32_t>*>(&count), FUTEX_WAIT_PRIVATE, seen, most, nullptr, 0);
  }
  [[gnu::noinline, gnu::cold]] static void wake(Count& count) noexcept {
    if (count.armed.exchange(false, std::memory_order_acq_rel)) {
      count.bell->ring();
      return;
    }
    ::syscall(SYS_futex, static_cast<std::atomic<std::uint32_t>*>(&count), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
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

  /** As wait_beyond(), but for `most` only, or less. @return Whether there are more than `reaped`. */
  bool wait_beyond_for(std::uint32_t reaped, const timespec& most) noexcept {
    if (beyond(reaped) > 0) return true;
    consumer_sleeps_.store(true, std::memory_order_seq_cst);
    if (count_.load(std::memory_order_seq_cst) == reaped) Parts::sleep(count_, reaped, &most);
    consumer_sleeps_.store(false, std::memory_order_relaxed);
    return beyond(reaped) > 0;
  }

  /**
   * In the place of a sleep: have `bell` rung, once, when there are more than `reaped`. It may ring for nothing, and after disarm().
   *
   * @return false where there are more already: nothing is armed.
   */
  bool arm(std::uint32_t reaped, Bell& bell) noexcept {
    if (beyond(reaped) > 0) return false;
    count_.bell = &bell;
    count_.armed.store(true, std::memory_order_release);
    consumer_sleeps_.store(true, std::memory_order_seq_cst);
    if (count_.load(std::memory_order_seq_cst) == reaped) return true;
    disarm();
    return false;
  }

  /** Nobody waits for the bell any more. */
  void disarm() noexcept {
    consumer_sleeps_.store(false, std::memory_order_relaxed);
    count_.armed.store(false, std::memory_order_relaxed);
  }

  /** Whether the consumer sleeps: what is held back now keeps it from working. A hint. */
  bool consumer_sleeps() const noexcept { return consumer_sleeps_.load(std::memory_order_relaxed); }

 protected:
  alignas(FALSE_SHARING_BYTES) typename Parts::Count count_{0};
  typename Parts::Flag consumer_sleeps_{false};
};

using ReadyCount = BasicReadyCount<FutexParts>;

}  // namespace tswalk
