// variants: plain
/**
 * The explorer itself: it counts what can be counted by hand, allows what the memory model allows, forbids what that forbids, and
 * finds the classical mistakes. (Not under sanitizers: they do not follow fibers whose stacks are copied.)
 */
#include "explore.h"

#include <array>
#include <mutex>
#include <string>

#include "check.h"
#include "model-atomics.h"

using namespace explore;

namespace {

constexpr auto RELAXED = std::memory_order_relaxed;

/** Add a thread that increments `counter` some times. */
void add_counting(Explorer& explorer, ModelCounter& counter, int times) {
  explorer.add_thread([&counter, times] {
    for (int i = 0; i < times; ++i) counter.fetch_add(1, RELAXED);
  });
}

/** A writer fills an item and then sets a flag; a reader takes the item where it finds the flag set. */
Result pass_message(std::memory_order store, std::memory_order load) {
  Explorer explorer({.stale = true});
  ModelSlot flag;
  explorer.add_thread([&] {
    explorer.fill(0);
    flag.store(1, store);
  });
  explorer.add_thread([&] {
    if (flag.load(load) == 1) explorer.take(0);
  });
  return explorer.run([] {});
}

}  // namespace

TEST("interleavings are counted as combinatorics has it") {
  for (const auto& [threads, times, interleavings] : {std::array{2, 2, 6}, std::array{3, 2, 90}, std::array{4, 3, 369600}}) {
    Explorer explorer({});
    ModelCounter counter(0);
    for (int i = 0; i < threads; ++i) add_counting(explorer, counter, times);
    const Result result = explorer.run([&, expected = threads * times] {
      if (explorer.memory().counters[0] != static_cast<Bits>(expected)) explorer.fail("an increment was lost");
    });
    CHECK_EQUAL(result.failure, "");
    CHECK_EQUAL(result.interleavings, static_cast<double>(interleavings));
  }
}

TEST("an increment that is not atomic is lost in some interleaving") {
  Explorer explorer({});
  ModelSlot word;
  for (int i = 0; i < 2; ++i) {
    explorer.add_thread([&] { word.store(word.load(RELAXED) + 1, RELAXED); });
  }
  const Result result = explorer.run([&] {
    if (explorer.memory().last_value(0) != 2) explorer.fail("lost");
  });
  CHECK_EQUAL(result.failure, "lost");
}

TEST("an increment by compare-exchange is never lost, even if that fails spuriously") {
  Explorer explorer({.stale = true, .faults = 2});
  ModelSlot word;
  for (int i = 0; i < 3; ++i) {
    explorer.add_thread([&] {
      Bits value = word.load(RELAXED);
      while (!word.compare_exchange_weak(value, value + 1, RELAXED, RELAXED)) {
      }
    });
  }
  const Result result = explorer.run([&] {
    if (explorer.memory().last_value(0) != 3) explorer.fail("lost");
  });
  CHECK_EQUAL(result.failure, "");
}

TEST("a message passed by release and acquire is seen, and less than that is a data race") {
  CHECK_EQUAL(pass_message(std::memory_order_release, std::memory_order_acquire).failure, "");
  CHECK_EQUAL(pass_message(RELAXED, std::memory_order_acquire).failure, "data race on item 0");
  CHECK_EQUAL(pass_message(std::memory_order_release, RELAXED).failure, "data race on item 0");
}

TEST("a stale value may be read, but never one older than a value read before") {
  bool stale = false;
  Explorer explorer({.stale = true});
  ModelSlot first, second;
  explorer.add_thread([&] {
    first.store(1, RELAXED);
    second.store(1, RELAXED);
  });
  explorer.add_thread([&] {
    const Bits later = second.load(RELAXED);
    const Bits earlier = first.load(RELAXED);
    if (later == 1 && earlier == 0) stale = true;  // as on hardware that reorders
    if (earlier == 1 && first.load(RELAXED) == 0) explorer.fail("incoherent");
  });
  CHECK_EQUAL(explorer.run([] {}).failure, "");
  CHECK(stale);
}

TEST("a read-modify-write in between passes a release on, a plain store does not") {
  for (const bool modify : {true, false}) {
    Explorer explorer({.stale = true});
    ModelSlot flag;
    explorer.add_thread([&] {
      explorer.fill(0);
      flag.store(1, std::memory_order_release);
    });
    explorer.add_thread([&] {
      Bits value = flag.load(RELAXED);
      if (value != 1) return;
      if (modify) {
        flag.compare_exchange_weak(value, 2, RELAXED, RELAXED);
      } else {
        flag.store(2, RELAXED);
      }
    });
    explorer.add_thread([&] {
      if (flag.load(std::memory_order_acquire) == 2) explorer.take(0);
    });
    CHECK_EQUAL(explorer.run([] {}).failure, modify ? "" : "data race on item 0");
  }
}

TEST("two mutexes locked in opposite orders deadlock") {
  Explorer explorer({});
  ModelMutex first, second;
  for (int i = 0; i < 2; ++i) {
    explorer.add_thread([&, i] {
      std::scoped_lock outer(i == 0 ? first : second);
      std::scoped_lock inner(i == 0 ? second : first);
    });
  }
  const Result result = explorer.run([] {});
  CHECK(result.failure.find("waits for ever") != std::string::npos);
  CHECK(!result.steps.empty());
}

TEST("a waiter that tests its condition under the mutex is always woken, also twice, and one that does not may sleep for ever") {
  for (const bool correct : {true, false}) {
    Explorer explorer({.faults = 1});
    ModelSlot flag;
    ModelMutex mutex;
    ModelCondition changed;
    explorer.add_thread([&] {
      const bool early = flag.load(RELAXED) == 1;
      std::unique_lock lock(mutex);
      if (correct) {
        while (flag.load(RELAXED) != 1) changed.wait(lock);
      } else if (!early) {
        changed.wait(lock);
      }
    });
    explorer.add_thread([&] {
      {
        std::scoped_lock lock(mutex);
        flag.store(1, RELAXED);
      }
      changed.notify_all();
    });
    const Result result = explorer.run([] {});
    CHECK_EQUAL(result.failure, correct ? "" : "thread 0 waits for ever");
  }
}
