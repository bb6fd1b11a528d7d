/**
 * Which way requests are served: what was asked for, held against what can be had.
 *
 * In: a choice by name, `auto`, `uring` or `sync`. Out: a Dispatch. Any thread.
 */
#pragma once

#include <string_view>

namespace tswalk {

/** What has served. */
enum class Backend { sync, uring };

/** How workers are to serve. */
enum class Dispatch {
  sync,           ///< By plain system calls.
  opens_by_ring,  ///< Opens through an io_uring where there is one to be had, everything else by plain system calls.
  uring,          ///< Through an io_uring whatever can be; it was asked for.
};

/** Whether the addon was built with liburing. */
#if TSWALK_HAVE_URING
inline constexpr bool HAS_URING = true;
#else
inline constexpr bool HAS_URING = false;
#endif

/**
 * The dispatch for a choice; anything but `uring` and `sync` is `auto`.
 *
 * For `uring` a ring is set up, tried and torn down again, so that the answer is true before the first request: whoever forced
 * it wants to be told where it cannot be had. A worker may still fail to get its own, later (Ioq::backend tells).
 */
Dispatch choose_dispatch(std::string_view choice) noexcept;

}  // namespace tswalk
