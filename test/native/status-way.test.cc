/** Which way statuses are asked for: what they cost, and what comes of it. */
#include "native/status-way.h"

#include "check.h"

using namespace tswalk;
using Way = StatusWay::Way;

namespace {

constexpr std::int64_t MS = 1'000'000;

/** What a device costs a status, each way, and whether a plain call of it blocks. */
struct Device {
  std::int64_t plain_ns;
  std::int64_t ring_ns;
  bool blocks;
};

/** Ask for `passes` of 256 statuses as a worker does. @return how many went through the ring. */
int ask(StatusWay& statuses, const Device& device, int passes) {
  int by_ring = 0;
  for (int pass = 0; pass < passes; ++pass) {
    int left = 256;
    Way now = statuses.begin_pass();
    while (left > 0 && now == Way::plain) {
      const int stretch = std::min(left, statuses.stretch());
      statuses.note_plain(stretch, stretch * device.plain_ns, device.blocks);
      left -= stretch;
      now = statuses.way();
    }
    if (left > 0) statuses.note_ring(left, left * device.ring_ns);
    by_ring += left;
  }
  return by_ring;
}

constexpr Device MEMORY{1'500, 4'000, false};
constexpr Device NETWORK{MS, MS / 16, true};
/** A disk that is no faster for many readers than for one. */
constexpr Device TAPE{MS, 2 * MS, true};

}  // namespace

TEST("answered from memory all is asked for plainly") {
  StatusWay statuses(true, 32);
  CHECK_EQUAL(ask(statuses, MEMORY, 1'000), 0);
  CHECK(!statuses.is_slow());
  CHECK_EQUAL(statuses.to_ring(), 0);
}

TEST("where plain calls block and the ring costs less nearly all goes through it, and plainly again once they do not") {
  StatusWay statuses(true, 32);
  for (int times = 1; times <= 3; ++times) {
    const int by_ring = ask(statuses, NETWORK, 100);
    CHECK(by_ring > 100 * 256 * 97 / 100);
    CHECK(by_ring < 100 * 256);
    CHECK(statuses.is_slow());
    // At the latest with the next trial.
    CHECK(ask(statuses, MEMORY, 100) <= StatusWay::TRY_EVERY * 256);
    CHECK(!statuses.is_slow());
    CHECK(statuses.way() == Way::plain);
    CHECK_EQUAL(statuses.to_ring(), times);
    CHECK_EQUAL(statuses.to_plain(), times);
  }
}

TEST("where the ring costs more it is tried now and then, and not kept") {
  StatusWay statuses(true, 32);
  ask(statuses, TAPE, 1);
  const int by_ring = ask(statuses, TAPE, 100 * StatusWay::TRY_EVERY);
  CHECK(by_ring > 0);
  CHECK(by_ring <= 100 * 256);
  CHECK(statuses.way() == Way::plain);
  CHECK(statuses.is_slow());
  // Until it is better.
  ask(statuses, NETWORK, 10 * StatusWay::TRY_EVERY);
  CHECK(statuses.way() == Way::ring);
}

TEST("without a ring the way is always plain, however slow") {
  StatusWay statuses(false, 32);
  CHECK_EQUAL(ask(statuses, NETWORK, 100), 0);
  CHECK(statuses.is_slow());
  CHECK_EQUAL(statuses.to_ring(), 0);
}

TEST("kernel threads are claimed once, and again when they have been given back") {
  StatusWay statuses(true, 31);
  CHECK_EQUAL(statuses.claim(), 31);
  CHECK_EQUAL(statuses.claim(), 0);
  statuses.give_back(31);
  CHECK_EQUAL(statuses.claim(), 31);
}
