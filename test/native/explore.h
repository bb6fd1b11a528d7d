/**
 * An explorer: runs a small multi-threaded program in every possible way.
 *
 * In: threads, as functions over the instrumented atomics of model-atomics.h, and a condition for the end. Out: whether some way
 * leads to a failure, and if so, the steps to it; and how many states and interleavings there are.
 *
 * Each thread is a fiber that stops before every operation on shared memory. The explorer chooses which thread goes on, and
 * which of the outcomes that its operation can have (model-memory.h) it gets; it saves the state and tries all choices, depth
 * first. There is no bound on preemptions and no reduction. A state that has been reached before is not explored again, since
 * the same follows from it. A state is the shared memory and, for each thread, its registers and its stack. States are told
 * apart by 64-bit hashes: with four million of them, the chance that any two are confused is below one in a million. Each step
 * adds to what a thread has done, so a way that goes round in circles is found by its length; the number of interleavings from
 * a state is the sum of those from the states that follow.
 *
 * Failures: a state from which no thread can go on although not all have finished (a lost wake-up, a deadlock); a way without
 * end; whatever a thread, or the condition at the end, reports with fail().
 */
#pragma once

#include <array>
#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "fiber.h"
#include "model-memory.h"
#include "state-table.h"

namespace explore {

struct Options {
  bool stale = false;       ///< loads may return former values, as far as the memory model lets them
  std::uint8_t faults = 0;  ///< how many spurious failures of compare-exchange and spurious wake-ups may happen
  std::size_t most_states = 8'000'000;  ///< more is a failure: such a program is too large to be explored in a test
};

struct Result {
  std::size_t states = 0;
  double interleavings = 0;
  std::string failure;  ///< empty where there is none
  std::string steps;    ///< the way to the failure, one operation a line
};

class Explorer {
 public:
  /** The explorer of the objects and threads that are being made or run. */
  static Explorer*& current() {
    static Explorer* explorer = nullptr;
    return explorer;
  }

  explicit Explorer(const Options& options) : options_(options) {
    memory_.stale = options.stale;
    memory_.faults = options.faults;
    current() = this;
  }

  // Shared objects number themselves as they are made. Words beyond the last exist, but must not be used.
  std::uint8_t new_word() { return words_++; }
  std::uint8_t new_counter() { return counters_++; }
  std::uint8_t new_mutex() { return mutexes_++; }
  std::uint8_t new_condition() { return conditions_++; }

  void add_thread(std::function<void()> body) {
    const std::size_t index = thread_count_++;
    fibers_[index].start([this, index, body = std::move(body)] {
      body();
      memory_.threads[index].next = Operation{};
    });
  }

  /** Run all interleavings, or up to the first failure. `at_end` is called in every state in which all threads have finished. */
  Result run(std::function<void()> at_end) {
    at_end_ = std::move(at_end);
    for (std::size_t thread = 0; thread < thread_count_; ++thread) resume(thread);
    result_.interleavings = visit();
    return result_;
  }

  /** The next operation of the running thread: waits for its turn, and returns the thread with the result. */
  const Thread& act(const Operation& operation) {
    Thread& thread = memory_.threads[running_];
    thread.next = operation;
    fibers_[running_].suspend();
    return thread;
  }

  /** The running thread writes to an item that it is about to push. */
  void fill(std::size_t item) { memory_.threads[running_].view.items |= static_cast<std::uint16_t>(1u << item); }

  /** The running thread reads an item that it has popped. */
  void take(std::size_t item) {
    if ((memory_.threads[running_].view.items >> item & 1) == 0) fail("data race on item " + std::to_string(item));
    if (++memory_.taken[item] > 1) fail("item " + std::to_string(item) + " came out twice");
  }

  void fail(const std::string& what) {
    if (!result_.failure.empty()) return;
    result_.failure = what;
    for (const Step& step : way_) result_.steps += describe(step);
  }

  const Memory& memory() const { return memory_; }

 private:
  /** More operations than any program here can need: it must be going round in circles. */
  static constexpr std::size_t LONGEST_WAY = 250;

  struct Step {
    std::size_t thread;
    Operation operation;
    Bits result;
    bool success;
  };

  /** Explore all that can follow from the state as it is, and come back to it. Returns the number of interleavings. */
  double visit() {
    std::uint64_t fingerprint = memory_.fingerprint();
    for (std::size_t i = 0; i < thread_count_; ++i) fingerprint = mix(fingerprint, fingerprints_[i]);
    if (const double* known = visited_.find(fingerprint)) return *known;
    if (++result_.states > options_.most_states) fail("too many states");

    if (way_.size() > LONGEST_WAY) fail("endless");
    const Memory memory = memory_;
    double interleavings = 0;
    bool stuck = true;
    for (std::size_t thread = 0; thread < thread_count_; ++thread) {
      const int outcomes = memory_.outcomes(memory_.threads[thread]);
      if (outcomes == 0) continue;
      // A spurious wake-up is not one that a thread may rely on.
      if (memory_.threads[thread].next.kind != Kind::asleep) stuck = false;
      const std::size_t way = way_.size();
      const std::size_t saved = save(thread);
      for (int outcome = 0; outcome < outcomes; ++outcome) {
        step(thread, outcome);
        if (result_.failure.empty()) interleavings += visit();
        if (!result_.failure.empty()) return 0;
        way_.resize(way);
        memory_ = memory;
        restore(thread, saved);
      }
      saved_.resize(saved);
    }
    if (stuck) finish();
    if (interleavings == 0) interleavings = 1;
    visited_.add(fingerprint, interleavings);
    return interleavings;
  }

  /** Let a thread perform its operation, and run up to the next one. */
  void step(std::size_t thread, int outcome) {
    const Thread& state = memory_.threads[thread];
    const Operation operation = state.next;
    const bool over = memory_.perform(thread, outcome);
    way_.push_back({thread, operation, state.result, state.success});
    if (over) resume(thread);
  }

  /** Let a thread run up to its next operation. */
  void resume(std::size_t thread) {
    running_ = thread;
    fibers_[thread].resume();
    fingerprints_[thread] = memory_.threads[thread].next.kind == Kind::none ? 0 : fibers_[thread].fingerprint();
  }

  /** No thread can go on: all have finished, or something is wrong. */
  void finish() {
    for (std::size_t thread = 0; thread < thread_count_; ++thread) {
      if (memory_.threads[thread].next.kind != Kind::none) return fail("thread " + std::to_string(thread) + " waits for ever");
    }
    at_end_();
  }

  /** Put a thread's stack aside, on top of those that are there. Returns where. */
  std::size_t save(std::size_t thread) {
    const std::size_t mark = saved_.size();
    saved_.resize(mark + sizeof(std::uint64_t) + fibers_[thread].saved_bytes());
    std::memcpy(saved_.data() + mark, &fingerprints_[thread], sizeof(std::uint64_t));
    fibers_[thread].save(saved_.data() + mark + sizeof(std::uint64_t));
    return mark;
  }

  /** Bring back a thread's stack. */
  void restore(std::size_t thread, std::size_t mark) {
    std::memcpy(&fingerprints_[thread], saved_.data() + mark, sizeof(std::uint64_t));
    fibers_[thread].restore(saved_.data() + mark + sizeof(std::uint64_t));
  }

  static std::string describe(const Step& step) {
    static constexpr std::array KINDS = {"none", "add",   "load",   "compare_exchange", "store",     "lock", "unlock",
                                         "sleep", "wakes", "notify_one", "notify_all"};
    char line[160];
    const Operation& operation = step.operation;
    const char* const kind = KINDS[static_cast<std::size_t>(operation.kind)];
    if (operation.kind == Kind::compare_exchange) {
      std::snprintf(line, sizeof line, "  thread %zu: word %d: %" PRIxPTR " -> %" PRIxPTR "%s\n", step.thread, operation.object,
                    step.result, operation.operand, step.success ? "" : " (failed)");
    } else {
      const Bits value = operation.kind == Kind::store ? operation.operand : step.result;
      const bool shown = operation.kind == Kind::add || operation.kind == Kind::load || operation.kind == Kind::store;
      char text[32] = "";
      if (shown) std::snprintf(text, sizeof text, ": %" PRIxPTR, value);
      std::snprintf(line, sizeof line, "  thread %zu: %s %d%s\n", step.thread, kind, operation.object, text);
    }
    return line;
  }

  const Options options_;
  std::function<void()> at_end_;

  Memory memory_;
  std::array<Fiber, MAX_THREADS> fibers_;
  std::array<std::uint64_t, MAX_THREADS> fingerprints_{};  ///< of the fibers
  std::size_t thread_count_ = 0;
  std::size_t running_ = 0;

  std::uint8_t words_ = 0;
  std::uint8_t counters_ = 0;
  std::uint8_t mutexes_ = 0;
  std::uint8_t conditions_ = 0;

  StateTable visited_;
  std::vector<std::byte> saved_;                       ///< states on the way, the last one on top
  std::vector<Step> way_;                              ///< from the beginning to the state as it is
  Result result_;
};

}  // namespace explore
