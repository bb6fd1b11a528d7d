// variants: plain
/**
 * The queue broken on purpose: each mutant has one mistake, and the explorer must find it.
 *
 * Mutants replace one part of the policy, or override one function, and share all else with the queue; each is run in a program
 * in which the queue itself holds. A check that has never failed proves little.
 */
#include <cstddef>
#include <mutex>
#include <span>
#include <string>

#include "check.h"
#include "mpmc-program.h"

using namespace explore;
using tswalk::SlotWord;

namespace {

template <class Atomics>
using QueueOf = tswalk::MpmcQueue<Item, Atomics>;

using Queue = QueueOf<ModelAtomics<1>>;

constexpr auto RELAXED = std::memory_order_relaxed;
constexpr Options STALE{.stale = true};

/** What the mistakes lead to. */
constexpr const char* HANGS = "waits for ever";
constexpr const char* RACES = "data race";
constexpr const char* LOSES = "is lost or doubled";
constexpr const char* CIRCLES = "endless";

template <class Q>
Result run_blocking() {
  return Program<Q>(2, STALE).push({0, 1}).push({2}).pop(0, 2).pop(0, 1).run("pushes and pops that block, 2 slots");
}

template <class Q>
Result run_polling() {
  return Program<Q>(2, {}).push({STOP}).work(3).run("a worker that polls a lap ahead, 2 slots");
}

template <class Q>
Result run_stopping() {
  return Program<Q>(2, STALE).push({STOP}).work(2).work(0, 2).run("workers that poll and take batches, 2 slots");
}

template <class Q>
Result run_batches() {
  return Program<Q>(2, STALE).push_batch({0, 1}).pop(1, 0).pop(0, 1).run("a batch that meets a mark, 2 slots");
}

#define FAILS(result, failure) check_fails(result, failure, __LINE__)

void check_fails(const Result& result, const std::string& failure, int line) {
  if (result.failure.find(failure) == std::string::npos) check::fail(__FILE__, line, "found instead: " + result.failure);
}

/** A policy with another monitor. */
template <template <class> class Other>
struct WithMonitor : ModelAtomics<1> {
  using Monitor = Other<WithMonitor>;
};

/** A policy with other slot words. */
template <class Other>
struct WithWord : ModelAtomics<1> {
  using Word = Other;
};

/** A policy with other slots. */
template <class Other>
struct WithSlot : ModelAtomics<1> {
  using Slot = Other;
  using Monitor = tswalk::Monitor<WithSlot>;
};

}  // namespace

TEST("the queue itself holds in the programs for the mutants") {
  for (const Result& result : {run_blocking<Queue>(), run_polling<Queue>(), run_stopping<Queue>(), run_batches<Queue>()}) {
    CHECK_EQUAL(result.failure, "");
  }
}

// Monitors.

namespace {

/** Broadcasts without the empty critical section. */
template <class Atomics>
struct UnlockedMonitor : tswalk::Monitor<Atomics> {
  void wake() { this->changed_.notify_all(); }
};

/** Wakes one thread, which may be waiting for another slot, or for the opposite. */
template <class Atomics>
struct SparingMonitor : tswalk::Monitor<Atomics> {
  void wake() {
    this->mutex_.lock();
    this->mutex_.unlock();
    this->changed_.notify_one();
  }
};

/** Sets BLOCKED before it locks the mutex. */
template <class Atomics>
struct EarlyMonitor : tswalk::Monitor<Atomics> {
  Bits wait(typename Atomics::Slot& slot, Bits seen) {
    Bits word = SlotWord::state(seen);
    if (!slot.compare_exchange_weak(word, word | SlotWord::BLOCKED, RELAXED, RELAXED) && word != seen) return word;
    std::unique_lock<typename Atomics::Mutex> lock(this->mutex_);
    this->changed_.wait(lock);
    return slot.load(RELAXED);
  }
};

/** Trusts what its caller has seen, and does not read the word again under the mutex. */
template <class Atomics>
struct TrustingMonitor : tswalk::Monitor<Atomics> {
  Bits wait(typename Atomics::Slot& slot, Bits seen) {
    std::unique_lock<typename Atomics::Mutex> lock(this->mutex_);
    if (!SlotWord::is_blocked(seen)) {
      Bits word = seen;
      if (!slot.compare_exchange_weak(word, seen | SlotWord::BLOCKED, RELAXED, RELAXED)) return word;
    }
    this->changed_.wait(lock);
    return slot.load(RELAXED);
  }
};

/** Sleeps without setting BLOCKED. */
template <class Atomics>
struct SilentMonitor : tswalk::Monitor<Atomics> {
  Bits wait(typename Atomics::Slot& slot, Bits seen) {
    std::unique_lock<typename Atomics::Mutex> lock(this->mutex_);
    Bits word = slot.load(RELAXED);
    while (word == seen) {
      this->changed_.wait(lock);
      word = slot.load(RELAXED);
    }
    return word;
  }
};

/** Sets BLOCKED by a plain store, over whatever is there by then. */
template <class Atomics>
struct StoringMonitor : tswalk::Monitor<Atomics> {
  Bits wait(typename Atomics::Slot& slot, Bits seen) {
    std::unique_lock<typename Atomics::Mutex> lock(this->mutex_);
    Bits word = slot.load(RELAXED);
    if (SlotWord::state(word) != SlotWord::state(seen)) return word;
    slot.store(word | SlotWord::BLOCKED, RELAXED);
    do {
      this->changed_.wait(lock);
      word = slot.load(RELAXED);
    } while (word == (seen | SlotWord::BLOCKED));
    return word;
  }
};

}  // namespace

TEST("a wake without the mutex is found: it falls between setting BLOCKED and sleeping") {
  FAILS(run_blocking<QueueOf<WithMonitor<UnlockedMonitor>>>(), HANGS);
}

TEST("waking a single thread is found: it may be the wrong one") {
  FAILS(run_blocking<QueueOf<WithMonitor<SparingMonitor>>>(), HANGS);
}

TEST("setting BLOCKED before locking the mutex is found") { FAILS(run_blocking<QueueOf<WithMonitor<EarlyMonitor>>>(), HANGS); }

TEST("not reading the word again under the mutex is found") {
  FAILS(run_blocking<QueueOf<WithMonitor<TrustingMonitor>>>(), HANGS);
}

TEST("sleeping without setting BLOCKED is found") { FAILS(run_blocking<QueueOf<WithMonitor<SilentMonitor>>>(), HANGS); }

TEST("setting BLOCKED by a plain store is found: it ends the release of the push before") {
  FAILS(run_blocking<QueueOf<WithMonitor<StoringMonitor>>>(), RACES);
}

// Slot words.

namespace {

/** Never wakes: the check for BLOCKED is missing. */
struct ForgetfulWord : SlotWord {
  static constexpr bool is_blocked(Bits) { return false; }
};

/** Wakes only who waits on a full slot. */
struct PartialWord : SlotWord {
  static constexpr bool is_blocked(Bits word) { return is_full(word) && SlotWord::is_blocked(word); }
};

/** Marks a slot once, however many polls have passed. */
struct UncountedWord : SlotWord {
  static constexpr Bits popped(Bits word) { return is_full(word) ? EMPTY : EMPTY - ONE_SKIP; }
};

/** Leaves no mark. */
struct UnmarkedWord : SlotWord {
  static constexpr Bits popped(Bits) { return EMPTY; }
};

/** Steps over all skips of a slot at once. */
struct HurriedWord : SlotWord {
  static constexpr Bits pushed(Bits word, Bits address) { return is_skip(word) ? EMPTY : full(address); }
};

/** The last step does not carry out of the top bit. */
struct CarrylessWord : SlotWord {
  static constexpr Bits pushed(Bits word, Bits address) { return SlotWord::pushed(word, address) | (word & SKIP); }
};

/** Fills a slot that is to be skipped, and then the next one too. */
struct GreedyWord : SlotWord {
  static constexpr Bits pushed(Bits, Bits address) { return full(address); }
};

/** Fills a slot that is to be skipped. */
struct DeafWord : SlotWord {
  static constexpr Bits pushed(Bits, Bits address) { return full(address); }
  static constexpr bool is_skip(Bits) { return false; }
};

}  // namespace

TEST("a missing check for BLOCKED is found") { FAILS(run_blocking<QueueOf<WithWord<ForgetfulWord>>>(), HANGS); }

TEST("a check for BLOCKED that a push omits is found") { FAILS(run_blocking<QueueOf<WithWord<PartialWord>>>(), HANGS); }

TEST("skips that are not counted are found") { FAILS(run_polling<QueueOf<WithWord<UncountedWord>>>(), HANGS); }

TEST("polls that leave no mark are found") { FAILS(run_polling<QueueOf<WithWord<UnmarkedWord>>>(), HANGS); }

TEST("stepping over all skips of a slot at once is found") { FAILS(run_polling<QueueOf<WithWord<HurriedWord>>>(), HANGS); }

TEST("a step that does not carry is found") { FAILS(run_polling<QueueOf<WithWord<CarrylessWord>>>(), CIRCLES); }

TEST("a push into a slot that is to be skipped is found") {
  FAILS(run_batches<QueueOf<WithWord<GreedyWord>>>(), LOSES);
  FAILS(run_polling<QueueOf<WithWord<DeafWord>>>(), HANGS);
}

// Orders of memory.

namespace {

/** Pushes without a release. */
struct UnreleasedSlot : ModelSlot {
  bool compare_exchange_weak(Bits& expected, Bits desired, std::memory_order success, std::memory_order failure) {
    return ModelSlot::compare_exchange_weak(expected, desired, releases(success) ? RELAXED : success, failure);
  }
};

/** Pops without an acquire. */
struct UnacquiredSlot : ModelSlot {
  bool compare_exchange_weak(Bits& expected, Bits desired, std::memory_order success, std::memory_order failure) {
    return ModelSlot::compare_exchange_weak(expected, desired, acquires(success) ? RELAXED : success, failure);
  }
};

}  // namespace

TEST("a push without release is found") { FAILS(run_blocking<QueueOf<WithSlot<UnreleasedSlot>>>(), RACES); }

TEST("a pop without acquire is found") { FAILS(run_blocking<QueueOf<WithSlot<UnacquiredSlot>>>(), RACES); }

// Batches and workers.

namespace {

/** A blocking batch reserves all its indices before it sleeps at the first. */
struct ReservingQueue : Queue {
  using Queue::Queue;
  std::size_t pop_batch(std::span<Item*> batch, tswalk::Wait wait) {
    const std::size_t index = head_.fetch_add(batch.size(), RELAXED);
    std::size_t length = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[length] = pop_at(index + i, i == 0 ? wait : tswalk::Wait::poll);
      length += batch[length] != nullptr;
    }
    return length;
  }
};

/** A batch leaves out an item whose slot is to be skipped. */
struct SlovenlyQueue : Queue {
  using Queue::Queue;
  void push_batch(std::span<Item* const> batch) {
    std::size_t index = tail_.fetch_add(batch.size(), RELAXED);
    for (Item* const item : batch) push_at(index++, item);
  }
};

}  // namespace

TEST("a batch that sleeps with all its indices reserved is found: STOP falls into them, and its worker sleeps on") {
  FAILS(run_stopping<ReservingQueue>(), HANGS);
}

TEST("a batch that loses an item at a mark is found") { FAILS(run_batches<SlovenlyQueue>(), LOSES); }
