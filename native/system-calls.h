/**
 * The system calls that the main thread makes itself: what `src/ioq/system.ts` names, and the reason for each.
 *
 * In: NUL-terminated paths, relative to a descriptor. Out: values, or minus an errno; nothing throws. Any thread.
 * It knows nothing of JavaScript: addon.cc converts.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "layout.h"
#include "stat-convert.h"

namespace tswalk {

/** readlink(2), however long. @return the length, or minus an errno; `target` holds what it points to. */
int read_link(int dirfd, const char* path, std::string& target) noexcept;

/** faccessat(2) with the real ids. @return 0, or minus an errno. */
int check_access(int dirfd, const char* path, int mode) noexcept;

/** @return 1 for a directory without entries, 0 with some, or minus an errno. Does not follow a link. */
int is_empty_directory(int dirfd, const char* path, bool follow) noexcept;

/**
 * Open a regular file for reading; a link in the last component is refused without `follow`.
 *
 * @return a descriptor (close on exec), or minus an errno: EINVAL where it is no regular file.
 */
int open_file(int dirfd, const char* path, bool follow) noexcept;

/** Create or truncate a file for writing. @return a descriptor (close on exec), or minus an errno. */
int create_file(const char* path) noexcept;

/** unlinkat(2), of a directory with AT_REMOVEDIR. A link is removed, never followed. @return 0, or minus an errno. */
int unlink_name(int dirfd, const char* path, bool is_directory) noexcept;

/** Read up to `bytes.size()` bytes; waits for the first, blocking or not. @return how many, 0 at the end, or minus an errno. */
int read_some(int fd, std::span<std::uint8_t> bytes) noexcept;

/** Write all of `bytes`; waits where the other end is slow, blocking or not. @return 0, or minus the errno that stopped it. */
int write_all(int fd, std::span<const std::uint8_t> bytes) noexcept;

/** Whether `fd` was closed when the process started: Node has opened the null device there, O_RDWR, and the parent has not. */
bool was_closed(int fd) noexcept;

/** RLIMIT_NOFILE (soft) and the number of descriptors open now. */
struct DescriptorLimits {
  double limit;
  double open;
};
DescriptorLimits descriptor_limits() noexcept;

/** What a terminal is like at the moment. */
struct TerminalState {
  int columns;
  int rows;
  bool is_ours;  ///< We are in its foreground, or it has none that we know of: whatever is drawn is drawn for us.
};

/** @return 0 or minus an errno. */
int terminal_state(int fd, TerminalState& state) noexcept;

/** The umask, read without changing it: umask(2) would, for all threads, for a moment. */
int current_umask() noexcept;

/** The words of this process's command line, Node's own among them. Empty where /proc does not tell. */
std::vector<std::string> command_line() noexcept;

/** Processors that this process may use: its affinity, and the quota of its control groups, rounded up. At least 1. */
int usable_processors() noexcept;

/** Whether the environment's LC_CTYPE is a locale that exists and is UTF-8. */
bool is_utf8_locale() noexcept;

}  // namespace tswalk
