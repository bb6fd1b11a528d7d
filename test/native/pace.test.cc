/** How many workers are wanted: what is told of shares, and what comes of it. */
#include "native/pace.h"

#include "check.h"

using namespace tswalk;

namespace {

/** Tell of `count` shares, of which every `every`th blocks, while more is pending. */
void note_some(Pace& pace, int count, int every) {
  for (int i = 1; i <= count; ++i) pace.note(i % every == 0, true);
}

}  // namespace

TEST("once a quarter of the late shares has blocked, each that blocks adds a worker where there is work for one, up to the most") {
  Pace pace(2, 6);
  CHECK_EQUAL(pace.wanted(), 2);
  for (int i = 0; i < 9; ++i) pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 2);
  pace.note(true, false);
  CHECK_EQUAL(pace.wanted(), 2);
  pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 3);
  pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 4);
  for (int i = 0; i < 9; ++i) pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 6);
  CHECK_EQUAL(pace.grown(), 4);
}

TEST("a long row of shares that do not block takes one worker away, and the next row the next") {
  Pace pace(2, 4);
  for (int i = 0; i < 100; ++i) pace.note(true, true);
  CHECK_EQUAL(pace.wanted(), 4);
  for (int i = 0; i < Pace::CALM - 1; ++i) pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 4);
  pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 3);
  for (int i = 0; i < Pace::CALM - 1; ++i) pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 3);
  pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 2);
  for (int i = 0; i < 10 * Pace::CALM; ++i) pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 2);
  CHECK_EQUAL(pace.grown(), 2);
  CHECK_EQUAL(pace.shrunk(), 2);
}

TEST("a share that blocks now and then neither adds workers nor sends any away") {
  Pace pace(2, 32);
  note_some(pace, 100'000, 50);
  CHECK_EQUAL(pace.grown(), 0);
  note_some(pace, 100, 1);
  CHECK_EQUAL(pace.wanted(), 32);
  // A cold cache: most requests find what others have read.
  note_some(pace, 100'000, 10);
  CHECK_EQUAL(pace.wanted(), 32);
  CHECK_EQUAL(pace.grown(), 30);
  CHECK_EQUAL(pace.shrunk(), 0);
}

TEST("requests are slow from the first share that blocks until long after the last one, and as long as there are more workers than the least") {
  Pace pace(2, 3);
  CHECK(!pace.is_slow());
  pace.note(true, false);
  CHECK(pace.is_slow());
  note_some(pace, 20, 1'000);
  CHECK(pace.is_slow());
  note_some(pace, 20, 1'000);
  CHECK(!pace.is_slow());
  note_some(pace, 20, 1);
  CHECK_EQUAL(pace.wanted(), 3);
  note_some(pace, Pace::CALM - 1, 1'000);
  CHECK(pace.is_slow());
  pace.note(false, true);
  CHECK_EQUAL(pace.wanted(), 2);
  note_some(pace, 200, 1'000);
  CHECK(!pace.is_slow());
}

TEST("the least is never more than the most") {
  const Pace pace(8, 3);
  CHECK_EQUAL(pace.wanted(), 3);
  CHECK(!pace.is_slow());
}
