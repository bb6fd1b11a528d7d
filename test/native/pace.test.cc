/** How many workers are wanted: what is told of shares, and what comes of it. */
#include "native/pace.h"

#include "check.h"

using namespace tswalk;

TEST("a share blocks where its requests are slow and their thread has slept") {
  constexpr std::int64_t SLOW = Pace::SLOW_NS;
  CHECK(Pace::blocks(1, SLOW, 1));
  CHECK(Pace::blocks(16, 16 * SLOW, 4));
  CHECK(!Pace::blocks(16, 16 * SLOW, 3));
  CHECK(!Pace::blocks(1, SLOW - 1, 1));
  // Slow for want of a processor.
  CHECK(!Pace::blocks(16, 1'000 * SLOW, 0));
}

TEST("each share that blocks adds a worker where there is work for one, each that does not takes one away") {
  Pace pace(2, 4);
  CHECK_EQUAL(pace.wanted(), 2);
  CHECK(!pace.is_slow());
  pace.note(true, false);
  CHECK_EQUAL(pace.wanted(), 2);
  pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 3);
  CHECK(pace.is_slow());
  for (int i = 0; i < 3; ++i) pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 4);
  pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 3);
  for (int i = 0; i < 3; ++i) pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 2);
  CHECK_EQUAL(pace.grown(), 2);
  CHECK_EQUAL(pace.shrunk(), 2);
}

TEST("the least is never more than the most") {
  const Pace pace(8, 3);
  CHECK_EQUAL(pace.wanted(), 3);
  CHECK(!pace.is_slow());
}
