/**
 * A batch: as many pointers as two threads' caches exchange at once.
 *
 * In: pointers one by one, to be pushed together; or nothing, to be filled by a pop. Used by one thread, which owns it.
 */
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <span>

namespace tswalk {

/** Two cache lines: x86 prefetches the neighbouring line too, and some ARM cores have lines of this length. */
inline constexpr std::size_t FALSE_SHARING_BYTES = 128;

/** Most pointers in a batch. */
inline constexpr std::size_t BATCH_LENGTH = FALSE_SHARING_BYTES / sizeof(void*);

template <class T>
class alignas(FALSE_SHARING_BYTES) Batch {
 public:
  bool empty() const noexcept { return length_ == 0; }
  bool full() const noexcept { return length_ == BATCH_LENGTH; }
  std::size_t length() const noexcept { return length_; }

  /** Add `item`, which must not be null, at the end. The batch must not be full. */
  void append(T* item) noexcept {
    assert(!full());
    items_[length_++] = item;
  }

  /** Push all to `queue` with one reservation, in order, and be empty again. May wait where the queue is full. */
  template <class Queue>
  void flush(Queue& queue) noexcept {
    queue.push_batch(std::span<T*>(items_.data(), length_));
    length_ = 0;
  }

 private:
  std::array<T*, BATCH_LENGTH> items_;
  std::size_t length_ = 0;
};

}  // namespace tswalk
