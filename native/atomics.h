/**
 * What the queue is made of: the policy that names its atomic words, its counters, its mutex and its slot arithmetic.
 *
 * `StdAtomics` is the standard library's. The tests replace it: by atomics which hand every access to a scheduler, so that all
 * interleavings of the very same queue source are run, and by parts broken on purpose, so that the check itself is checked.
 */
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "monitor.h"
#include "slot-word.h"

namespace tswalk {

struct StdAtomics {
  using Slot = std::atomic<SlotWord::Bits>;
  using Counter = std::atomic<std::size_t>;
  using Mutex = std::mutex;
  using Condition = std::condition_variable;
  using Monitor = tswalk::Monitor<StdAtomics>;
  using Word = SlotWord;

  /** Most monitors of a queue, a power of two. Slots share them in turn: few threads sleep at once, more would only be memory. */
  static constexpr std::size_t MAX_MONITORS = 64;
};

}  // namespace tswalk
