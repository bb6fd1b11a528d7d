/**
 * The queue object on a file system that is slow for a while: how many workers serve, and which way they go, there and back.
 *
 * The delays are the test's own: before a request, or before a status that is asked for by a plain call. What goes through a ring is as
 * fast as it is, so the choice between the two ways can be seen to be made by what they cost.
 */
// sources: native/backend.cc native/dirent-pack.cc native/dispatch-sync.cc native/dispatch-uring.cc native/ioq.cc native/open-directory.cc native/ring.cc native/service.cc native/stat-convert.cc native/worker.cc
// libs: uring
#include "native/ioq.h"

#include <time.h>

#include <atomic>
#include <string>
#include <vector>

#include "check.h"
#include "slab-queue.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

constexpr std::int32_t EVERY_TYPE = -1;

bool has_ring() {
  static const bool has = choose_dispatch("uring") == Dispatch::uring;
  return has;
}

std::vector<std::int32_t> numbers(std::int32_t from, std::int32_t to) {
  std::vector<std::int32_t> all;
  for (; from < to; ++from) all.push_back(from);
  return all;
}

/** What a slow file system does to each request, and how many there are in it at once. */
std::atomic<int> in_service{0}, most_in_service{0};
std::atomic<long> delay_ns{0};

void be_slow() noexcept {
  const timespec delay{0, delay_ns.load()};
  if (delay.tv_nsec == 0) return;
  const int now = in_service.fetch_add(1) + 1;
  int most = most_in_service.load();
  while (now > most && !most_in_service.compare_exchange_weak(most, now)) {
  }
  ::nanosleep(&delay, nullptr);
  in_service.fetch_sub(1);
}

/** What it does to each status that is asked for plainly. */
std::atomic<long> status_delay_ns{0};

void be_slow_for(long ns) noexcept {
  const timespec delay{0, ns};
  ::nanosleep(&delay, nullptr);
}

void be_slow_in_status() noexcept {
  if (status_delay_ns > 0) be_slow_for(status_delay_ns);
}

/** Keep `queue` full of opens of `path` until `count` have been answered. */
void keep_busy(SlabQueue& queue, const std::string& path, int count) {
  const int depth = queue.ioq().depth();
  for (int i = 0; i < depth; ++i) queue.prepare_open(i, path);
  queue.submit(numbers(0, depth));
  for (int submitted = depth, answered = 0; answered < submitted;) {
    std::vector<std::int32_t> again;
    for (const std::int32_t number : queue.reap(1)) {
      ++answered;
      CHECK_EQUAL(queue.slot(number)->result, 0);
      if (submitted < count) again.push_back(number), ++submitted, queue.prepare_open(number, path);
    }
    CHECK_EQUAL(queue.submit(again), again.size());
  }
}

}  // namespace

TEST("while requests block there are more workers, up to the bound; once they do not, as few as before") {
  const TemporaryDirectory tree;
  for (const Dispatch dispatch : {Dispatch::sync, Dispatch::opens_by_ring}) {
    SlabQueue queue({.depth = 64, .workers = 24, .least_workers = 2, .dispatch = dispatch, .before_service = be_slow});
    const Pace& pace = queue.ioq().pace();
    const auto wait_for_few = [&] {
      // Others may keep the disk from us, and the processors: until every worker has had its turn.
      for (int round = 0; round < 100 && pace.wanted() > 2; ++round) keep_busy(queue, tree.path(), 2'000);
    };
    keep_busy(queue, tree.path(), 2'000);
    wait_for_few();
    CHECK_EQUAL(pace.wanted(), 2);

    for (int times = 0; times < 2; ++times) {
      delay_ns = 1'000'000;
      most_in_service = 0;
      keep_busy(queue, tree.path(), 2'000);
      CHECK_EQUAL(queue.ioq().workers_started(), 24);
      CHECK(most_in_service >= 16);
      CHECK(most_in_service <= 24);

      delay_ns = 0;
      wait_for_few();
      CHECK_EQUAL(pace.wanted(), 2);
    }
    // There and back twice, and little beside.
    CHECK(pace.grown() >= 2 * 22);
    CHECK(pace.grown() <= 3 * 22);
    CHECK_EQUAL(pace.shrunk(), pace.grown());
  }
}

TEST("workers that leave, come back and are cancelled meanwhile lose nothing") {
  const TemporaryDirectory tree;
  const int before = count_open_descriptors();
  for (int round = 0; round < 20; ++round) {
    SlabQueue queue({.depth = 64, .workers = 16, .least_workers = 1, .dispatch = Dispatch::opens_by_ring, .before_service = be_slow});
    for (int part = 0; part < 4; ++part) {
      delay_ns = part % 2 == 0 ? 300'000 : 0;
      keep_busy(queue, tree.path(), 150);
    }
    delay_ns = 200'000;
    for (int i = 0; i < 64; ++i) queue.prepare_open(i, tree.path());
    CHECK_EQUAL(queue.submit(numbers(0, 64)), 64);
    queue.ioq().cancel();
    CHECK_EQUAL(queue.reap(64).size(), 64);
  }
  delay_ns = 0;
  CHECK_EQUAL(count_open_descriptors(), before);
}

TEST("opens go through the ring while they do not block, by plain calls while they do, and through the ring again") {
  if (!has_ring()) return;
  const TemporaryDirectory tree;
  SlabQueue queue({.depth = 64, .workers = 8, .least_workers = 2, .dispatch = Dispatch::opens_by_ring, .before_service = be_slow});
  const auto by_ring = [&] { return queue.ioq().served(Counted::opendir, true); };
  const auto calm_down = [&] {
    for (int round = 0; round < 100 && queue.ioq().pace().is_slow(); ++round) keep_busy(queue, tree.path(), 2'000);
    const std::int64_t before = by_ring();
    keep_busy(queue, tree.path(), 2'000);
    return by_ring() - before;
  };
  CHECK(calm_down() > 1'000);
  for (int times = 0; times < 2; ++times) {
    delay_ns = 1'000'000;
    keep_busy(queue, tree.path(), 300);
    const std::int64_t before = by_ring();
    keep_busy(queue, tree.path(), 300);
    CHECK_EQUAL(by_ring(), before);
    delay_ns = 0;
    CHECK(calm_down() > 1'000);
  }
}

TEST("statuses of a big directory go through the ring while plain calls block, and plainly while they do not") {
  if (!has_ring()) return;
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", 600);
  SlabQueue queue({.depth = 8, .workers = 2, .dispatch = Dispatch::opens_by_ring, .before_status = be_slow_in_status});
  const StatusWay& statuses = queue.ioq().statuses();
  const auto list = [&](int times) {
    while (times-- > 0) {
      const auto all = queue.list(tree.path("d"), 0, EVERY_TYPE);
      CHECK_EQUAL(all.size(), 600);
      for (const auto& [name, entry] : all) CHECK(entry.has_status && entry.status.result == 0);
    }
  };
  list(20);
  CHECK_EQUAL(queue.ioq().served(Counted::stat, true), 0);
  for (int times = 1; times <= 2; ++times) {
    const std::int64_t plain = queue.ioq().served(Counted::stat, false);
    const std::int64_t by_ring = queue.ioq().served(Counted::stat, true);
    status_delay_ns = 1'000'000;
    list(10);
    CHECK(statuses.way() == StatusWay::Way::ring);
    CHECK_EQUAL(statuses.to_ring(), times);
    CHECK(queue.ioq().served(Counted::stat, true) - by_ring > 5'000);
    CHECK(queue.ioq().served(Counted::stat, false) - plain < 1'000);

    status_delay_ns = 0;
    list(10);
    CHECK(statuses.way() == StatusWay::Way::plain);
    CHECK_EQUAL(statuses.to_plain(), times);
    // The kernel threads that a ring took for it are there for the next one. It gives them back after its answer.
    for (int i = 0; i < 1'000 && statuses.unclaimed() < 2; ++i) be_slow_for(1'000'000);
    CHECK_EQUAL(statuses.unclaimed(), 2);
  }
}

TEST("statuses of small directories are asked for plainly, however slow") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", StatusWay::BIG - 1);
  SlabQueue queue({.depth = 8, .workers = 2, .dispatch = Dispatch::opens_by_ring, .before_status = be_slow_in_status});
  status_delay_ns = 300'000;
  for (int times = 0; times < 5; ++times) CHECK_EQUAL(queue.list(tree.path("d"), 0, EVERY_TYPE).size(), StatusWay::BIG - 1);
  status_delay_ns = 0;
  CHECK_EQUAL(queue.ioq().served(Counted::stat, true), 0);
  CHECK_EQUAL(queue.ioq().statuses().to_ring(), 0);
}
