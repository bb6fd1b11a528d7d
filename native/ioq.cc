/** The queue object; see the header. */
#include "ioq.h"

#include <algorithm>
#include <cerrno>
#include <new>

#include "dispatch-sync.h"

namespace tswalk {

std::unique_ptr<Ioq> Ioq::create(std::uint8_t* slab, const IoqOptions& options) noexcept {
  if (options.depth < 1 || options.depth > MAX_SLOTS || options.workers < 1) return nullptr;
  std::unique_ptr<Ioq> ioq(new (std::nothrow) Ioq(options));
  if (ioq == nullptr || !ioq->allocate(slab)) return nullptr;
  return ioq;
}

Ioq::Ioq(const IoqOptions& options) noexcept
    : options_(options),
      pace_(options.least_workers > 0 ? options.least_workers : options.workers, options.workers),
      statuses_(options.dispatch == Dispatch::opens_by_ring, options.workers),
      // Each worker has a ring, and each ring an equal part of the kernel threads: one, for there are to be no more than workers.
      worker_options_{.dispatch = options.dispatch,
                      .pace = &pace_,
                      .statuses = &statuses_,
                      .kernel_workers = 1,
                      .start_thread = options.start_thread,
                      .before_service = options.before_service,
                      .before_status = options.before_status},
      queues_(static_cast<std::size_t>(options.depth)) {}

bool Ioq::allocate(std::uint8_t* slab) noexcept {
  requests_.reset(new (std::nothrow) Request[static_cast<std::size_t>(depth())]);
  workers_.reset(new (std::nothrow) std::unique_ptr<Worker>[static_cast<std::size_t>(options_.workers)]);
  own_buffer_.reset(new (std::nothrow) DirentBuffer);
  if (options_.timed) timing_.reset(new (std::nothrow) Timing);
  queues_.timing = timing_.get();
  worker_options_.filter = &EntryFilter::of_slab(slab);
  if (!queues_.ok() || requests_ == nullptr || workers_ == nullptr || own_buffer_ == nullptr) return false;
  for (std::int32_t i = 0; i < depth(); ++i) {
    requests_[i].number = i;
    requests_[i].slot = Slot(slab + CONTROL_BYTES + static_cast<std::size_t>(i) * SLOT_BYTES);
  }
  return true;
}

Ioq::~Ioq() {
  if (requests_ == nullptr || !queues_.ok()) return;
  join();
  std::int32_t number;
  while (reap({&number, 1}, false) == 1) {
    // A directory that was handed out by an answer which nobody has seen: whoever would have closed it is gone.
    const Slot slot = requests_[number].slot;
    if (slot->dirfd >= 0 && (Operation{slot->operation} == Operation::opendir || !slot.has(REQUEST_KEEP))) Fd close(slot->dirfd);
  }
}

int Ioq::submit(std::span<const std::int32_t> slots) noexcept {
  if (queues_.cancelled.load(std::memory_order_relaxed)) return -EINTR;
  if (slots.size() > static_cast<std::size_t>(capacity())) return -EAGAIN;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::int32_t number = slots[i];
    if (number < 0 || number >= depth() || requests_[number].in_flight) {
      for (std::size_t j = 0; j < i; ++j) requests_[slots[j]].in_flight = false;
      return -EINVAL;
    }
    requests_[number].in_flight = true;
  }
  size_ += static_cast<std::int32_t>(slots.size());
  if (timing_ != nullptr) [[unlikely]] {
    const std::int64_t now = monotonic_ns();
    for (const std::int32_t number : slots) requests_[number].submitted_ns = now;
    note_depth();
  }
  queues_.pending_count.fetch_add(static_cast<std::int32_t>(slots.size()), std::memory_order_relaxed);
  Batch<Request> batch;
  for (const std::int32_t number : slots) {
    batch.append(&requests_[number]);
    if (batch.full()) batch.flush(queues_.pending);
  }
  batch.flush(queues_.pending);
  // A read-modify-write, so that it takes a side: either the cancel comes after it, and then STOP lies behind these requests
  // (its acquire pairs with this release), or it came before, and then this thread knows and will not sleep in reap().
  bool cancelled = false;
  queues_.cancelled.compare_exchange_strong(cancelled, false, std::memory_order_acq_rel);
  start_workers();
  is_first_ = false;
  return static_cast<int>(slots.size());
}

void Ioq::start_workers() noexcept {
  std::int32_t started = workers_started();
  const std::int32_t wanted = std::min(pace_.wanted(), size_);
  if (threads_failed_ || (started >= wanted && pace_.shrunk() == 0)) [[likely]] return;
  // The first request is served by the thread that waits for it; a ring, if it must be one, belongs to a worker.
  if (is_first_ && size_ == 1 && options_.dispatch != Dispatch::uring) return;
  for (std::int32_t i = 0; i < std::min(started, wanted); ++i) {
    if (!workers_[i]->has_left()) continue;
    workers_[i]->join();
    if (!workers_[i]->start()) return;
  }
  for (; started < wanted; started_.store(++started, std::memory_order_relaxed)) {
    std::unique_ptr<Worker>& worker = workers_[started];
    worker.reset(new (std::nothrow) Worker(queues_, worker_options_, started));
    if (worker != nullptr && worker->start()) continue;
    worker.reset();
    threads_failed_ = true;
    return;
  }
}

bool Ioq::must_wait() const noexcept {
  return size_ > 0 && !joined_ && workers_started() > 0 && !queues_.cancelled.load(std::memory_order_relaxed);
}

bool Ioq::wait_for(const timespec& most) noexcept { return !must_wait() || queues_.ready_count.wait_beyond_for(reaped_, most); }

bool Ioq::arm(Bell& bell) noexcept {
  if (!must_wait()) return false;
  armed_ = queues_.ready_count.arm(reaped_, bell);
  return armed_;
}

std::size_t Ioq::reap(std::span<std::int32_t> slots, bool wait) noexcept {
  if (armed_) [[unlikely]] {
    queues_.ready_count.disarm();
    armed_ = false;
  }
  if (workers_started() == 0) {
    serve_here(BATCH_LENGTH);
  } else if (wait && queues_.cancelled.load(std::memory_order_relaxed)) {
    join();
  }
  // Once joined nothing comes any more; all that is left is there.
  if (wait && size_ > 0 && !joined_ && !slots.empty()) queues_.ready_count.wait_beyond(reaped_);
  std::size_t taken = 0;
  while (taken < slots.size()) {
    const auto there = static_cast<std::size_t>(std::max(queues_.ready_count.beyond(reaped_), 0));
    Request* batch[BATCH_LENGTH];
    const std::size_t most = std::min({there, BATCH_LENGTH, slots.size() - taken});
    if (most == 0) break;
    // One at least is in the queue, but its worker may have been overtaken by another between its index and its slot: the first
    // of a wait must not come to nothing, the others can be left for the next time.
    const std::size_t got = queues_.ready.pop_batch({batch, most}, wait && taken == 0 ? Wait::block : Wait::poll);
    if (got == 0) break;
    for (std::size_t i = 0; i < got; ++i) {
      batch[i]->in_flight = false;
      slots[taken++] = batch[i]->number;
    }
    reaped_ += static_cast<std::uint32_t>(got);
    size_ -= static_cast<std::int32_t>(got);
  }
  if (timing_ != nullptr) [[unlikely]] note_depth();
  return taken;
}

void Ioq::cancel() noexcept {
  if (queues_.cancelled.exchange(true, std::memory_order_acq_rel)) return;
  queues_.pending.push(&queues_.stop);
  if (workers_started() == 0) serve_here(MAX_SLOTS);
}

void Ioq::join() noexcept {
  cancel();
  if (joined_) return;
  for (std::int32_t i = 0; i < workers_started(); ++i) workers_[i]->join();
  // The last worker has pushed STOP back behind everything else but what was submitted during the cancel. Once it is out of
  // the way, nobody but this thread pushes or pops here.
  while (queues_.pending_count.load(std::memory_order_relaxed) > 0) serve_here(MAX_SLOTS);
  joined_ = true;
}

void Ioq::serve_here(std::size_t most) noexcept {
  ServiceContext context{queues_.cancelled, pace_, statuses_, own_served_, *own_buffer_, *worker_options_.filter, options_.before_status};
  FinishedBatch finished(queues_);
  while (most-- > 0 && queues_.pending_count.load(std::memory_order_relaxed) > 0) {
    Request* const request = queues_.pending.pop(Wait::poll);
    if (request == nullptr) break;
    if (request == &queues_.stop) {
      queues_.pending.push(request);
      break;
    }
    queues_.pending_count.fetch_sub(1, std::memory_order_relaxed);
    serve_plainly(*request, context);
    finished.add(*request);
  }
  finished.flush();
}

Backend Ioq::backend() const noexcept {
  bool works = false, failed = options_.dispatch != Dispatch::uring;
  for (std::int32_t i = 0; i < workers_started(); ++i) {
    works |= workers_[i]->ring_state() == Worker::RingState::works;
    failed |= workers_[i]->ring_state() == Worker::RingState::failed;
  }
  return works || !failed ? Backend::uring : Backend::sync;
}

std::int64_t Ioq::served(Counted kind, bool by_ring) const noexcept {
  std::int64_t sum = own_served_.get(kind, by_ring);
  for (std::int32_t i = 0; i < workers_started(); ++i) sum += workers_[i]->served().get(kind, by_ring);
  return sum;
}

}  // namespace tswalk
