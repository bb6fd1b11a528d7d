/** The loop of a worker; see the header. */
#include "worker.h"

#include <signal.h>
#include <time.h>

#include "dispatch-sync.h"

namespace tswalk {

namespace {

/** The deepest call chain is a few system call wrappers; glibc's default of 8 MiB would count against `ulimit -v` for nothing. */
constexpr std::size_t STACK_BYTES = 256 * 1024;

/**
 * How long finished requests are held back from a consumer that sleeps. A warm directory takes 5 to 20 us, so a batch of 16 is
 * whole by then, and the consumer is woken once for it; to wake it for each request cost a quarter of the whole walk. Where the file
 * system is slow this is nothing.
 */
constexpr std::int64_t PATIENCE_NS = 200'000;

std::int64_t now_ns() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

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
    const std::int64_t since_ns = now_ns();
    for (std::size_t i = 0; i < taken; ++i) {
      serve_plainly(*batch[i], context);
      finished_.append(batch[i]);
      if (finished_.full() || (queues_.ready_count.consumer_sleeps() && now_ns() - since_ns > PATIENCE_NS)) queues_.flush(finished_);
    }
    queues_.flush(finished_);
  }
}

}  // namespace tswalk
