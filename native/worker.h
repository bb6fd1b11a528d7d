/**
 * A worker: a thread that takes requests from the pending queue, serves them, and pushes them to the ready queue.
 *
 * In: the queues, and which backend to serve by. Out: answered requests, and counts of them. start() and join() belong to the
 * submitting thread; the rest is the worker's own.
 *
 * A synchronous worker takes a fair share of what is pending and serves one request after the other. A worker with an io_uring begins
 * another share at every turn, while the ring has room, and goes on with those that complete; it blocks in the pending queue only when
 * nothing is begun. How many workers there are is decided in pace.h; one that is not wanted any more leaves between two shares. Without a
 * ring, or when that fails, it is a synchronous one. Either flushes what it has finished before it may block. A worker that pops STOP
 * pushes it back, takes no more, finishes what it has begun, and leaves.
 */
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>

#include "backend.h"
#include "block-watch.h"
#include "finished-batch.h"
#include "queues.h"
#include "service.h"

namespace tswalk {

class UringDispatch;

/** pthread_create's signature: tests let it fail. */
using StartThread = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

/** Called by a worker before it serves a request: tests let it sleep. */
using BeforeService = void (*)() noexcept;

/** What is the same for all workers of a queue object. */
struct WorkerOptions {
  Dispatch dispatch = Dispatch::sync;
  /** How many workers there should be, which they find out themselves. */
  Pace* pace = nullptr;
  /** Which way they ask for statuses, likewise. */
  StatusWay* statuses = nullptr;
  /** In the slab. */
  const EntryFilter* filter = nullptr;
  /** For each ring, most kernel threads that may block for it. */
  unsigned kernel_workers = 1;
  StartThread start_thread = pthread_create;
  BeforeService before_service = nullptr;
  BeforeStatus before_status = nullptr;
};

class Worker {
 public:
  /** @param number From 0; the workers with the highest numbers leave when fewer are wanted. */
  Worker(Queues& queues, const WorkerOptions& options, std::int32_t number) noexcept
      : queues_(queues), options_(options), number_(number) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { join(); }

  /** Start the thread, with all signals blocked. @return false where there is none to be had. */
  bool start() noexcept;

  /** Wait for the thread, which ends at STOP, or has left. */
  void join() noexcept;

  /** The thread has ended, or is about to, because fewer are wanted. It can be started again after join(). */
  bool has_left() const noexcept { return has_left_.load(std::memory_order_acquire); }

  const ServedCounters& served() const noexcept { return served_; }

  /** What this worker has come to: nothing yet, a ring, or none although it was to use one. */
  enum class RingState { none, works, failed };
  RingState ring_state() const noexcept { return ring_state_.load(std::memory_order_relaxed); }

 private:
  static void* run_thread(void* worker) noexcept;
  void run() noexcept;
  /** Until the queue is stopped or fewer workers are wanted; or as long as a ring would bring nothing. */
  void serve_synchronously(bool until_ring_pays) noexcept;
  /** After so many requests. */
  bool ring_pays(std::size_t served) const noexcept;
  /** Ends at STOP, or when the ring is beyond use. */
  void serve_with_ring(UringDispatch& ring) noexcept;
  bool begin_with_ring(UringDispatch& ring) noexcept;

  /** Fewer workers are wanted than have a lower number than this one. */
  bool is_superfluous() const noexcept { return number_ >= options_.pace->wanted(); }

  /** So many requests of the share that has been begun are served. */
  void end_share(std::uint64_t served) noexcept;

  /** Take up to `most` requests, waiting for the first where `wait` says so. @return how many; possibly none, also after STOP. */
  std::size_t take(Request** batch, std::size_t most, Wait wait) noexcept;

  Queues& queues_;
  const WorkerOptions& options_;
  const std::int32_t number_;

  // The submitting thread's.
  pthread_t thread_{};
  bool started_ = false;

  // Written by the worker, read by any.
  alignas(FALSE_SHARING_BYTES) ServedCounters served_;
  std::atomic<RingState> ring_state_{RingState::none};
  std::atomic<bool> has_left_{false};

  // The worker's own.
  bool stopped_ = false;
  BlockWatch watch_{Pace::SLOW_NS};
  FinishedBatch finished_{queues_};
  DirentBuffer buffer_;
  ServiceContext context_{queues_.cancelled, *options_.pace, *options_.statuses, served_, buffer_, *options_.filter, options_.before_status};
};

}  // namespace tswalk
