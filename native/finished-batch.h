/**
 * What a thread has finished and not yet handed over: a batch that knows when it is time to.
 *
 * In: answered requests, one by one. Out: the same, in the ready queue, some at once. Used by one thread, which owns it and calls
 * flush() before it may block. It holds back as long as that saves wake-ups, and no longer than a consumer that sleeps can bear.
 */
#pragma once

#include <cstdint>

#include "batch.h"
#include "queues.h"

namespace tswalk {

class FinishedBatch {
 public:
  explicit FinishedBatch(Queues& queues) noexcept : queues_(queues), timing_(queues.timing) {}

  /** Take an answered request, and hand all over where the batch is full, or has been held back too long. */
  void add(Request& request) noexcept {
    if (timing_ != nullptr) [[unlikely]] {
      timing_->answered(Operation{request.slot->operation}, now_ns() - request.submitted_ns);
    }
    if (batch_.empty()) since_ns_ = now_ns();
    batch_.append(&request);
    ++added_;
    if (batch_.full() || (queues_.ready_count.consumer_sleeps() && now_ns() - since_ns_ > PATIENCE_NS)) flush();
  }

  /** Hand over what there is. */
  void flush() noexcept {
    if (batch_.empty()) return;
    const std::size_t length = batch_.length();
    batch_.flush(queues_.ready);
    queues_.ready_count.add(static_cast<std::uint32_t>(length));
  }

  bool empty() const noexcept { return batch_.empty(); }

  /** How many have been taken since the beginning. */
  std::uint64_t added() const noexcept { return added_; }

 private:
  /**
   * How long finished requests are held back from a consumer that sleeps. A warm directory takes 5 to 20 us, so a batch of 16 is
   * whole by then, and the consumer is woken once for it; to wake it for each request cost a quarter of the whole walk. Where the
   * file system is slow this is nothing.
   */
  static constexpr std::int64_t PATIENCE_NS = 200'000;

  static std::int64_t now_ns() noexcept { return monotonic_ns(); }

  Queues& queues_;
  Timing* const timing_;
  std::int64_t since_ns_ = 0;
  std::uint64_t added_ = 0;
  Batch<Request> batch_;
};

}  // namespace tswalk
