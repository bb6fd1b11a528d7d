/**
 * An io_uring that works: set up, probed, limited, and tried once; or none at all.
 *
 * In: how many kernel threads it may have. Out: a `struct io_uring` to submit to, and which operations its kernel knows. Made, used and
 * destroyed by one thread: it is set up with SINGLE_ISSUER where that is to be had. Only included where liburing is.
 *
 * Whatever fails, and however (EPERM under seccomp or kernel.io_uring_disabled, ENOSYS, ENOMEM, EOPNOTSUPP), means that there is
 * no ring: most containers block it. See io_uring_setup(2), io_uring_register(2).
 */
#pragma once

#include <liburing.h>

namespace tswalk {

class Ring {
 public:
  /** Operations that the kernel serves. */
  struct Operations {
    bool openat = false;
    bool openat2 = false;
    bool close = false;
    bool statx = false;
  };

  Ring() noexcept = default;
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring();

  /**
   * @param kernel_workers Most threads of the kernel's pool (io-wq) that may block for this ring at once. The pool belongs to the
   *                       submitting task since Linux 5.12, and the limit to the ring, so each worker sets its own.
   * @return Whether it can be used. If not it is as before.
   */
  bool set_up(unsigned kernel_workers) noexcept;

  /** From now on so many kernel threads may block at once. Called by the ring's thread; without effect before Linux 5.15. */
  void limit_kernel_workers(unsigned most_of_them) noexcept;

  struct io_uring* get() noexcept { return &ring_; }
  const Operations& operations() const noexcept { return operations_; }
  /** It is beyond use: nothing shall be submitted any more. */
  void give_up() noexcept { operations_ = {}; }
  /** Submission entries; there are twice as many completion entries. */
  unsigned entries() const noexcept { return ring_.sq.ring_entries; }

 private:
  bool initialise() noexcept;
  void tear_down() noexcept;
  bool probe() noexcept;
  /** Send a NOP around: a filter may let the set-up pass and forbid io_uring_enter. */
  bool try_out() noexcept;

  struct io_uring ring_ {};
  bool is_set_up_ = false;
  Operations operations_;
};

}  // namespace tswalk
