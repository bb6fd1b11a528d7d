/** The loop of a worker; see the header. */
#include "worker.h"

#include <signal.h>

#include "dispatch-sync.h"

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
  static_cast<Worker*>(worker)->serve_synchronously();
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

void Worker::serve_synchronously() noexcept {
  ServiceContext context{queues_.cancelled, served_, buffer_};
  Request* batch[BATCH_LENGTH];
  while (!stopped_) {
    const std::size_t taken = take(batch, queues_.share(options_.workers), Wait::block);
    for (std::size_t i = 0; i < taken; ++i) {
      serve_plainly(*batch[i], context);
      finished_.append(batch[i]);
      if (finished_.full() || queues_.consumer_sleeps.load(std::memory_order_relaxed)) queues_.flush(finished_);
    }
    queues_.flush(finished_);
  }
}

}  // namespace tswalk
