/** Setting up an io_uring; see the header. Empty where liburing is not. */
#if TSWALK_HAVE_URING

#include "ring.h"

#include <cerrno>

#include "kernel-order.h"

namespace tswalk {

namespace {

/** One page of submission entries. More than 64 requests at once gain nothing, on a cold disk either. */
constexpr unsigned MOST_ENTRIES = 64;
constexpr unsigned LEAST_ENTRIES = 8;

/** From the most to the least that a kernel takes: 6.1, 5.19, any. Never SQPOLL, which keeps a core busy. */
constexpr unsigned FLAGS[] = {
    IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
    IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
    0,
};

/** Stands for the addresses of rings: one that is unmapped by a thread may be another's next, and liburing tells no sanitizer. */
char ring_addresses;

}  // namespace

Ring::~Ring() { tear_down(); }

void Ring::tear_down() noexcept {
  if (!is_set_up_) return;
  before_kernel(&ring_addresses);
  io_uring_queue_exit(&ring_);
  is_set_up_ = false;
}

bool Ring::set_up(unsigned kernel_workers) noexcept {
  is_set_up_ = initialise();
  if (!is_set_up_) return false;
  after_kernel(&ring_addresses);
  limit_kernel_workers(kernel_workers);
  if (probe() && try_out()) return true;
  tear_down();
  return false;
}

void Ring::limit_kernel_workers(unsigned most_of_them) noexcept {
  // Both kinds, bounded and unbounded: ours are bounded, but which are which has changed before. Linux 5.15; without it, no limit.
  unsigned most[2] = {most_of_them, most_of_them};
  io_uring_register_iowq_max_workers(&ring_, most);
}

bool Ring::initialise() noexcept {
  // Before 5.12 the rings count as locked memory, which is scarce (RLIMIT_MEMLOCK): fewer entries may be had.
  for (unsigned entries = MOST_ENTRIES; entries >= LEAST_ENTRIES; entries /= 2) {
    int result = -EINVAL;
    for (const unsigned flags : FLAGS) {
      result = io_uring_queue_init(entries, &ring_, flags);
      if (result != -EINVAL) break;
    }
    if (result == 0) return true;
    if (result != -ENOMEM) return false;
  }
  return false;
}

bool Ring::probe() noexcept {
  struct io_uring_probe* const probe = io_uring_get_probe_ring(&ring_);
  if (probe == nullptr) return false;
  operations_.openat = io_uring_opcode_supported(probe, IORING_OP_OPENAT) != 0;
  operations_.openat2 = io_uring_opcode_supported(probe, IORING_OP_OPENAT2) != 0;
  operations_.close = io_uring_opcode_supported(probe, IORING_OP_CLOSE) != 0;
  operations_.statx = io_uring_opcode_supported(probe, IORING_OP_STATX) != 0;
  io_uring_free_probe(probe);
  return operations_.openat || operations_.openat2 || operations_.close || operations_.statx;
}

bool Ring::try_out() noexcept {
  struct io_uring_sqe* const sqe = io_uring_get_sqe(&ring_);
  if (sqe == nullptr) return false;
  io_uring_prep_nop(sqe);
  int submitted;
  do {
    submitted = io_uring_submit_and_wait(&ring_, 1);
  } while (submitted == -EINTR);
  struct io_uring_cqe* cqe;
  if (submitted != 1 || io_uring_peek_cqe(&ring_, &cqe) != 0) return false;
  const bool works = cqe->res == 0;
  io_uring_cqe_seen(&ring_, cqe);
  return works;
}

}  // namespace tswalk

#endif
