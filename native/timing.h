/**
 * How long requests take, and how many were under way when: measured for who wants to know (-D io), for nobody else.
 *
 * In: the time of a request's submission and of its answer, and each change of how many are in flight. Out: for each kind of request a
 * histogram of latencies, and a course of depths. Latencies may be noted by any thread, depths by the submitting one.
 *
 *     latency bucket := the three bits below the highest one that is set: at most an eighth too high, up to 2^63 ns
 *     depth course   := COLUMNS columns of equal length; where they are full, two become one and the length doubles
 */
#pragma once

#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "layout.h"

namespace tswalk {

/** What is counted and measured, each by itself. */
enum class Counted { close, opendir, read, stat, unlink };
inline constexpr int COUNTED_KINDS = 5;

inline std::int64_t monotonic_ns() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

/** Counts of latencies by their length. */
class LatencyHistogram {
 public:
  /** Shorter latencies than this have a bucket for each nanosecond. */
  static constexpr std::uint64_t FINE = 8;
  static constexpr std::size_t BUCKETS = 8 * 62;

  static std::size_t bucket_of(std::int64_t ns) noexcept {
    const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(ns, 0));
    if (length < FINE) return length;
    const int below = std::bit_width(length) - 4;
    return static_cast<std::size_t>(8 * (below + 1)) + ((length >> below) & 7);
  }

  /** The longest latency that is in the bucket. */
  static double upper_ns(std::size_t bucket) noexcept {
    if (bucket < FINE) return static_cast<double>(bucket);
    const std::size_t below = bucket / 8 - 1;
    return static_cast<double>(((std::uint64_t{8} + bucket % 8 + 1) << below) - 1);
  }

  void note(std::int64_t ns) noexcept { counts_[bucket_of(ns)].fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t count(std::size_t bucket) const noexcept { return counts_[bucket].load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::uint64_t>, BUCKETS> counts_{};
};

/** How many requests were in flight in the course of time. */
class DepthCourse {
 public:
  static constexpr std::size_t COLUMNS = 64;
  static constexpr std::int64_t FIRST_COLUMN_NS = 10'000;

  /** From `now` on there are `depth`. */
  void note(std::int32_t depth, std::int64_t now) noexcept {
    if (began_ == 0) began_ = at_ = now;
    while (now - began_ > column_ns_ * static_cast<std::int64_t>(COLUMNS)) fold();
    while (at_ < now) {
      const std::int64_t column = (at_ - began_) / column_ns_;
      const std::int64_t end = std::min(now, began_ + (column + 1) * column_ns_);
      sums_[static_cast<std::size_t>(column)] += static_cast<double>(depth_) * static_cast<double>(end - at_);
      at_ = end;
    }
    depth_ = depth;
    most_ = std::max(most_, depth);
  }

  std::int64_t column_ns() const noexcept { return column_ns_; }
  std::int32_t most() const noexcept { return most_; }
  /** Columns that have begun. */
  std::size_t columns() const noexcept { return static_cast<std::size_t>((at_ - began_ + column_ns_ - 1) / column_ns_); }

  /** How many there were on an average in a column, as far as it has gone. */
  double mean(std::size_t column) const noexcept {
    const std::int64_t gone = std::min(column_ns_, at_ - began_ - static_cast<std::int64_t>(column) * column_ns_);
    return gone <= 0 ? 0 : sums_[column] / static_cast<double>(gone);
  }

 private:
  void fold() noexcept {
    for (std::size_t i = 0; i < COLUMNS; ++i) {
      sums_[i] = 2 * i + 1 < COLUMNS ? sums_[2 * i] + sums_[2 * i + 1] : 0;
    }
    column_ns_ *= 2;
  }

  std::array<double, COLUMNS> sums_{};
  std::int64_t column_ns_ = FIRST_COLUMN_NS;
  std::int64_t began_ = 0;
  std::int64_t at_ = 0;
  std::int32_t depth_ = 0;
  std::int32_t most_ = 0;
};

struct Timing {
  std::array<LatencyHistogram, COUNTED_KINDS> latencies;
  DepthCourse depths;

  /** A request for `operation` has been answered, `ns` after it was submitted. */
  void answered(Operation operation, std::int64_t ns) noexcept {
    switch (operation) {
      case Operation::close:
      case Operation::closedir:
        return note(Counted::close, ns);
      case Operation::opendir:
        return note(Counted::opendir, ns);
      case Operation::read:
        return note(Counted::read, ns);
      case Operation::stat:
        return note(Counted::stat, ns);
      case Operation::unlink:
        return note(Counted::unlink, ns);
      default:
        return;
    }
  }

 private:
  void note(Counted kind, std::int64_t ns) noexcept { latencies[static_cast<std::size_t>(kind)].note(ns); }
};

}  // namespace tswalk
