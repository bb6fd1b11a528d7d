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
  opens_by_ring,  ///< Where there is one to be had, through an io_uring what is cheaper so at the moment, everything else by plain system calls.
  uring,          ///< Through an io_uring whatever can be; it was asked for.
};

/** Whether the addon was built with liburing, and with which one: the build knows, and older headers of it do not tell. */
#if TSWALK_HAVE_URING
#ifndef TSWALK_URING_VERSION
#define TSWALK_URING_VERSION unknown
#endif
#define TSWALK_AS_TEXT(words) TSWALK_AS_LITERAL(words)
#define TSWALK_AS_LITERAL(words) #words
inline constexpr bool HAS_URING = true;
inline constexpr const char* URING_VERSION = TSWALK_AS_TEXT(TSWALK_URING_VERSION);
#else
inline constexpr bool HAS_URING = false;
inline constexpr const char* URING_VERSION = "";
#endif

/**
 * The dispatch for a choice; anything but `uring` and `sync` is `auto`.
 *
 * For `uring` a ring is set up, tried and torn down again, so that the answer is true before the first request: whoever forced
 * it wants to be told where it cannot be had. A worker may still fail to get its own, later (Ioq::backend tells).
 */
Dispatch choose_dispatch(std::string_view choice) noexcept;

}  // namespace tswalk
