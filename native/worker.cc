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

}  // namespace

bool Worker::start() noexcept {
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
  if (options_.use_ring) {
    if (const std::unique_ptr<UringDispatch> ring = UringDispatch::create(options_.kernel_workers)) serve_with_ring(*ring);
    if (!stopped_) ring_failed_.store(true, std::memory_order_relaxed);
  }
  serve_synchronously();
}

void Worker::serve_synchronously() noexcept {
  Request* batch[BATCH_LENGTH];
  while (!stopped_) {
    const std::size_t taken = take(batch, queues_.share(options_.workers), Wait::block);
    for (std::size_t i = 0; i < taken; ++i) {
      serve_plainly(*batch[i], context_);
      finished_.add(*batch[i]);
    }
    finished_.flush();
  }
}

void Worker::serve_with_ring(UringDispatch& ring) noexcept {
  while (!stopped_ || !ring.idle()) {
    if (!stopped_) begin_with_ring(ring, ring.idle() && finished_.empty() ? Wait::block : Wait::poll);
    finished_.flush();
    if (!ring.idle() && !ring.turn(context_, finished_)) break;
  }
  finished_.flush();
}

/** Begin requests until the ring has no room, or no more are there. */
void Worker::begin_with_ring(UringDispatch& ring, Wait wait) noexcept {
  Request* batch[BATCH_LENGTH];
  while (!stopped_ && ring.room() > 0) {
    if (wait == Wait::poll && queues_.pending_count.load(std::memory_order_relaxed) <= 0) return;
    const std::size_t taken = take(batch, std::min(queues_.share(options_.workers), ring.room()), wait);
    for (std::size_t i = 0; i < taken; ++i) ring.begin(*batch[i], context_, finished_);
    if (taken == 0) return;
    wait = Wait::poll;
  }
}

}  // namespace tswalk
