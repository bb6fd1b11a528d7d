/**
 * A monitor: where threads sleep until a slot word changes, as on a futex, but shared by several slots.
 *
 * In: a slot and the word that made its caller wait. Out: a word in another state. Any thread may wait or wake.
 *
 *     waiter                                          waker
 *     lock                                            compare-exchange: old | BLOCKED -> new
 *     read the word again; changed? return it         (the old word had BLOCKED, so:)
 *     compare-exchange: old -> old | BLOCKED          lock
 *     sleep (unlocks, and locks when woken)           unlock
 *     until the word has changed                      broadcast
 *
 * No wake is lost. A waiter is in the critical section from reading the word until it sleeps. If the waker's change comes
 * before that reading, the waiter sees it, or its compare-exchange fails, and it does not sleep. If it comes after, the waker
 * finds BLOCKED, and gets the mutex only when the waiter sleeps; the broadcast then reaches it. A BLOCKED that another waiter
 * has set is as good as one's own: the waker either still has to lock the mutex, or has unlocked it before we locked it, and
 * then we read its change.
 *
 * All accesses to the word here are relaxed: the mutex orders them where it matters, and setting BLOCKED is a read-modify-write,
 * which passes on the release of the push before it. test/native/mpmc-explore.test.cc runs every interleaving of this file.
 */
#pragma once

#include <atomic>
#include <mutex>

#include "slot-word.h"

namespace tswalk {

template <class Atomics>
class Monitor {
 public:
  using Slot = typename Atomics::Slot;

  /**
   * Sleep until `slot` leaves the state in which the caller has `seen` it.
   *
   * @return A word of `slot` in another state; perhaps an old one already, so use compare-exchange.
   */
  SlotWord::Bits wait(Slot& slot, SlotWord::Bits seen) noexcept {
    const SlotWord::Bits state = SlotWord::state(seen);
    std::unique_lock<typename Atomics::Mutex> lock(mutex_);
    const SlotWord::Bits blocked = state | SlotWord::BLOCKED;
    SlotWord::Bits word = slot.load(std::memory_order_relaxed);
    do {
      if (SlotWord::state(word) != state) return word;
      if (word == blocked) break;
    } while (!slot.compare_exchange_weak(word, blocked, std::memory_order_relaxed, std::memory_order_relaxed));
    do {
      changed_.wait(lock);
      word = slot.load(std::memory_order_relaxed);
    } while (word == blocked);
    return word;
  }

  /** Wake every thread that sleeps here. For who has cleared BLOCKED in one of the slots, after that. */
  void wake() noexcept {
    // The critical section is empty because only its place in time counts: it cannot begin while a waiter is between setting
    // BLOCKED and sleeping, so the broadcast cannot fall into that gap. Outside of the lock, the woken don't run into it.
    mutex_.lock();
    mutex_.unlock();
    changed_.notify_all();
  }

 protected:
  typename Atomics::Mutex mutex_;
  typename Atomics::Condition changed_;
};

}  // namespace tswalk
