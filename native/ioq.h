/**
 * The queue object: slots of a slab go in as requests and come back answered, served by worker threads.
 *
 * In: slot numbers whose slots JavaScript has filled in. Out: the same numbers, in the order in which they were finished.
 *
 *     submit ──push──▶ pending ──pop──▶ workers ──push──▶ ready ──pop──▶ reap
 *
 * `size` counts requests from submit to reap and never exceeds `depth`. Each slot has one request object, so that a request needs no
 * allocation. Everything is for one thread, the one that made the object, except cancel(), which is safe from any.
 *
 * Workers are started with the second request, no more of them than requests are in flight, and no more than pace.h wants: to list one
 * small directory takes less time than to start a thread. Until one runs, or where none can be had, reap() serves requests on the calling
 * thread. A queue for which io_uring was asked for starts its worker with the first request.
 *
 * After cancel() new requests are refused with EINTR, and pending ones answered -EINTR; closes still run. A submit that races with a
 * cancel by another thread may have put requests behind STOP, where no worker looks: whoever waits next notices, and serves them.
 */
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "backend.h"
#include "fd.h"
#include "queues.h"
#include "service.h"
#include "worker.h"

namespace tswalk {

struct IoqOptions {
  /** Number of slots, 1 to MAX_SLOTS. */
  std::int32_t depth = 64;
  /** Most worker threads, at least 1. */
  std::int32_t workers = 2;
  /** So many as long as no request blocks, then more, up to `workers` (pace.h). 0: all of them from the beginning. */
  std::int32_t least_workers = 0;
  Dispatch dispatch = Dispatch::sync;
  StartThread start_thread = pthread_create;
  BeforeService before_service = nullptr;
  BeforeStatus before_status = nullptr;
  /** Measure latencies and depths. */
  bool timed = false;
};

class Ioq {
 public:
  /**
   * @param slab SLOT_BYTES for each slot behind CONTROL_BYTES, aligned to 8, outlives the object.
   * @return nullptr where memory is short, or the options are out of their ranges.
   */
  static std::unique_ptr<Ioq> create(std::uint8_t* slab, const IoqOptions& options) noexcept;

  /** Cancel, join, and close the directories of answers that nobody has reaped. */
  ~Ioq();

  /**
   * Hand over slots.
   *
   * @return how many, which is all of them; or nothing was done: -EINVAL for a number out of range or in flight already, -EAGAIN
   *         where more than `depth` would be in flight, -EINTR after cancel.
   */
  int submit(std::span<const std::int32_t> slots) noexcept;

  /**
   * Take finished slots.
   *
   * @param slots Out: their numbers.
   * @param wait  Sleep until there is one; returns 0 at once where nothing is in flight.
   */
  std::size_t reap(std::span<std::int32_t> slots, bool wait) noexcept;

  /** Sleep until a finished slot is there, but not longer than `most`. @return Whether one is, or reap() need not wait at all. */
  bool wait_for(const timespec& most) noexcept;

  /**
   * Have `bell` rung when a finished slot is there, for a thread that must not sleep in reap(). Once; the next reap() ends it. The
   * bell must be the same one each time, and outlive the object.
   *
   * @return false where waiting is not called for: something is there, nothing is in flight, or reap() itself serves.
   */
  bool arm(Bell& bell) noexcept;

  /** Refuse what is not started, except closes. Idempotent, from any thread. */
  void cancel() noexcept;

  /** Cancel, wait for the workers, answer what they have left over. reap() then returns the rest without waiting. Idempotent. */
  void join() noexcept;

  std::int32_t depth() const noexcept { return options_.depth; }
  std::int32_t size() const noexcept { return size_; }
  std::int32_t capacity() const noexcept { return depth() - size(); }

  /** What serves: uring where a worker has a ring, or will have one that was asked for. */
  Backend backend() const noexcept;
  std::int32_t workers_started() const noexcept { return started_.load(std::memory_order_relaxed); }
  std::int64_t served(Counted kind, bool by_ring) const noexcept;
  /** What has come of the number of workers. */
  const Pace& pace() const noexcept { return pace_; }
  /** Which way statuses have been asked for. */
  const StatusWay& statuses() const noexcept { return statuses_; }
  /** What was measured; null where nothing was to be. */
  const Timing* timing() const noexcept { return timing_.get(); }

 private:
  explicit Ioq(const IoqOptions& options) noexcept;
  bool allocate(std::uint8_t* slab) noexcept;

  /** Only a worker can finish what is in flight. */
  bool must_wait() const noexcept;
  /** Start as many workers as the requests in flight need. */
  void start_workers() noexcept;
  /** Serve pending requests on this thread, at most `most`, up to STOP or the end. */
  void serve_here(std::size_t most) noexcept;
  void note_depth() noexcept { timing_->depths.note(size_, monotonic_ns()); }

  const IoqOptions options_;
  Pace pace_;
  StatusWay statuses_;
  WorkerOptions worker_options_;
  std::unique_ptr<Timing> timing_;
  Queues queues_;
  std::unique_ptr<Request[]> requests_;
  std::unique_ptr<std::unique_ptr<Worker>[]> workers_;
  std::unique_ptr<DirentBuffer> own_buffer_;
  ServedCounters own_served_;

  /** Workers that run. Written by the submitting thread. */
  std::atomic<std::int32_t> started_{0};

  // The submitting thread's.
  /** Nothing has been submitted yet. */
  bool is_first_ = true;
  bool threads_failed_ = false;
  bool joined_ = false;
  /** A bell has been left with the ready queue. */
  bool armed_ = false;
  /** Requests from submit to reap. */
  std::int32_t size_ = 0;
  /** Requests popped from the ready queue since the beginning. */
  std::uint32_t reaped_ = 0;
};

}  // namespace tswalk
