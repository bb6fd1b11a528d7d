/**
 * Serving requests through an io_uring, one for each worker. (To be filled in.)
 */
#pragma once

#include <string_view>

#include "ioq.h"

namespace tswalk {

#if TSWALK_HAVE_URING
inline constexpr bool HAS_URING = true;
#else
inline constexpr bool HAS_URING = false;
#endif

inline Backend choose_backend(std::string_view) noexcept { return Backend::sync; }

}  // namespace tswalk
