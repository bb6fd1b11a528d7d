/**
 * How often a system call is made again that was interrupted, or that asked for another try.
 *
 * Not for ever: a file system in user space answers what it likes, as often as it is asked, and a search of it has to end. Signals, which
 * workers do not get, do not come so often.
 */
#pragma once

namespace tswalk {

class Retries {
 public:
  /** Whether to try once more. */
  bool left() noexcept { return left_-- > 0; }

 private:
  int left_ = 64;
};

}  // namespace tswalk
