/**
 * The count of finished requests: nobody who sleeps on it is forgotten.
 *
 * All interleavings of its source are run by the explorer, with a futex made of a mutex and a condition, as the kernel makes it of the
 * lock of its hash bucket. Then real threads. A mutant has the mistake that the first version had.
 */
// variants: plain
#include "native/ready-count.h"

#include <cstdio>
#include <thread>
#include <vector>

#include "check.h"
#include "explore.h"
#include "model-atomics.h"

using namespace tswalk;

namespace {

class ModelCount {
 public:
  explicit ModelCount(std::uint32_t) {}
  std::uint32_t load(std::memory_order) const { return static_cast<std::uint32_t>(word_.load(std::memory_order_relaxed)); }
  void fetch_add(std::uint32_t n, std::memory_order) {
    explore::Bits value = word_.load(std::memory_order_relaxed);
    while (!word_.compare_exchange_weak(value, value + n, std::memory_order_release, std::memory_order_relaxed)) {
    }
  }
  void sleep(std::uint32_t seen) {
    std::unique_lock<explore::ModelMutex> lock(bucket_);
    if (load(std::memory_order_relaxed) == seen) condition_.wait(lock);
  }
  void wake() {
    const std::lock_guard<explore::ModelMutex> lock(bucket_);
    condition_.notify_one();
  }

 private:
  mutable explore::ModelSlot word_;
  explore::ModelMutex bucket_;
  explore::ModelCondition condition_;
};

class ModelFlag {
 public:
  explicit ModelFlag(bool) {}
  bool load(std::memory_order) const { return word_.load(std::memory_order_relaxed) != 0; }
  void store(bool value, std::memory_order) { word_.store(value, std::memory_order_relaxed); }

 private:
  mutable explore::ModelSlot word_;
};

struct ModelParts {
  using Count = ModelCount;
  using Flag = ModelFlag;
  static void sleep(Count& count, std::uint32_t seen) { count.sleep(seen); }
  static void wake(Count& count) { count.wake(); }
};

using ModelReadyCount = BasicReadyCount<ModelParts>;

/** The worker that finds the announcement takes it back, so that the next one need not call. */
struct TakesItBack : ModelReadyCount {
  void add(std::uint32_t n) {
    count_.fetch_add(n, std::memory_order_seq_cst);
    if (!consumer_sleeps_.load(std::memory_order_seq_cst)) return;
    consumer_sleeps_.store(false, std::memory_order_seq_cst);
    ModelParts::wake(count_);
  }
};

/** The consumer looks before it announces that it sleeps, and not after: a futex that does not compare. */
struct DoesNotCompare : ModelReadyCount {
  void add(std::uint32_t n) {
    if (consumer_sleeps_.load(std::memory_order_seq_cst)) ModelParts::wake(count_);
    count_.fetch_add(n, std::memory_order_seq_cst);
  }
};

/** Two workers that finish requests in several batches, and a consumer that waits for all of them. */
template <class Count>
explore::Result run(int first, int second) {
  explore::Explorer explorer({.faults = 1});
  Count count;
  for (const int batches : {first, second}) {
    explorer.add_thread([&count, batches] {
      for (int i = 0; i < batches; ++i) count.add(1);
    });
  }
  explorer.add_thread([&count, all = static_cast<std::uint32_t>(first + second)] {
    for (std::uint32_t reaped = 0; reaped < all; reaped += static_cast<std::uint32_t>(count.beyond(reaped))) count.wait_beyond(reaped);
  });
  const explore::Result result = explorer.run([] {});
  std::printf("       %9zu states, %.1e interleavings: %s\n", result.states, result.interleavings, result.failure.c_str());
  return result;
}

}  // namespace

TEST("in no interleaving does the consumer sleep for ever") {
  for (const auto& [first, second] : {std::pair{1, 0}, {2, 0}, {1, 1}, {2, 1}, {2, 2}, {3, 2}}) {
    const explore::Result result = run<ModelReadyCount>(first, second);
    CHECK_EQUAL(result.failure, "");
    if (!result.failure.empty()) std::fprintf(stderr, "%s\n", result.steps.c_str());
  }
}

TEST("the mutants are caught") {
  CHECK(run<TakesItBack>(2, 1).failure.find("waits for ever") != std::string::npos);
  CHECK(run<DoesNotCompare>(1, 0).failure.find("waits for ever") != std::string::npos);
}

TEST("threads that add as fast as they can always wake the consumer") {
  constexpr std::uint32_t EACH = 20'000, THREADS = 3;
  ReadyCount count;
  std::vector<std::thread> workers;
  for (std::uint32_t i = 0; i < THREADS; ++i) {
    workers.emplace_back([&count] {
      for (std::uint32_t n = 0; n < EACH; ++n) count.add(1);
    });
  }
  std::uint32_t reaped = 0;
  while (reaped < EACH * THREADS) {
    count.wait_beyond(reaped);
    reaped += static_cast<std::uint32_t>(count.beyond(reaped));
  }
  CHECK_EQUAL(reaped, EACH * THREADS);
  for (std::thread& worker : workers) worker.join();
}

TEST("a bell that is left in the place of a sleep is rung for every lack that ends") {
  constexpr std::uint32_t EACH = 20'000, THREADS = 3;
  struct CountingBell final : Bell {
    std::atomic<std::uint32_t> rings{0};
    void ring() noexcept override {
      rings.fetch_add(1);
      rings.notify_one();
    }
  } bell;
  ReadyCount count;
  std::vector<std::thread> workers;
  for (std::uint32_t i = 0; i < THREADS; ++i) {
    workers.emplace_back([&count] {
      for (std::uint32_t n = 0; n < EACH; ++n) count.add(1);
    });
  }
  std::uint32_t reaped = 0;
  while (reaped < EACH * THREADS) {
    const std::uint32_t heard = bell.rings.load();
    if (count.arm(reaped, bell)) {
      // Rung since the number was read, or it would be waited for in vain.
      bell.rings.wait(heard);
      count.disarm();
    }
    reaped += static_cast<std::uint32_t>(count.beyond(reaped));
  }
  CHECK_EQUAL(reaped, EACH * THREADS);
  for (std::thread& worker : workers) worker.join();
}

TEST("a wait for a limited time comes to an end") {
  ReadyCount count;
  CHECK(!count.wait_beyond_for(0, timespec{0, 1000}));
  count.add(1);
  CHECK(count.wait_beyond_for(0, timespec{0, 1000}));
  CHECK(!count.wait_beyond_for(1, timespec{0, 0}));
}
