/**
 * The memory of a modelled program: atomic words, counters, mutexes and conditions, and what each thread may see of them.
 *
 * In: the next operation of one thread, and which of its possible outcomes shall happen. Out: its result. All state is one block
 * of plain data, so that an explorer can copy it, go on, come back, and recognise a state in which it has been before.
 *
 * The C++ memory model is followed by views, as in "A Promising Semantics for Relaxed-Memory Concurrency" (POPL 2017), without
 * its promises. A word keeps its former values as messages, numbered. A view tells for each word the oldest message that may
 * still be read. A relaxed load may return any message from there on, and moves the thread's view up to it. A release leaves the
 * thread's view in its message, and an acquire that reads the message joins it to the reader's; so do unlock and lock. A
 * read-modify-write reads the last message and passes on the view in it (a release sequence). A view has a bit for each item too:
 * whether what its producer wrote to it is seen; a consumer without that bit has a data race. A compare-exchange never fails by
 * reading a stale value: it would only be tried again. Loads return the last message unless `stale` is set; the bits of the items
 * are kept in any case.
 */
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace explore {

constexpr int MAX_THREADS = 5;
constexpr int MAX_WORDS = 2;
constexpr int MAX_COUNTERS = 2;
constexpr int MAX_MUTEXES = 2;
constexpr int MAX_ITEMS = 16;
constexpr int MAX_MESSAGES = 20;

using Bits = std::uintptr_t;

constexpr bool acquires(std::memory_order order) { return order == std::memory_order_acquire; }
constexpr bool releases(std::memory_order order) { return order == std::memory_order_release; }

/** One step of a 64-bit hash: the finalizer of splitmix64. */
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  std::uint64_t x = (hash + 0x9e3779b97f4a7c15u) ^ (value * 0xd6e8feb86659fd93u);
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/** What has happened before, for a thread, a message or a mutex. */
struct View {
  std::array<std::uint8_t, MAX_WORDS> oldest{};  ///< of each word, the number of the oldest message that may be read
  std::uint16_t items = 0;                       ///< bit i: what was written to item i is seen

  void join(const View& other) {
    for (std::size_t i = 0; i < MAX_WORDS; ++i) oldest[i] = std::max(oldest[i], other.oldest[i]);
    items |= other.items;
  }
};

struct Message {
  Bits value = 0;
  View released;
};

/** An atomic word: its messages, but those which no thread may read any more. */
struct Word {
  std::uint8_t first = 0;  ///< number of messages[0]
  std::uint8_t count = 1;
  std::array<Message, MAX_MESSAGES> messages{};

  int last() const { return first + count - 1; }
  const Message& at(int number) const { return messages[static_cast<std::size_t>(number - first)]; }

  void append(const Message& message) {
    assert(count < MAX_MESSAGES && last() < 255);
    messages[count++] = message;
  }

  void forget_before(int number) {
    std::copy(messages.begin() + (number - first), messages.begin() + count, messages.begin());
    count = static_cast<std::uint8_t>(count - (number - first));
    first = static_cast<std::uint8_t>(number);
  }
};

struct Mutex {
  std::int8_t owner = -1;
  View released;
};

enum class Kind : std::uint8_t { none, add, load, compare_exchange, store, lock, unlock, sleep, asleep, notify_one, notify_all };

/** What a thread does next. */
struct Operation {
  Kind kind = Kind::none;   ///< none: the thread has finished
  std::uint8_t object = 0;  ///< number of the word or the counter, or of the mutex, which is also that of its condition
  std::memory_order order = std::memory_order_relaxed;  ///< of success, for compare_exchange
  Bits expected = 0;
  Bits operand = 0;
};

struct Thread {
  Operation next;
  Bits result = 0;       ///< of the last operation: the value that was read
  bool success = false;  ///< of the last compare-exchange
  View view;
};

/** All that a modelled program remembers, besides its threads' stacks. */
class Memory {
 public:
  std::array<Thread, MAX_THREADS> threads{};
  std::array<Word, MAX_WORDS> words{};
  std::array<Bits, MAX_COUNTERS> counters{};
  std::array<Mutex, MAX_MUTEXES> mutexes{};
  std::array<std::uint8_t, MAX_ITEMS> taken{};  ///< how often each item has come out
  std::uint8_t faults = 0;                      ///< how many spurious failures and wake-ups may still happen
  bool stale = false;                           ///< whether loads may return former values

  /** How many outcomes the next operation of the thread can have now; 0 where the thread has to wait or has finished. */
  int outcomes(const Thread& thread) const {
    const Operation& next = thread.next;
    switch (next.kind) {
      case Kind::none: return 0;
      case Kind::load: return words[next.object].last() - oldest_readable(thread, next.object) + 1;
      case Kind::compare_exchange: return faults > 0 && last_value(next.object) == next.expected ? 2 : 1;
      case Kind::lock: return mutexes[next.object].owner < 0 ? 1 : 0;
      case Kind::asleep: return faults > 0 ? 1 : 0;
      case Kind::notify_one: return std::max(1, sleepers(next.object));
      default: return 1;
    }
  }

  /** Perform the next operation of the thread. False where it is not over by that: the thread has begun or ended to sleep. */
  bool perform(std::size_t index, int outcome) {
    Thread& thread = threads[index];
    const Operation next = thread.next;
    switch (next.kind) {
      case Kind::none: assert(false); break;
      case Kind::add:
        assert(next.order == std::memory_order_relaxed);
        thread.result = counters[next.object];
        counters[next.object] += next.operand;
        break;
      case Kind::load: read(thread, words[next.object].last() - outcome, acquires(next.order)); break;
      case Kind::compare_exchange: compare_exchange(thread, outcome == 1); break;
      case Kind::store: write(thread, View{}); break;
      case Kind::lock:
        mutexes[next.object].owner = static_cast<std::int8_t>(index);
        thread.view.join(mutexes[next.object].released);
        break;
      case Kind::unlock: unlock(thread); break;
      case Kind::sleep:
        unlock(thread);
        thread.next.kind = Kind::asleep;
        break;
      case Kind::asleep:
        --faults;
        thread.next.kind = Kind::lock;
        break;
      case Kind::notify_one: notify(next.object, outcome, 1); break;
      case Kind::notify_all: notify(next.object, 0, MAX_THREADS); break;
    }
    forget();
    return next.kind != Kind::sleep && next.kind != Kind::asleep;
  }

  Bits last_value(std::size_t word) const { return words[word].at(words[word].last()).value; }

  /** A hash of all that matters for what can happen. */
  std::uint64_t fingerprint() const {
    std::uint64_t hash = faults;
    for (const Word& word : words) {
      hash = mix(hash, word.count);
      for (std::size_t i = 0; i < word.count; ++i) {
        hash = mix(mix(hash, word.messages[i].value), digest(word.messages[i].released));
      }
    }
    for (const Bits counter : counters) hash = mix(hash, counter);
    for (const Mutex& mutex : mutexes) hash = mix(mix(hash, static_cast<std::uint64_t>(mutex.owner)), digest(mutex.released));
    for (const std::uint8_t count : taken) hash = hash * 31 + count;
    for (const Thread& thread : threads) {
      hash = mix(hash, static_cast<std::uint64_t>(thread.next.kind));
      if (thread.next.kind != Kind::none) hash = mix(hash, digest(thread.view));
    }
    return hash;
  }

 private:
  int oldest_readable(const Thread& thread, std::size_t word) const {
    return stale ? std::max(thread.view.oldest[word], words[word].first) : words[word].last();
  }

  void read(Thread& thread, int number, bool acquire) {
    const std::size_t word = thread.next.object;
    const Message& message = words[word].at(number);
    thread.result = message.value;
    thread.view.oldest[word] = static_cast<std::uint8_t>(number);
    if (acquire) thread.view.join(message.released);
  }

  void write(Thread& thread, const View& inherited) {
    const std::size_t word = thread.next.object;
    Message message{thread.next.operand, inherited};
    thread.view.oldest[word] = static_cast<std::uint8_t>(words[word].last() + 1);
    if (releases(thread.next.order)) message.released.join(thread.view);
    message.released.oldest[word] = thread.view.oldest[word];
    words[word].append(message);
  }

  void compare_exchange(Thread& thread, bool spurious) {
    const Word& word = words[thread.next.object];
    const bool matches = last_value(thread.next.object) == thread.next.expected;
    thread.success = matches && !spurious;
    read(thread, word.last(), thread.success && acquires(thread.next.order));
    if (thread.success) write(thread, word.at(word.last()).released);
    if (spurious) --faults;
  }

  void unlock(Thread& thread) {
    Mutex& mutex = mutexes[thread.next.object];
    assert(mutex.owner == &thread - threads.data());
    mutex.owner = -1;
    mutex.released.join(thread.view);
  }

  int sleepers(std::size_t object) const {
    return static_cast<int>(std::count_if(threads.begin(), threads.end(), [object](const Thread& thread) {
      return thread.next.kind == Kind::asleep && thread.next.object == object;
    }));
  }

  /** Wake `count` of the threads that sleep, not the first `spared` of them. They then lock the mutex. */
  void notify(std::size_t object, int spared, int count) {
    for (Thread& thread : threads) {
      if (thread.next.kind != Kind::asleep || thread.next.object != object) continue;
      if (spared-- <= 0 && count-- > 0) thread.next.kind = Kind::lock;
    }
  }

  /** Drop the messages that no thread may read any more, so that states which differ only in them are the same. */
  void forget() {
    for (std::size_t i = 0; i < MAX_WORDS; ++i) {
      int oldest = words[i].last();
      for (const Thread& thread : threads) {
        if (thread.next.kind != Kind::none) oldest = std::min(oldest, oldest_readable(thread, i));
      }
      words[i].forget_before(oldest);
    }
  }

  /** A bit for each item that has come out: who has seen its contents matters no more. */
  std::uint64_t gone() const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < MAX_ITEMS; ++i) bits |= static_cast<std::uint64_t>(taken[i] > 0) << i;
    return bits;
  }

  /** A view as a number, counted from the first message that is kept of each word. */
  std::uint64_t digest(const View& view) const {
    std::uint64_t digest = view.items & ~gone();
    for (std::size_t i = 0; i < MAX_WORDS; ++i) {
      digest = digest << 8 | static_cast<std::uint64_t>(std::max(view.oldest[i], words[i].first) - words[i].first);
    }
    return digest;
  }
};

}  // namespace explore
