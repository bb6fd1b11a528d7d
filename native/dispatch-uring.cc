/** Serving requests through an io_uring; see the header. */
#include "dispatch-uring.h"

#if TSWALK_HAVE_URING

#include <fcntl.h>
#include <time.h>

#include <array>
#include <cerrno>
#include <new>

#include "dispatch-sync.h"
#include "flight.h"
#include "kernel-order.h"
#include "open-directory.h"
#include "ring.h"

namespace tswalk {

namespace {

/**
 * The call was not made: openat2 could not tell, for a rename beside ".." (EAGAIN); the kernel's thread was disturbed (EINTR); it could not be
 * created, for want of memory or under a limit of processes (ECANCELED). All of them are served plainly.
 */
bool asks_for_another_try(int result) noexcept { return result == -EAGAIN || result == -EINTR || result == -ECANCELED; }

bool is_big(Slot slot) noexcept { return slot->count >= StatusWay::BIG; }

class RingDispatch final : public UringDispatch {
 public:
  bool set_up(const RingOptions& options) noexcept;

  std::size_t room() const noexcept override { return first_waiting_ == nullptr ? free_count_ : 0; }
  bool idle() const noexcept override { return free_count_ == limit_ && first_waiting_ == nullptr; }
  void begin(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept override;
  bool turn(ServiceContext& context, FinishedBatch& finished) noexcept override;

 private:
  static constexpr std::size_t MOST_FLIGHTS = 64;

  /** How often in a row the kernel may refuse a submission, with nothing of ours in it, before it is believed. */
  static constexpr int MOST_REFUSALS = 8;

  Flight& take_off(Request& request, Flight::Kind kind) noexcept;
  struct io_uring_sqe* next_entry(Flight& flight) noexcept;
  void land(Flight& flight) noexcept;

  void start(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept;
  bool prepare_open(Request& request) noexcept;
  void prepare_stat(Flight& flight, Links links) noexcept;
  void opened(Request& request, int fd, ServiceContext& context, FinishedBatch& finished) noexcept;
  void ask_status(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept;
  bool ask_status_now(Request& request, ServiceContext& context) noexcept;
  void go_over_to_ring(Request& request, ServiceContext& context) noexcept;
  void end_ring_pass(Request& request, ServiceContext& context) noexcept;
  void unclaim(ServiceContext& context) noexcept;
  void finish_if_complete(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept;

  std::size_t reap(ServiceContext& context, FinishedBatch& finished) noexcept;
  void completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept;
  void open_completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept;
  void stat_completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept;
  void stat_done(Flight& flight, bool by_ring, ServiceContext& context, FinishedBatch& finished) noexcept;

  void wait_in_line(Request& request) noexcept;
  void serve_line(ServiceContext& context, FinishedBatch& finished) noexcept;
  bool is_refused(int error) noexcept;
  void serve_plainly_what_is_prepared(ServiceContext& context, FinishedBatch& finished) noexcept;

  Ring ring_;
  /** Whatever can be goes through the ring. */
  bool forced_ = false;
  bool can_stat_ = false;
  /** Kernel threads beside its own one. */
  std::int32_t claimed_ = 0;
  std::size_t limit_ = 0;
  int refusals_ = 0;
  std::size_t free_count_ = 0;
  std::array<Flight*, MOST_FLIGHTS> free_;
  std::array<Flight, MOST_FLIGHTS> flights_;

  /** The line of requests that wait for free flights, served from the first. */
  Request* first_waiting_ = nullptr;
  Request* last_waiting_ = nullptr;
};

bool RingDispatch::set_up(const RingOptions& options) noexcept {
  if (!ring_.set_up(options.kernel_workers)) return false;
  forced_ = options.forced;
  can_stat_ = ring_.operations().statx;
  limit_ = std::min<std::size_t>(MOST_FLIGHTS, ring_.entries());
  for (std::size_t i = 0; i < limit_; ++i) land(flights_[i]);
  return true;
}

Flight& RingDispatch::take_off(Request& request, Flight::Kind kind) noexcept {
  Flight& flight = *free_[--free_count_];
  flight.request = &request;
  flight.kind = kind;
  ++request.serving.awaited;
  return flight;
}

/** There is one: no more flights exist than entries. */
struct io_uring_sqe* RingDispatch::next_entry(Flight& flight) noexcept {
  struct io_uring_sqe* const sqe = io_uring_get_sqe(ring_.get());
  io_uring_sqe_set_data(sqe, &flight);
  before_kernel(&flight);
  return sqe;
}

void RingDispatch::land(Flight& flight) noexcept {
  flight.request = nullptr;
  free_[free_count_++] = &flight;
}

void RingDispatch::begin(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept {
  request.serving = {};
  // The ones begun before it, since room() was asked, may have taken all flights.
  if (room() > 0) {
    start(request, context, finished);
  } else {
    wait_in_line(request);
  }
  unclaim(context);
}

/** Begin a request, for which there is at least one free flight. */
void RingDispatch::start(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept {
  const Slot slot = request.slot;
  request.serving.is_begun = true;
  if (!start_answer(slot, context)) {
    finished.add(request);
    return;
  }
  switch (Operation{slot->operation}) {
    case Operation::opendir:
      // Where opens block each has a thread of its own already, which the ring would only let wait for another: status-way.h.
      if ((!forced_ && context.pace.is_slow()) || !prepare_open(request)) opened(request, open_plainly(slot, context), context, finished);
      return;
    case Operation::read:
      read_next(request, context);
      context.served.count(Counted::read, false);
      break;
    case Operation::stat:
      break;
    case Operation::unlink:
      unlink_plainly(slot, context);
      finish_listing(slot);
      finished.add(request);
      return;
    default:
      if (ring_.operations().close) {
        io_uring_prep_close(next_entry(take_off(request, Flight::Kind::close)), slot->dirfd);
      } else {
        close_plainly(slot, context);
        finished.add(request);
      }
      return;
  }
  ask_status(request, context, finished);
}

/** Prepare the open of an OPENDIR. @return false where the ring cannot do it. */
bool RingDispatch::prepare_open(Request& request) noexcept {
  const Slot slot = request.slot;
  const OpenPlan plan = plan_open(slot.path(), static_cast<std::size_t>(slot->path_length), slot->flags, O_RDONLY);
  const bool can = plan.way == OpenWay::plain ? ring_.operations().openat : ring_.operations().openat2;
  // Where it is to be refused for its device there is nothing to open: leave that to the plain way, which looks first.
  if (!can || check_device(slot) != 0) return false;
  Flight& flight = take_off(request, Flight::Kind::open);
  struct io_uring_sqe* const sqe = next_entry(flight);
  if (plan.way == OpenWay::plain) {
    io_uring_prep_openat(sqe, slot->dirfd, slot.path(), plan.open_flags, 0);
  } else {
    flight.how = no_links_how(plan.open_flags);
    io_uring_prep_openat2(sqe, slot->dirfd, slot.path(), &flight.how);
  }
  return true;
}

void RingDispatch::prepare_stat(Flight& flight, Links links) noexcept {
  const int dirfd = flight.request->slot->dirfd;
  io_uring_prep_statx(next_entry(flight), dirfd, entry::name(flight.at), statx_flags(links), STATUS_MASK, &flight.status);
}

void RingDispatch::opened(Request& request, int fd, ServiceContext& context, FinishedBatch& finished) noexcept {
  if (accept_directory(request, fd, context)) {
    ask_status(request, context, finished);
  } else {
    finished.add(request);
  }
}

/** Begin the status pass of a request, as far as flights are free. */
void RingDispatch::ask_status(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept {
  StatusPass::begin(request);
  if (can_stat_ && (forced_ || (is_big(request.slot) && context.statuses.begin_pass() == StatusWay::Way::ring))) {
    go_over_to_ring(request, context);
  }
  if (first_waiting_ != nullptr || !ask_status_now(request, context)) {
    wait_in_line(request);
  } else {
    finish_if_complete(request, context, finished);
  }
}

/** Go on with a status pass. @return false where it needs more flights than are free. */
bool RingDispatch::ask_status_now(Request& request, ServiceContext& context) noexcept {
  if (!can_stat_ || !request.serving.by_ring) {
    if (stat_plainly(request, context, can_stat_)) return request.serving.all_asked = true;
    go_over_to_ring(request, context);
  }
  while (free_count_ > 0) {
    StatusRecord* record;
    std::uint8_t* const at = StatusPass::next(request, record);
    if (at == nullptr) return request.serving.all_asked = true;
    Flight& flight = take_off(request, Flight::Kind::stat);
    flight.at = at;
    flight.record = record;
    prepare_stat(flight, links_of(request.slot));
    ++request.serving.asked_by_ring;
  }
  return false;
}

/** The rest of a pass, or all of it, is asked for through the ring, as many at once as there are kernel threads to be had. */
void RingDispatch::go_over_to_ring(Request& request, ServiceContext& context) noexcept {
  request.serving.by_ring = true;
  if (forced_) return;
  request.serving.ring_since_ns = monotonic_ns();
  if (claimed_ == 0 && (claimed_ = context.statuses.claim()) > 0) ring_.limit_kernel_workers(1 + static_cast<unsigned>(claimed_));
}

/** The last completion of a pass is there. */
void RingDispatch::end_ring_pass(Request& request, ServiceContext& context) noexcept {
  const Request::Serving& serving = request.serving;
  if (serving.asked_by_ring > 0) context.statuses.note_ring(serving.asked_by_ring, monotonic_ns() - serving.ring_since_ns);
}

/** Give the kernel threads back, once nothing is under way: another ring may want them. */
void RingDispatch::unclaim(ServiceContext& context) noexcept {
  if (claimed_ == 0 || !idle()) [[likely]] return;
  ring_.limit_kernel_workers(1);
  context.statuses.give_back(claimed_);
  claimed_ = 0;
}

void RingDispatch::finish_if_complete(Request& request, ServiceContext& context, FinishedBatch& finished) noexcept {
  if (!request.serving.all_asked || request.serving.awaited > 0) return;
  if (request.serving.by_ring && !forced_) end_ring_pass(request, context);
  finish_listing(request.slot);
  finished.add(request);
}

bool RingDispatch::turn(ServiceContext& context, FinishedBatch& finished) noexcept {
  const int result = io_uring_submit_and_wait(ring_.get(), 1);
  const std::size_t reaped = reap(context, finished);
  if (result < 0 && result != -EINTR && reaped == 0 && is_refused(result)) {
    serve_plainly_what_is_prepared(context, finished);
    unclaim(context);
    return false;
  }
  serve_line(context, finished);
  unclaim(context);
  return true;
}

/** Go on with the completions that are there. @return how many there were. */
std::size_t RingDispatch::reap(ServiceContext& context, FinishedBatch& finished) noexcept {
  struct io_uring_cqe* cqes[MOST_FLIGHTS];
  const unsigned count = io_uring_peek_batch_cqe(ring_.get(), cqes, MOST_FLIGHTS);
  for (unsigned i = 0; i < count; ++i) {
    auto* const flight = static_cast<Flight*>(io_uring_cqe_get_data(cqes[i]));
    after_kernel(flight);
    completed(*flight, cqes[i]->res, context, finished);
  }
  io_uring_cq_advance(ring_.get(), count);
  if (count > 0) refusals_ = 0;
  return count;
}

void RingDispatch::completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept {
  Request& request = *flight.request;
  --request.serving.awaited;
  switch (flight.kind) {
    case Flight::Kind::close:
      land(flight);
      if (result == -ECANCELED) {
        close_plainly(request.slot, context);
      } else {
        request.slot->result = result;
        request.slot->dirfd = -1;
        context.served.count(Counted::close, true);
      }
      finished.add(request);
      break;
    case Flight::Kind::open:
      open_completed(flight, result, context, finished);
      break;
    case Flight::Kind::stat:
    case Flight::Kind::stat_of_link:
      stat_completed(flight, result, context, finished);
      break;
  }
}

void RingDispatch::open_completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept {
  Request& request = *flight.request;
  land(flight);
  if (asks_for_another_try(result)) {
    result = open_plainly(request.slot, context);
  } else {
    context.served.count(Counted::opendir, true);
  }
  opened(request, result, context, finished);
}

void RingDispatch::stat_completed(Flight& flight, int result, ServiceContext& context, FinishedBatch& finished) noexcept {
  Request& request = *flight.request;
  StatusRecord& record = *flight.record;
  if (asks_for_another_try(result)) {
    stat_name(request.slot->dirfd, entry::name(flight.at), links_of(request.slot), record);
    stat_done(flight, false, context, finished);
    return;
  }
  if (flight.kind == Flight::Kind::stat && request.slot.has(REQUEST_STATUS_FOLLOW) && is_broken_link(result)) {
    flight.kind = Flight::Kind::stat_of_link;
    ++request.serving.awaited;
    prepare_stat(flight, Links::keep);
    return;
  }
  record.result = result;
  if (result == 0) convert_statx(flight.status, record);
  if (record.result == 0 && flight.kind == Flight::Kind::stat_of_link) record.flags |= STATUS_IS_LINK;
  stat_done(flight, true, context, finished);
}

/** A record has been filled. */
void RingDispatch::stat_done(Flight& flight, bool by_ring, ServiceContext& context, FinishedBatch& finished) noexcept {
  Request& request = *flight.request;
  StatusPass::note_type(flight.at, *flight.record);
  context.served.count(Counted::stat, by_ring);
  land(flight);
  finish_if_complete(request, context, finished);
}

void RingDispatch::wait_in_line(Request& request) noexcept {
  request.serving.next = nullptr;
  (first_waiting_ == nullptr ? first_waiting_ : last_waiting_->serving.next) = &request;
  last_waiting_ = &request;
}

/** Let the requests in line have the flights that are free. */
void RingDispatch::serve_line(ServiceContext& context, FinishedBatch& finished) noexcept {
  while (first_waiting_ != nullptr && free_count_ > 0) {
    Request& request = *first_waiting_;
    if (request.serving.is_begun && !ask_status_now(request, context)) return;
    first_waiting_ = request.serving.next;
    if (request.serving.is_begun) {
      finish_if_complete(request, context, finished);
    } else {
      start(request, context, finished);
    }
  }
}

/**
 * The kernel has refused a submission (EAGAIN, EBUSY, or worse), and no completion was there; what was prepared still lies in
 * the submission queue. If the kernel has something of ours, wait for that before another try; if not, for a moment.
 *
 * @return Whether to give up.
 */
bool RingDispatch::is_refused(int error) noexcept {
  const std::size_t begun = limit_ - free_count_;
  if (io_uring_sq_ready(ring_.get()) < begun) {
    struct io_uring_cqe* cqe;
    io_uring_wait_cqe(ring_.get(), &cqe);
    return false;
  }
  const bool is_lasting = error != -EAGAIN && error != -EBUSY && error != -ENOMEM;
  if (is_lasting || ++refusals_ == MOST_REFUSALS) return true;
  const timespec moment{0, 1'000'000};
  nanosleep(&moment, nullptr);
  return false;
}

/** The ring is beyond use and the kernel has nothing of ours: do what was prepared, and all that follows from it, without. */
void RingDispatch::serve_plainly_what_is_prepared(ServiceContext& context, FinishedBatch& finished) noexcept {
  ring_.give_up();
  can_stat_ = false;
  for (Flight& flight : flights_) {
    if (flight.request == nullptr) continue;
    Request& request = *flight.request;
    --request.serving.awaited;
    if (flight.kind == Flight::Kind::close) {
      land(flight);
      close_plainly(request.slot, context);
      finished.add(request);
    } else if (flight.kind == Flight::Kind::open) {
      land(flight);
      opened(request, open_plainly(request.slot, context), context, finished);
    } else {
      stat_name(request.slot->dirfd, entry::name(flight.at), links_of(request.slot), *flight.record);
      stat_done(flight, false, context, finished);
    }
  }
  serve_line(context, finished);
}

}  // namespace

std::unique_ptr<UringDispatch> UringDispatch::create(const RingOptions& options) noexcept {
  auto* const dispatch = new (std::nothrow) RingDispatch;
  std::unique_ptr<UringDispatch> owned(dispatch);
  if (dispatch == nullptr || !dispatch->set_up(options)) return nullptr;
  return owned;
}

}  // namespace tswalk

#else

namespace tswalk {

std::unique_ptr<UringDispatch> UringDispatch::create(const RingOptions&) noexcept { return nullptr; }

}  // namespace tswalk

#endif
