/** Whether requests block: what a thread sees of them. */
#include "native/block-watch.h"

#include <time.h>

#include "check.h"

using namespace tswalk;

namespace {

constexpr std::int64_t SLOW = 60'000;

void sleep_for(long ns) {
  const timespec span{0, ns};
  ::nanosleep(&span, nullptr);
}

void work_for(std::int64_t ns) {
  for (const std::int64_t begun = monotonic_ns(); monotonic_ns() - begun < ns;) {
  }
}

}  // namespace

TEST("a stretch blocks where its requests are slow and their thread has slept") {
  const BlockWatch watch(SLOW);
  CHECK(watch.blocks(1, SLOW, 1));
  CHECK(watch.blocks(16, 16 * SLOW, 4));
  CHECK(!watch.blocks(16, 16 * SLOW, 3));
  CHECK(!watch.blocks(1, SLOW - 1, 1));
  // Slow for want of a processor.
  CHECK(!watch.blocks(16, 1'000 * SLOW, 0));
  CHECK(!watch.blocks(1, 1'000 * SLOW, 0));
}

TEST("a thread that sleeps in its requests is seen, from the first stretch on; one that works is not, however long") {
  BlockWatch watch(SLOW);
  for (int i = 0; i < 3; ++i) {
    watch.begin();
    sleep_for(1'000'000);
    CHECK(watch.end(1));
    CHECK(watch.elapsed_ns() >= 1'000'000);
    CHECK(watch.suspects());
  }
  watch.begin();
  work_for(1'000'000);
  CHECK(!watch.end(1));
}

TEST("after a stretch that was not slow it takes two that block") {
  BlockWatch watch(SLOW);
  watch.begin();
  // So many that they were certainly quick.
  CHECK(!watch.end(1'000'000'000));
  CHECK(!watch.suspects());
  watch.begin();
  sleep_for(1'000'000);
  CHECK(!watch.end(1));
  CHECK(watch.suspects());
  watch.begin();
  sleep_for(1'000'000);
  CHECK(watch.end(1));
}
