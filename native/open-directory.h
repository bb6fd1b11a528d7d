/**
 * How a directory is opened: relative to a descriptor, with the caller's wish about symbolic links kept at every component.
 *
 * In: base descriptor, path, REQUEST_FOLLOW and REQUEST_TRUSTED. Out: a descriptor, or minus an errno. Any thread.
 *
 *     flags     links within the path  the last component
 *     0         refused (ELOOP)        refused (ELOOP; ENOTDIR for a path of one component)
 *     TRUSTED   followed               refused (ENOTDIR)
 *     FOLLOW    followed               followed
 *
 * Refusing links is what makes a walk safe against a directory that is swapped for a link while it goes on. See openat2(2); it is
 * there since Linux 5.6, but old container runtimes forbid it (ENOSYS, EPERM): then the path is opened component by component.
 */
#pragma once

#include <linux/openat2.h>

#include <cstddef>
#include <cstdint>

namespace tswalk {

/** Which of the ways of the table above a path needs. */
enum class OpenWay {
  plain,    ///< openat with `open_flags`.
  no_links, ///< openat2 with RESOLVE_NO_SYMLINKS (no_links_how): the path has several components, none of which may be a link.
};

struct OpenPlan {
  OpenWay way;
  int open_flags;
};

/**
 * What to call for a path.
 *
 * @param length        Bytes of `path`.
 * @param request_flags REQUEST_FOLLOW, REQUEST_TRUSTED; others are ignored.
 * @param access        O_RDONLY to read the directory, O_PATH to look up names only.
 */
OpenPlan plan_open(const char* path, std::size_t length, std::int32_t request_flags, int access) noexcept;

/** What OpenWay::no_links passes to openat2, given the plan's flags. */
struct open_how no_links_how(int open_flags) noexcept;

/** Open a directory. The parameters are plan_open()'s. @return a descriptor (close on exec), or minus an errno. */
int open_directory(int dirfd, const char* path, std::size_t length, std::int32_t request_flags, int access) noexcept;

/** Open `path` one component at a time, refusing links: what open_directory() does where there is no openat2. */
int open_componentwise(int dirfd, const char* path, int open_flags) noexcept;

}  // namespace tswalk
