/**
 * Small programs over the queue, for the explorer: threads that push, pop and stop, and what must hold at their end.
 *
 * In: a queue type, its length and the threads. Out: the explorer's result. Items are numbers; STOP is one of them. Each thread
 * tells the explorer of what it writes to an item and of what it reads, so a data race, an item that is lost and one that comes
 * twice are failures, as is a thread that waits for ever. An item that is still in the queue at the end is not lost.
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "explore.h"
#include "model-atomics.h"
#include "native/mpmc-queue.h"

namespace explore {

struct alignas(tswalk::SlotWord::ALIGNMENT) Item {};

constexpr std::size_t STOP = MAX_ITEMS - 1;

inline std::array<Item, MAX_ITEMS>& items() {
  static std::array<Item, MAX_ITEMS> all;
  return all;
}

inline std::size_t number_of(const Item* item) { return static_cast<std::size_t>(item - items().data()); }

template <class Queue>
class Program {
 public:
  Program(std::size_t capacity, const Options& options) : explorer_(options), queue_(capacity) {}

  /** A thread that pushes these items, one by one. */
  Program& push(std::initializer_list<std::size_t> numbers) {
    explorer_.add_thread([this, list = note(numbers)] {
      for (const std::size_t number : list) {
        explorer_.fill(number);
        queue_.push(&items()[number]);
      }
    });
    return *this;
  }

  /** A thread that pushes these items at once. */
  Program& push_batch(std::initializer_list<std::size_t> numbers) {
    explorer_.add_thread([this, list = note(numbers)] {
      std::array<Item*, 4> batch{};
      for (std::size_t i = 0; i < list.size(); ++i) {
        explorer_.fill(list[i]);
        batch[i] = &items()[list[i]];
      }
      queue_.push_batch(std::span(batch).first(list.size()));
    });
    return *this;
  }

  /** A thread that polls some times, and then waits some times. */
  Program& pop(int polls, int blocks) {
    explorer_.add_thread([this, polls, blocks] {
      for (int i = 0; i < polls + blocks; ++i) {
        if (const Item* item = queue_.pop(i < polls ? tswalk::Wait::poll : tswalk::Wait::block)) explorer_.take(number_of(item));
      }
    });
    return *this;
  }

  /** A thread that polls for a batch some times, and then waits for one some times. */
  Program& pop_batch(std::size_t length, int polls, int blocks) {
    explorer_.add_thread([this, length, polls, blocks] {
      for (int i = 0; i < polls + blocks; ++i) take_batch(length, i < polls ? tswalk::Wait::poll : tswalk::Wait::block);
    });
    return *this;
  }

  /** A thread that polls some times and then waits, until it gets STOP, which it pushes back. */
  Program& work(int polls, std::size_t batch = 1) {
    explorer_.add_thread([this, polls, batch] {
      int polled = 0;
      while (!take_batch(batch, polled < polls ? tswalk::Wait::poll : tswalk::Wait::block)) polled += polled < polls;
      queue_.push(&items()[STOP]);
    });
    return *this;
  }

  Result run(const char* name) {
    const Result result = explorer_.run([this] { check_end(); });
    std::printf("       %9zu states, %.1e interleavings%s%s: %s\n", result.states, result.interleavings,
                result.failure.empty() ? "" : ", then ", result.failure.c_str(), name);
    return result;
  }

 private:
  /** Take a batch of items. True where STOP was among them. */
  bool take_batch(std::size_t length, tswalk::Wait wait) {
    bool stopped = false;
    std::array<Item*, 4> batch{};
    length = length == 1 ? (batch[0] = queue_.pop(wait)) != nullptr : queue_.pop_batch(std::span(batch).first(length), wait);
    for (std::size_t i = 0; i < length; ++i) {
      if (number_of(batch[i]) == STOP) {
        stopped = true;
      } else {
        explorer_.take(number_of(batch[i]));
      }
    }
    return stopped;
  }

  std::vector<std::size_t> note(std::initializer_list<std::size_t> numbers) {
    for (const std::size_t number : numbers) pushed_[number] = true;
    return numbers;
  }

  /** Every item that was pushed has come out or is still in the queue, once; STOP still is. */
  void check_end() {
    std::array<int, MAX_ITEMS> found{};
    for (std::size_t i = 0; i < queue_.capacity(); ++i) {
      const auto address = tswalk::SlotWord::address(explorer_.memory().last_value(i));
      if (address != 0) ++found[number_of(reinterpret_cast<const Item*>(address))];
    }
    for (std::size_t i = 0; i < MAX_ITEMS; ++i) {
      const int seen = found[i] + explorer_.memory().taken[i];
      if (seen != pushed_[i]) explorer_.fail("item " + std::to_string(i) + " is lost or doubled");
    }
  }

  Explorer explorer_;
  Queue queue_;
  std::array<bool, MAX_ITEMS> pushed_{};
};

}  // namespace explore
