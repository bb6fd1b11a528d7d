/** What -D io shows is measured right: latencies to an eighth, depths over any length of time. */
// variants: plain address
#include "native/timing.h"

#include <cmath>

#include "check.h"

using tswalk::Counted;
using tswalk::DepthCourse;
using tswalk::LatencyHistogram;
using tswalk::Operation;
using tswalk::Timing;

namespace {

TEST("every latency is in a bucket that ends at most an eighth above it") {
  std::size_t before = 0;
  for (std::int64_t ns = 0; ns < std::int64_t{1} << 61; ns = ns < 64 ? ns + 1 : ns + ns / 7) {
    const std::size_t bucket = LatencyHistogram::bucket_of(ns);
    CHECK(bucket < LatencyHistogram::BUCKETS);
    CHECK(bucket >= before);
    const double upper = LatencyHistogram::upper_ns(bucket);
    CHECK(upper >= static_cast<double>(ns) * (1 - 1e-12));
    CHECK(upper <= static_cast<double>(ns) * 1.125 + 1e-9);
    before = bucket;
  }
}

TEST("the longest of a bucket is in it and the next is not") {
  for (std::size_t bucket = 0; bucket < 8 * 48; ++bucket) {
    const auto upper = static_cast<std::int64_t>(LatencyHistogram::upper_ns(bucket));
    CHECK(LatencyHistogram::bucket_of(upper) == bucket);
    CHECK(LatencyHistogram::bucket_of(upper + 1) == bucket + 1);
  }
}

TEST("a clock that goes back counts as nothing") { CHECK(LatencyHistogram::bucket_of(-5) == 0); }

TEST("answers are noted by kind") {
  static Timing timing;
  timing.answered(Operation::opendir, 100);
  timing.answered(Operation::closedir, 3);
  timing.answered(Operation::close, 3);
  timing.answered(Operation::nop, 3);
  const auto count = [&](Counted kind, std::int64_t ns) {
    return timing.latencies[static_cast<std::size_t>(kind)].count(LatencyHistogram::bucket_of(ns));
  };
  CHECK(count(Counted::opendir, 100) == 1);
  CHECK(count(Counted::close, 3) == 2);
  CHECK(count(Counted::read, 3) == 0);
  CHECK(count(Counted::stat, 3) == 0);
}

TEST("a column has the mean of its time") {
  DepthCourse course;
  constexpr std::int64_t BEGIN = 1'000'000;
  constexpr std::int64_t COLUMN = DepthCourse::FIRST_COLUMN_NS;
  course.note(4, BEGIN);
  course.note(8, BEGIN + COLUMN / 2);
  course.note(2, BEGIN + COLUMN);
  course.note(0, BEGIN + COLUMN + COLUMN / 2);
  CHECK(course.columns() == 2);
  CHECK(course.mean(0) == 6);
  CHECK(course.mean(1) == 2);
  CHECK(course.most() == 8);
}

TEST("columns grow with the time") {
  DepthCourse course;
  constexpr std::int64_t BEGIN = 5;
  constexpr std::int64_t HOUR = std::int64_t{3600} * 1'000'000'000;
  course.note(3, BEGIN);
  for (std::int64_t at = BEGIN; at < BEGIN + HOUR; at += HOUR / 1000) course.note(3, at);
  course.note(0, BEGIN + HOUR);
  CHECK(course.columns() <= DepthCourse::COLUMNS);
  CHECK(course.columns() > DepthCourse::COLUMNS / 2 - 1);
  for (std::size_t i = 0; i < course.columns(); ++i) CHECK(std::abs(course.mean(i) - 3) < 1e-6);
  CHECK(course.column_ns() * static_cast<std::int64_t>(course.columns()) >= HOUR);
}

}  // namespace
