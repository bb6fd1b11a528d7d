/** The loop of a worker; see the header. */
#include "worker.h"

#include <signal.h>

#include <algorithm>
#include <memory>

#include "dispatch-sync.h"
#include "dispatch-uring.h"

namespace tswalk {

namespace {

/** The deepest call chain is a few system call wrappers; glibc's default of 8 MiB would count against `ulimit -v` for nothing. */
constexpr std::size_t STACK_BYTES = 256 * 1024;

/**
 * A ring costs its worker 0.3 ms to set up, which is what 20 to 30 warm directories cost: whoever searches a small tree is answered
 * before. Not where a ring was asked for.
 */
constexpr std::size_t BEFORE_RING = 32;

}  // namespace

bool Worker::start() noexcept {
  has_left_.store(false, std::memory_order_relaxed);
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  // Signals are for the main thread: its handlers, and its death by SIGINT.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  started_ = options_.start_thread(&thread_, &attributes, run_thread, this) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return started_;
}

void Worker::join() noexcept {
  if (!started_) return;
  pthread_join(thread_, nullptr);
  started_ = false;
}

void* Worker::run_thread(void* worker) noexcept {
  static_cast<Worker*>(worker)->run();
  return nullptr;
}

std::size_t Worker::take(Request** batch, std::size_t most, Wait wait) noexcept {
  const std::size_t taken = queues_.pending.pop_batch({batch, most}, wait);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < taken; ++i) {
    if (batch[i] == &queues_.stop) {
      stopped_ = true;
    } else {
      batch[kept++] = batch[i];
    }
  }
  queues_.pending_count.fetch_sub(static_cast<std::int32_t>(kept), std::memory_order_relaxed);
  // Back at once, so that the others need not wait for what was taken together with it.
  if (stopped_) queues_.pending.push(&queues_.stop);
  return kept;
}

void Worker::run() noexcept {
  if (options_.dispatch == Dispatch::opens_by_ring) serve_synchronously(true);
  if (options_.dispatch != Dispatch::sync && !stopped_ && !is_superfluous()) {
    const auto ring = UringDispatch::create({options_.kernel_workers, options_.dispatch == Dispatch::uring});
    ring_state_.store(ring != nullptr ? RingState::works : RingState::failed, std::memory_order_relaxed);
    if (ring != nullptr) serve_with_ring(*ring);
  }
  serve_synchronously(false);
  has_left_.store(!stopped_, std::memory_order_release);
}

void Worker::end_share(std::uint64_t served) noexcept {
  if (served == 0) return;
  const bool blocked = watch_.end(static_cast<std::int64_t>(served));
  options_.pace->note(blocked, queues_.pending_count.load(std::memory_order_relaxed) > 0);
}

bool Worker::ring_pays(std::size_t served) const noexcept {
  if (options_.statuses->way() == StatusWay::Way::ring) return true;
  return served >= BEFORE_RING && !options_.pace->is_slow();
}

void Worker::serve_synchronously(bool until_ring_pays) noexcept {
  Request* batch[BATCH_LENGTH];
  std::size_t served = 0;
  while (!stopped_ && !is_superfluous() && !(until_ring_pays && ring_pays(served))) {
    const std::size_t taken = take(batch, queues_.share(*options_.pace), Wait::block);
    served += taken;
    watch_.begin();
    for (std::size_t i = 0; i < taken; ++i) {
      if (options_.before_service != nullptr) [[unlikely]] options_.before_service();
      serve_plainly(*batch[i], context_);
      finished_.add(*batch[i]);
    }
    finished_.flush();
    end_share(taken);
  }
}

void Worker::serve_with_ring(UringDispatch& ring) noexcept {
  while (!ring.idle() || !(stopped_ || is_superfluous())) {
    const std::uint64_t before = finished_.added();
    if (stopped_ || is_superfluous() || ring.room() == 0 || !begin_with_ring(ring)) watch_.begin();
    finished_.flush();
    if (!ring.idle() && !ring.turn(context_, finished_)) {
      ring_state_.store(RingState::failed, std::memory_order_relaxed);
      break;
    }
    // A share is what is finished in a turn.
    end_share(finished_.added() - before);
  }
  finished_.flush();
}

/**
 * Begin a share of what is pending: one at a turn, so that the other workers have theirs. Where requests block the ring's kernel thread does
 * one after the other, so that none shall wait for it.
 *
 * @return Whether any was begun.
 */
bool Worker::begin_with_ring(UringDispatch& ring) noexcept {
  const bool may_block = ring.idle() && finished_.empty();
  if (!may_block && (options_.pace->is_slow() || queues_.pending_count.load(std::memory_order_relaxed) <= 0)) return false;
  Request* batch[BATCH_LENGTH];
  const std::size_t most = std::min(queues_.share(*options_.pace), ring.room());
  const std::size_t taken = take(batch, most, may_block ? Wait::block : Wait::poll);
  watch_.begin();
  for (std::size_t i = 0; i < taken; ++i) {
    if (options_.before_service != nullptr) [[unlikely]] options_.before_service();
    ring.begin(*batch[i], context_, finished_);
  }
  return true;
}

}  // namespace tswalk
