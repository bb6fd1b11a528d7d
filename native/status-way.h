/**
 * Which way the statuses of a big directory are asked for: by plain calls, one after the other, or through an io_uring, many at once.
 *
 * In: what stretches of them have cost, each way. Out: the way of the next one. One object for all workers of a queue; any thread: the
 * numbers are hints, and a lost update is made up for by the next.
 *
 *     calm: plain ──▶ a stretch blocks ──▶ slow: the way that costs less, of which the other is tried now and then
 *                 ◀── a plain stretch does not block ◀──
 *
 * A status through the ring always goes to a kernel thread and back, which on a warm cache costs three times a plain call (backend.cc). But
 * a request is a whole directory, and one thread has one plain call under way: where those block, a directory of 10,000 files waits
 * 10,000 times, however many workers there are. Through the ring as many are under way as there may be kernel threads: as many
 * as the queue may have workers, for all rings together, of which a ring takes what the others leave (`claim`).
 *
 * Opens need no such choice. One request is one open, so more workers (pace.h) have as many under way as a ring would, and a ring only puts
 * another thread in between: they go through the ring while they are answered from memory, and by plain calls while they block.
 * Measured on a cold ext4 (20,400 directories, load 15, in turns, least of three): all opens by ring 1.09 s of system time and 74,500
 * switches, plainly 0.82 s and 36,600, the wall clock alike (2.2 and 1.9 s).
 */
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace tswalk {

class StatusWay {
 public:
  enum class Way : std::int32_t { plain, ring };

  /**
   * A status that takes longer is slow. A warm one takes 1 to 2 us, on a machine that is busy four times as long, and a disk 80 at
   * least; but of those that lie beside one another, the disk is waited for once for 16 or more.
   */
  static constexpr std::int64_t SLOW_NS = 10'000;

  /**
   * A directory with fewer entries in its chunk is asked plainly and not looked at: its statuses are soon done, and there are others
   * beside it, for other workers.
   */
  static constexpr std::int32_t BIG = 64;

  /** Statuses of a stretch of plain calls: long enough that the clock costs nothing, short enough that little is lost where they block. */
  static constexpr std::int32_t STRETCH = 32;
  /** And where they are known to block, for a look whether they still do: one thirty-second of a pass. */
  static constexpr std::int32_t TRIAL = 8;

  /** While statuses are slow, every so many passes begin the other way. */
  static constexpr std::int32_t TRY_EVERY = 8;

  /**
   * @param has_choice     Whether there is a ring to go over to; without one the way is always plain.
   * @param kernel_threads How many may block for all rings together, beside the one that each has.
   */
  StatusWay(bool has_choice, std::int32_t kernel_threads) noexcept : has_choice_(has_choice), unclaimed_(kernel_threads) {}

  /** There are two ways to choose from. */
  bool has_choice() const noexcept { return has_choice_; }

  /** Plain calls block. */
  bool is_slow() const noexcept { return is_slow_.load(std::memory_order_relaxed); }

  /** The way that is thought to cost less. */
  Way way() const noexcept { return way_.load(std::memory_order_relaxed); }

  /** A pass begins. @return its way; after a stretch of plain calls there is `way` to be asked. */
  Way begin_pass() noexcept {
    if (!has_choice_ || !is_slow()) [[likely]] return Way::plain;
    const Way now = way();
    if (passes_.fetch_add(1, std::memory_order_relaxed) % TRY_EVERY != TRY_EVERY - 1) return now;
    return now == Way::plain ? Way::ring : Way::plain;
  }

  /** How many statuses the next stretch of plain calls has. */
  std::int32_t stretch() const noexcept { return is_slow() ? TRIAL : STRETCH; }

  /** `count` statuses have been had by plain calls. */
  void note_plain(std::int64_t count, std::int64_t elapsed_ns, bool blocked) noexcept {
    if (!blocked) {
      if (!is_slow()) [[likely]] return;
      is_slow_.store(false, std::memory_order_relaxed);
      cost_ns_[RING].store(0, std::memory_order_relaxed);
      cost_ns_[PLAIN].store(0, std::memory_order_relaxed);
      choose(Way::plain);
      return;
    }
    is_slow_.store(true, std::memory_order_relaxed);
    note_cost(PLAIN, elapsed_ns / count);
  }

  /** `count` statuses have been had through a ring, in `elapsed_ns` all together. */
  void note_ring(std::int64_t count, std::int64_t elapsed_ns) noexcept {
    if (is_slow()) note_cost(RING, elapsed_ns / count);
  }

  /** Take kernel threads for a ring, as many as are left. They are to be given back. */
  std::int32_t claim() noexcept { return unclaimed_.exchange(0, std::memory_order_relaxed); }
  void give_back(std::int32_t claimed) noexcept { unclaimed_.fetch_add(claimed, std::memory_order_relaxed); }

  /** How many may be claimed now. */
  std::int32_t unclaimed() const noexcept { return unclaimed_.load(std::memory_order_relaxed); }

  /** How often statuses have changed to the ring, and to plain calls. */
  std::int32_t to_ring() const noexcept { return to_ring_.load(std::memory_order_relaxed); }
  std::int32_t to_plain() const noexcept { return to_plain_.load(std::memory_order_relaxed); }

 private:
  static constexpr int PLAIN = 0, RING = 1;

  void note_cost(int way, std::int64_t ns) noexcept {
    const std::int64_t before = cost_ns_[way].load(std::memory_order_relaxed);
    // A mean that forgets: of the last four, mostly. Never 0, which is a way that has not been tried.
    cost_ns_[way].store(std::max<std::int64_t>(1, before == 0 ? ns : before + (ns - before) / 4), std::memory_order_relaxed);
    choose(cost_ns_[RING].load(std::memory_order_relaxed) < cost_ns_[PLAIN].load(std::memory_order_relaxed) ? Way::ring : Way::plain);
  }

  void choose(Way way) noexcept {
    if (!has_choice_ || way_.exchange(way, std::memory_order_relaxed) == way) return;
    (way == Way::ring ? to_ring_ : to_plain_).fetch_add(1, std::memory_order_relaxed);
  }

  const bool has_choice_;
  std::atomic<bool> is_slow_{false};
  std::atomic<Way> way_{Way::plain};
  std::atomic<std::uint32_t> passes_{0};
  std::atomic<std::int64_t> cost_ns_[2] = {};
  std::atomic<std::int32_t> unclaimed_;
  std::atomic<std::int32_t> to_ring_{0};
  std::atomic<std::int32_t> to_plain_{0};
};

}  // namespace tswalk
