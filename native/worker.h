/**
 * A worker: a thread that takes requests from the pending queue, serves them, and pushes them to the ready queue.
 *
 * In: the queues, and which backend to serve by. Out: answered requests, and counts of them. start() and join() belong to the
 * submitting thread; the rest is the worker's own.
 *
 * What has been finished is gathered in a batch, and flushed when that is full, before the worker may block, and early where
 * the consumer sleeps. A worker that pops STOP pushes it back, takes no more, finishes what it has begun, and leaves.
 */
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>

#include "queues.h"
#include "service.h"

namespace tswalk {

class UringDispatch;

/** pthread_create's signature: tests let it fail. */
using StartThread = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

/** What is the same for all workers of a queue object. */
struct WorkerOptions {
  bool use_ring = false;
  /** Number of workers that share the work, at most. */
  std::int32_t workers = 1;
  StartThread start_thread = pthread_create;
};

class Worker {
 public:
  Worker(Queues& queues, const WorkerOptions& options) noexcept : queues_(queues), options_(options) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { join(); }

  /** Start the thread, with all signals blocked. @return false where there is none to be had. */
  bool start() noexcept;

  /** Wait for the thread, which ends at STOP. */
  void join() noexcept;

  const ServedCounters& served() const noexcept { return served_; }

  /** Whether this worker could not have a ring although it was to use one. */
  bool ring_failed() const noexcept { return ring_failed_.load(std::memory_order_relaxed); }

 private:
  static void* run_thread(void* worker) noexcept;
  void serve_synchronously() noexcept;
  void serve_with_ring(UringDispatch& ring) noexcept;
  /** Take up to a fair share. @return how many; 0 where `wait` is poll and nothing is there, or after STOP. */
  std::size_t take(Request** batch, std::size_t most, Wait wait) noexcept;

  Queues& queues_;
  const WorkerOptions& options_;

  // The submitting thread's.
  pthread_t thread_{};
  bool started_ = false;

  // Written by the worker, read by any.
  alignas(FALSE_SHARING_BYTES) ServedCounters served_;
  std::atomic<bool> ring_failed_{false};

  // The worker's own.
  bool stopped_ = false;
  Batch<Request> finished_;
  DirentBuffer buffer_;
};

}  // namespace tswalk
