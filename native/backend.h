/**
 * Which backend serves: what was asked for, held against what can be had.
 *
 * In: a choice by name, `auto`, `uring` or `sync`. Out: a Backend. Any thread.
 */
#pragma once

#include <string_view>

namespace tswalk {

enum class Backend { sync, uring };

/** Whether the addon was built with liburing. */
#if TSWALK_HAVE_URING
inline constexpr bool HAS_URING = true;
#else
inline constexpr bool HAS_URING = false;
#endif

/**
 * The backend for a choice; anything but `uring` and `sync` is `auto`.
 *
 * For `uring` a ring is set up, tried and torn down again, so that the answer is true before the first request: whoever forced
 * it wants to be told where it cannot be had. A worker may still fail to get its own, later (Ioq::backend tells).
 */
Backend choose_backend(std::string_view choice) noexcept;

}  // namespace tswalk
