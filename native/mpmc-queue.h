/**
 * A bounded queue of pointers for many producers and many consumers, without locks while nobody has to wait.
 *
 * In: pointers to entries, from any thread. Out: the same pointers, each exactly once, to any thread.
 *
 * The queue is a ring of 2^k slots and two counters. `tail_` is the index at which the next push goes, `head_` the one from
 * which the next pop comes; both only grow, and an index masked is a slot. Indices are reserved by an unconditional
 * fetch-and-add: under contention a compare-exchange loop on a counter fails and retries, while fetch-and-add always succeeds
 * (arXiv:2201.02179).
 *
 *        head_                tail_                    pop() takes slot 2, and waits for its item if need be;
 *          |                    |                      push() takes slot 5, and waits for its room if need be.
 *      .   .   a   b   c   .   .   .
 *      0   1   2   3   4   5   6   7
 *
 * The price is that a reserved index cannot be given back. A pop that may not wait and finds its slot empty has used up its
 * index, and the push that reserves the same index would leave an item where no pop comes before the next lap. So the pop
 * leaves a mark, skip(1), and the push that finds it takes the mark away and goes on to the next index:
 *
 *     slot now | push(p)                            | pop, Wait::block  | pop, Wait::poll
 *     ---------+------------------------------------+-------------------+-------------------
 *     empty    | full(p)                            | waits             | skip(1), nothing
 *     full(q)  | waits                              | empty, gives q    | empty, gives q
 *     skip(1)  | empty; again at the next index     | waits             | skip(2), nothing
 *     skip(n)  | skip(n-1); again at the next index | waits             | skip(n+1), nothing
 *
 * Skips are counted, because polls can lap a slot several times before a push comes by. Each lap brings a slot one push and one
 * pop, and the counts match pushes with pops of the same slot, so it does not matter which of two threads that are a lap apart
 * reaches it first. slot-word.h has the encoding; each transition is one compare-exchange of one word. Who must wait does so in
 * a monitor (monitor.h), and leaves BLOCKED in the word for the one who changes it next.
 *
 * A batch reserves several indices with one fetch-and-add, except that a pop which blocks reserves one, and the others when it
 * has that item: a consumer that sleeps must hold no other index. Let A sleep at slot 0 with slots 1 to 15 reserved, and let a
 * poller that is a lap ahead take what is pushed to slot 0. A sleeps on, rightly; but what is pushed to slot 1 now waits for A as
 * well. If it was STOP that the poller took, pushed back to slot 1, and left upon, nobody ever stops.
 *
 * A batch of pushes may sleep in its midst. Suppose it were wrong: all threads in the queue sleep, a consumer among them at
 * slot f, and some slot is full. Let s be the last full slot before f, going round. No pop is under way at s, so with r pops
 * reserved there it has had r + 1 pushes; f, not being full, has had fewer pushes than pops were reserved there. Indices are
 * reserved in turn, so s is two pushes ahead of f, or one if f comes first in the ring and `head_` stands between them. A
 * producer that sleeps does so at a full slot, so whoever still owes f a push owes s one too: as for reserved pushes s is as
 * far ahead at least. But it can be so by one only, and that if s comes first and `tail_` stands between them.
 *
 * Order of memory: the release of the push's compare-exchange pairs with the acquire of the pop's, so what was written to an
 * entry before its push is seen after its pop. Everything else is relaxed: a decision rests on one word alone, never on two. No
 * fences, which ThreadSanitizer does not follow.
 *
 * Order of items: first in, first out between one producer and one consumer. Otherwise nearly so: a thread that is delayed for a
 * whole lap between its index and its slot is overtaken.
 *
 * Size: a push waits only if as many items as there are slots are in the queue, or while a pop of its slot is under way.
 *
 * It knows nothing of requests. It does not stop by itself: push an entry which means that, and have each consumer push it back.
 */
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

#include "atomics.h"
#include "batch.h"

namespace tswalk {

/** What a pop does where there is nothing: return at once, or sleep. */
enum class Wait { poll, block };

template <class T, class Atomics = StdAtomics>
class MpmcQueue {
  using Slot = typename Atomics::Slot;
  using Counter = typename Atomics::Counter;
  using Monitor = typename Atomics::Monitor;
  using Word = typename Atomics::Word;
  using Bits = SlotWord::Bits;

 public:
  /**
   * An empty queue.
   *
   * @param capacity Number of slots, at least 1; rounded up to a power of two. Check ok() before anything else.
   */
  explicit MpmcQueue(std::size_t capacity) noexcept
      : mask_(std::bit_ceil(capacity) - 1),
        monitor_mask_(std::min(mask_, Atomics::MAX_MONITORS - 1)),
        slots_(new (std::nothrow) Line[mask_ / BATCH_LENGTH + 1]),
        monitors_(new (std::nothrow) PaddedMonitor[monitor_mask_ + 1]) {
    static_assert(alignof(T) >= SlotWord::ALIGNMENT, "an entry's shifted address must leave both flag bits of a slot free");
  }

  MpmcQueue(const MpmcQueue&) = delete;
  MpmcQueue& operator=(const MpmcQueue&) = delete;

  /** No call may be under way. Items left in the queue are the caller's: drain it with pops that poll. */
  ~MpmcQueue() = default;

  /** Whether there was memory for it. Where not, the queue can only be destroyed. */
  bool ok() const noexcept { return slots_ != nullptr && monitors_ != nullptr; }

  /** Number of slots. */
  std::size_t capacity() const noexcept { return mask_ + 1; }

  /**
   * Append `item`, which must not be null. Waits where its slot is full.
   *
   * Threads: any. Releases what the thread has written to `*item`.
   */
  void push(T* item) noexcept {
    while (!push_at(tail_.fetch_add(1, std::memory_order_relaxed), item)) {
    }
  }

  /**
   * Append the items of `batch` in their order, with a single fetch_add if no slot has to be skipped. Waits as push() does.
   *
   * Threads: any. Releases as push() does.
   */
  void push_batch(std::span<T* const> batch) noexcept {
    while (!batch.empty()) {
      std::size_t index = tail_.fetch_add(batch.size(), std::memory_order_relaxed);
      // An item whose slot is to be skipped takes the next index; those that are then without one reserve again.
      for (const std::size_t end = index + batch.size(); index != end; ++index) {
        if (push_at(index, batch.front())) batch = batch.subspan(1);
      }
    }
  }

  /**
   * Take the next item.
   *
   * Threads: any. Acquires what the matching push released; the pointee may be read at once.
   *
   * @param wait Wait::block sleeps until there is one. Wait::poll returns nullptr instead, and leaves a skip mark which some
   *             push must step over: do not spin on it. While no other call is under way, nullptr means that the queue is empty.
   */
  [[nodiscard]] T* pop(Wait wait) noexcept { return pop_at(head_.fetch_add(1, std::memory_order_relaxed), wait); }

  /**
   * Take up to `batch.size()` items.
   *
   * Threads: any. Acquires as pop() does.
   *
   * @param batch Out: the pointers, packed at the front. At most BATCH_LENGTH.
   * @param wait  Wait::block waits for the first item only; Wait::poll never waits. Each slot found empty gets a skip mark, so
   *              ask for no more than there may be.
   * @return      How many were stored: at least 1 after Wait::block, possibly 0 after Wait::poll.
   */
  [[nodiscard]] std::size_t pop_batch(std::span<T*> batch, Wait wait) noexcept {
    assert(batch.size() <= BATCH_LENGTH);
    if (batch.empty()) return 0;
    std::size_t length = 0;
    // The others are reserved when there is nothing more to wait for: a sleeper must hold no other index.
    if (wait == Wait::block) batch[length++] = pop(Wait::block);
    const std::size_t rest = batch.size() - length;
    if (rest == 0) return length;
    std::size_t index = head_.fetch_add(rest, std::memory_order_relaxed);
    for (const std::size_t end = index + rest; index != end; ++index) {
      T* const item = pop_at(index, Wait::poll);
      batch[length] = item;
      length += item != nullptr;
    }
    return length;
  }

 protected:
  /** The slots of a batch that begins at a multiple of its length share no cache line with others. */
  struct alignas(FALSE_SHARING_BYTES) Line {
    std::array<Slot, BATCH_LENGTH> slots{};
  };

  /** Monitors lie apart: the sleepers of one slot are not to disturb those of another. */
  struct alignas(FALSE_SHARING_BYTES) PaddedMonitor : Monitor {};

  Slot& slot_at(std::size_t index) noexcept {
    const std::size_t number = index & mask_;
    return slots_[number / BATCH_LENGTH].slots[number % BATCH_LENGTH];
  }

  Monitor& monitor_at(std::size_t index) noexcept { return monitors_[index & monitor_mask_]; }

  /** Push `item` at `index`. False where the slot was one to skip: it has been skipped, the item is not in the queue. */
  bool push_at(std::size_t index, T* item) noexcept {
    assert(item != nullptr);
    const Bits address = reinterpret_cast<Bits>(item);
    Slot& slot = slot_at(index);
    Bits word = slot.load(std::memory_order_relaxed);
    for (;;) {
      if (Word::is_full(word)) [[unlikely]] {
        word = wait_at(index, word);
        continue;
      }
      const Bits next = Word::pushed(word, address);
      if (slot.compare_exchange_weak(word, next, std::memory_order_release, std::memory_order_relaxed)) break;
    }
    if (Word::is_blocked(word)) [[unlikely]] wake_at(index);
    return !Word::is_skip(word);
  }

  /** Pop at `index`. Null where the slot was empty or skipped already, which now has one skip more. */
  T* pop_at(std::size_t index, Wait wait) noexcept {
    Slot& slot = slot_at(index);
    Bits word = slot.load(std::memory_order_relaxed);
    for (;;) {
      if (wait == Wait::block && !Word::is_full(word)) {
        word = wait_at(index, word);
        continue;
      }
      const Bits next = Word::popped(word);
      if (slot.compare_exchange_weak(word, next, std::memory_order_acquire, std::memory_order_relaxed)) break;
    }
    if (Word::is_blocked(word)) [[unlikely]] wake_at(index);
    return reinterpret_cast<T*>(Word::address(word));
  }

  /**
   * Wait until the slot of `index` is not in the state of `seen` any more; returns its word. Does not spin first: on 2 cores, 32
   * and 200 turns saved nothing while workers were busy, and cost a third more CPU time where each request was waited for.
   */
  [[gnu::noinline, gnu::cold]] Bits wait_at(std::size_t index, Bits seen) noexcept {
    return monitor_at(index).wait(slot_at(index), seen);
  }

  /** Wake who sleeps on the slot of `index`, whose BLOCKED the caller has cleared. */
  [[gnu::noinline, gnu::cold]] void wake_at(std::size_t index) noexcept { monitor_at(index).wake(); }

  // Never changed after construction; read by every call, so apart from the counters.
  const std::size_t mask_;
  const std::size_t monitor_mask_;
  const std::unique_ptr<Line[]> slots_;
  const std::unique_ptr<PaddedMonitor[]> monitors_;

  /** Next index to push at. Written by producers only. */
  alignas(FALSE_SHARING_BYTES) Counter tail_{0};

  /** Next index to pop from. Written by consumers only. */
  alignas(FALSE_SHARING_BYTES) Counter head_{0};
};

}  // namespace tswalk
