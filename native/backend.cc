/** The choice of the dispatch; see the header. */
#include "backend.h"

#include <sys/resource.h>

#include "dispatch-uring.h"

namespace tswalk {

namespace {

/**
 * What serves where nobody has asked for one or the other. Opens through the ring, statx by the workers, because of (Linux 6.18,
 * 2 processors, 2 workers, 64 slots, warm, milliseconds of processor time with Node's own, least of 5 runs in turns):
 *
 *                                        sync   opens by ring   all by ring   floor (limit.c)
 *     2,093,275 entries, 127,401 opens   1547            1441          1447              1330
 *     83,730 entries with their status    306             301           341               180
 *
 * A warm open completes while it is submitted, so a ring makes one system call of sixteen; a statx always goes to a kernel
 * thread and back. So it is as long as they are answered from memory. While they block opens are plain, too, and the statuses of big directories
 * go the way that costs less: status-way.h.
 */
constexpr Dispatch AUTO = Dispatch::opens_by_ring;

/** A ring takes a descriptor for each worker. With fewer than these to go round, directories need them more. */
constexpr rlim_t LEAST_DESCRIPTORS = 128;

Dispatch choose_for_this_process() noexcept {
  rlimit descriptors{};
  const bool enough = ::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur >= LEAST_DESCRIPTORS;
  return enough ? AUTO : Dispatch::sync;
}

}  // namespace

Dispatch choose_dispatch(std::string_view choice) noexcept {
  if (choice == "sync") return Dispatch::sync;
  if (choice != "uring") return choose_for_this_process();
  return UringDispatch::create({}) != nullptr ? Dispatch::uring : Dispatch::sync;
}

}  // namespace tswalk
