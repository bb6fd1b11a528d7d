/**
 * A flight: one submission entry of an io_uring until its completion, and what it needs for so long.
 *
 * In: what a request wants of the kernel. Out: the same, when the completion names it. It belongs to the worker of the ring; while it
 * is in the kernel, `status` and `how` are the kernel's. Only included where liburing is.
 */
#pragma once

#include <linux/openat2.h>
#include <sys/stat.h>

#include <cstdint>

#include "layout.h"
#include "request.h"

namespace tswalk {

struct Flight {
  enum class Kind { open, close, stat, stat_of_link };

  /** Null while it is free. */
  Request* request = nullptr;
  Kind kind;
  /** The entry and the record that a stat is for. */
  std::uint8_t* at;
  StatusRecord* record;
  struct statx status;
  /** What an open by openat2 needs. */
  struct open_how how;
};

}  // namespace tswalk
