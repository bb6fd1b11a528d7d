/**
 * Instrumented atomics: what the queue is made of when an explorer runs it.
 *
 * The same interface as the standard library's, as far as the queue uses it; each operation is handed to the explorer, which
 * performs it when it is this thread's turn. An object holds its number only; what is in it is in the explorer's memory.
 */
#pragma once

#include <atomic>
#include <cassert>
#include <cstddef>
#include <mutex>

#include "explore.h"
#include "native/monitor.h"
#include "native/slot-word.h"

namespace explore {

class ModelSlot {
 public:
  Bits load(std::memory_order order) { return act({.kind = Kind::load, .object = number_, .order = order}).result; }

  void store(Bits value, std::memory_order order) {
    act({.kind = Kind::store, .object = number_, .order = order, .operand = value});
  }

  bool compare_exchange_weak(Bits& expected, Bits desired, std::memory_order success,
                             [[maybe_unused]] std::memory_order failure) {
    assert(failure == std::memory_order_relaxed);
    const Thread& thread = act(
        {.kind = Kind::compare_exchange, .object = number_, .order = success, .expected = expected, .operand = desired});
    if (!thread.success) expected = thread.result;
    return thread.success;
  }

 private:
  const Thread& act(const Operation& operation) {
    assert(number_ < MAX_WORDS);
    return Explorer::current()->act(operation);
  }

  std::uint8_t number_ = Explorer::current()->new_word();
};

class ModelCounter {
 public:
  explicit ModelCounter([[maybe_unused]] std::size_t value) { assert(value == 0); }

  std::size_t fetch_add(std::size_t count, std::memory_order order) {
    return Explorer::current()->act({.kind = Kind::add, .object = number_, .order = order, .operand = count}).result;
  }

 private:
  std::uint8_t number_ = Explorer::current()->new_counter();
};

class ModelMutex {
 public:
  void lock() { Explorer::current()->act({.kind = Kind::lock, .object = number_}); }
  void unlock() { Explorer::current()->act({.kind = Kind::unlock, .object = number_}); }
  std::uint8_t number() const { return number_; }

 private:
  std::uint8_t number_ = Explorer::current()->new_mutex();
};

/** A condition belongs to the mutex of the same number: each monitor has one of both. */
class ModelCondition {
 public:
  void wait([[maybe_unused]] std::unique_lock<ModelMutex>& lock) {
    assert(lock.owns_lock() && lock.mutex()->number() == number_);
    Explorer::current()->act({.kind = Kind::sleep, .object = number_});
  }
  void notify_one() { Explorer::current()->act({.kind = Kind::notify_one, .object = number_}); }
  void notify_all() { Explorer::current()->act({.kind = Kind::notify_all, .object = number_}); }

 private:
  std::uint8_t number_ = Explorer::current()->new_condition();
};

/** The policy for a queue that is explored. */
template <std::size_t Monitors>
struct ModelAtomics {
  using Slot = ModelSlot;
  using Counter = ModelCounter;
  using Mutex = ModelMutex;
  using Condition = ModelCondition;
  using Monitor = tswalk::Monitor<ModelAtomics>;
  using Word = tswalk::SlotWord;

  static constexpr std::size_t MAX_MONITORS = Monitors;
};

}  // namespace explore
