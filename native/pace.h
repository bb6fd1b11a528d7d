/**
 * How many workers serve: few while requests are answered from memory, more while they block in the kernel.
 *
 * In: what workers have seen of each share of requests: how many, how long it took, how often the thread went to sleep in it. Out: how many
 * workers there should be, between `least` and `most`. Any thread: the numbers are hints, and a lost update is made up for by the next.
 *
 *     least ──▶ of the late shares a quarter blocks, and more is pending ──▶ one more worker, for each that blocks ──▶ ... ──▶ most
 *           ◀── one worker less ◀── a long row of shares did not block ◀──
 *
 * While all block, every share adds one, so the pool doubles in the time that a request takes: from 2 workers to 32 in five of them, after
 * the nine shares that make a quarter. A worker that blocks does not use its processor, so more of them cost nothing but memory; one that
 * does not block has all that it can use. Between the two marks nothing changes: on a cold cache most requests
 * find what others have read, and a pool that follows each of them starts and ends a thread for every ninth directory (14,517 more, 14,516
 * fewer in a walk of 127,401).
 *
 * Measured with an open of 1 ms (ioq.test.cc): 2 workers have 2 requests under way, this has 32. Warm, nothing ever blocks so long, and
 * nothing changes but for two looks at the clock a share.
 */
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace tswalk {

class Pace {
 public:
  /**
   * A request that takes longer is slow. Warm ones take 5 to 20 us, with four times as many threads as processors four times as long; a
   * solid state disk takes 80 and more, a network or a spinning disk a thousand.
   */
  static constexpr std::int64_t SLOW_NS = 60'000;

  /** The part of the late shares that blocks, of ALL; a mean that forgets: the weight of a share is a WINDOW-th of those before it. */
  static constexpr std::int32_t ALL = 1 << 16;
  static constexpr std::int32_t WINDOW = 32;

  /**
   * From here on there are more. Those that block take ten times as long, so that of a quarter the workers are blocked most of the time.
   * A machine that is busy, but not slow, has one such share in a thousand.
   */
  static constexpr std::int32_t GROWS_AT = ALL / 4;

  /** So many shares in a row without one that blocks take one worker away. Where a tenth of all blocks, one row of a thousand is so long. */
  static constexpr std::int32_t CALM = 64;

  Pace(std::int32_t least, std::int32_t most) noexcept : least_(std::min(least, most)), most_(most), wanted_(least_) {}

  /** How many workers there should be. */
  std::int32_t wanted() const noexcept { return wanted_.load(std::memory_order_relaxed); }

  /** Requests block, or have lately: nobody shall take more of them than one at a time, and each is to be begun on a thread of its own. */
  bool is_slow() const noexcept {
    return wanted() > least_ || blocking_.load(std::memory_order_relaxed) >= ALL / WINDOW / 2;
  }

  /** A share has been served. @param more Requests are pending that no worker has taken. */
  void note(bool has_blocked, bool more) noexcept {
    const std::int32_t now = wanted();
    const std::int32_t before = blocking_.load(std::memory_order_relaxed);
    // A warm walk writes nothing here: the workers share these words.
    if (!has_blocked && before == 0 && now == least_) [[likely]] return;
    const std::int32_t blocking = before + (((has_blocked ? ALL : 0) - before) >> WINDOW_SHIFT);
    blocking_.store(blocking, std::memory_order_relaxed);
    const std::int32_t calm = has_blocked ? 0 : calm_.load(std::memory_order_relaxed) + 1;
    calm_.store(calm < CALM ? calm : 0, std::memory_order_relaxed);
    if (has_blocked && more && blocking >= GROWS_AT && now < most_) {
      wanted_.store(now + 1, std::memory_order_relaxed);
      grown_.fetch_add(1, std::memory_order_relaxed);
    } else if (calm >= CALM && now > least_) {
      wanted_.store(now - 1, std::memory_order_relaxed);
      shrunk_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  std::int32_t least() const noexcept { return least_; }
  std::int32_t most() const noexcept { return most_; }
  std::int32_t grown() const noexcept { return grown_.load(std::memory_order_relaxed); }
  std::int32_t shrunk() const noexcept { return shrunk_.load(std::memory_order_relaxed); }

 private:
  static constexpr int WINDOW_SHIFT = 5;
  static_assert(1 << WINDOW_SHIFT == WINDOW);

  const std::int32_t least_;
  const std::int32_t most_;
  std::atomic<std::int32_t> wanted_;
  std::atomic<std::int32_t> blocking_{0};
  /** Shares without one that blocks, since the last that did, or took a worker away. */
  std::atomic<std::int32_t> calm_{0};
  std::atomic<std::int32_t> grown_{0};
  std::atomic<std::int32_t> shrunk_{0};
};

}  // namespace tswalk
