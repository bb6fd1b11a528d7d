/**
 * Whether requests block in the kernel: what a thread sees of a stretch of them, from `begin` to `end`.
 *
 * In: how many requests there were. Out: whether they blocked, and how long it took. Used by the thread that serves them. A stretch that is
 * answered from memory costs two looks at the clock; how often the thread went to sleep is counted only where the stretch before was slow,
 * and in the first one: that costs two system calls. So it takes two slow stretches to see that requests have begun to block.
 */
#pragma once

#include <sys/resource.h>

#include <cstdint>

#include "timing.h"

namespace tswalk {

class BlockWatch {
 public:
  /**
   * Of so many slow requests one at least must have put its thread to sleep: otherwise they waited for a processor (the machine
   * is busy, and more threads would not help), not for a device.
   */
  static constexpr std::int64_t REQUESTS_PER_SLEEP = 4;

  /** @param slow_ns A request that takes longer is slow. */
  explicit constexpr BlockWatch(std::int64_t slow_ns) noexcept : slow_ns_(slow_ns) {}

  void begin() noexcept {
    sleeps_ = suspects_ ? sleeps_so_far() : 0;
    began_ns_ = monotonic_ns();
  }

  /** @param requests How many have been served since `begin`, not 0. @return Whether they have blocked. */
  bool end(std::int64_t requests) noexcept {
    elapsed_ns_ = monotonic_ns() - began_ns_;
    const std::int64_t sleeps = suspects_ ? sleeps_so_far() - sleeps_ : 0;
    suspects_ = elapsed_ns_ >= requests * slow_ns_;
    return blocks(requests, elapsed_ns_, sleeps);
  }

  bool blocks(std::int64_t requests, std::int64_t elapsed_ns, std::int64_t sleeps) const noexcept {
    return elapsed_ns >= requests * slow_ns_ && sleeps > 0 && sleeps * REQUESTS_PER_SLEEP >= requests;
  }

  /** The last stretch was slow: whether its requests blocked the next one tells. */
  bool suspects() const noexcept { return suspects_; }
  /** How long the last stretch took. */
  std::int64_t elapsed_ns() const noexcept { return elapsed_ns_; }

 private:
  /** Times that this thread has given up its processor because it had to wait: getrusage(2), ru_nvcsw. */
  static std::int64_t sleeps_so_far() noexcept {
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
  }

  const std::int64_t slow_ns_;
  std::int64_t began_ns_ = 0;
  std::int64_t elapsed_ns_ = 0;
  std::int64_t sleeps_ = 0;
  bool suspects_ = true;
};

}  // namespace tswalk
