/**
 * How many workers serve: few while requests are answered from memory, more while they block in the kernel.
 *
 * In: what workers have seen of each share of requests: how many, how long it took, how often the thread went to sleep in it. Out: how many
 * workers there should be, between `least` and `most`. Any thread: the numbers are hints, and a lost update is made up for by the next.
 *
 *     least ──▶ a share blocks, and more is pending ──▶ one more worker ──▶ ... ──▶ most
 *           ◀── a share does not block ◀── one worker less ◀──
 *
 * Every worker that blocks adds one, so the pool doubles in the time that a request takes: from 2 workers to 32 in five of them. A worker
 * that blocks does not use its processor, so more of them cost nothing but memory; one that does not block has all that it can use.
 *
 * Measured with an open of 1 ms (ioq.test.cc): 2 workers have 2 requests under way, this has 32. Warm, nothing ever blocks so long, and
 * nothing changes but for two looks at the clock a share.
 */
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "timing.h"

namespace tswalk {

class Pace {
 public:
  /**
   * A request that takes longer is slow. Warm ones take 5 to 20 us, with four times as many threads as processors four times as long; a
   * solid state disk takes 80 and more, a network or a spinning disk a thousand.
   */
  static constexpr std::int64_t SLOW_NS = 60'000;

  /**
   * Of so many slow requests one at least must have put its thread to sleep: otherwise they waited for a processor (the machine
   * is busy, and more threads would not help), not for a device.
   */
  static constexpr std::int64_t REQUESTS_PER_SLEEP = 4;

  Pace(std::int32_t least, std::int32_t most) noexcept : least_(std::min(least, most)), most_(most), wanted_(least_) {}

  /** How many workers there should be. */
  std::int32_t wanted() const noexcept { return wanted_.load(std::memory_order_relaxed); }

  /** More than the least are wanted: requests block, and nobody shall take more of them than one at a time. */
  bool is_slow() const noexcept { return wanted() > least_; }

  static bool blocks(std::int64_t requests, std::int64_t elapsed_ns, std::int64_t sleeps) noexcept {
    return elapsed_ns >= requests * SLOW_NS && sleeps * REQUESTS_PER_SLEEP >= requests;
  }

  /** A share has been served. @param more Requests are pending that no worker has taken. */
  void note(bool has_blocked, bool more) noexcept {
    const std::int32_t now = wanted();
    if (has_blocked && more && now < most_) {
      wanted_.store(now + 1, std::memory_order_relaxed);
      grown_.fetch_add(1, std::memory_order_relaxed);
    } else if (!has_blocked && now > least_) {
      wanted_.store(now - 1, std::memory_order_relaxed);
      shrunk_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  std::int32_t least() const noexcept { return least_; }
  std::int32_t most() const noexcept { return most_; }
  std::int32_t grown() const noexcept { return grown_.load(std::memory_order_relaxed); }
  std::int32_t shrunk() const noexcept { return shrunk_.load(std::memory_order_relaxed); }

 private:
  const std::int32_t least_;
  const std::int32_t most_;
  std::atomic<std::int32_t> wanted_;
  std::atomic<std::int32_t> grown_{0};
  std::atomic<std::int32_t> shrunk_{0};
};

/** One worker's look at its shares, from `begin` to `end`. Sleeps are counted only after a share that was slow: it costs two system calls. */
class ShareWatch {
 public:
  void begin() noexcept {
    sleeps_ = suspects_ ? sleeps_so_far() : 0;
    began_ns_ = monotonic_ns();
  }

  /** @param requests How many have been served since `begin`, not 0. */
  void end(Pace& pace, std::int64_t requests, bool more) noexcept {
    const std::int64_t elapsed_ns = monotonic_ns() - began_ns_;
    const std::int64_t sleeps = suspects_ ? sleeps_so_far() - sleeps_ : 0;
    pace.note(suspects_ && Pace::blocks(requests, elapsed_ns, sleeps), more);
    suspects_ = elapsed_ns >= requests * Pace::SLOW_NS;
  }

 private:
  /** Times that this thread has given up its processor because it had to wait: getrusage(2), ru_nvcsw. */
  static std::int64_t sleeps_so_far() noexcept {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
  }

  std::int64_t began_ns_ = 0;
  std::int64_t sleeps_ = 0;
  bool suspects_ = false;
};

}  // namespace tswalk
