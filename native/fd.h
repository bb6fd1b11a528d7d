/**
 * An owned file descriptor: closed exactly once, by the object that holds it last.
 *
 * In: a descriptor as a system call returned it, or a negative number for none. Out: the number to borrow, or the ownership of it.
 * Used by one thread at a time. Errors of close(2) are dropped: the descriptors here are read only, and Linux has let go of the
 * number even where close fails, so that a second attempt could close somebody else's.
 */
#pragma once

#include <unistd.h>

#include <utility>

namespace tswalk {

class Fd {
 public:
  Fd() noexcept = default;
  /** Takes the ownership of `fd`; negative means none. */
  explicit Fd(int fd) noexcept : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Fd() { reset(); }

  /** The descriptor, still owned here; negative where there is none. */
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

  /** The descriptor, from now on the caller's to close. */
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

  /** Close what is held, and hold `fd` instead. */
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

}  // namespace tswalk
