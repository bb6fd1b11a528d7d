/**
 * A file's status, from the kernel's form into the slab's record (layout.h).
 *
 * In: a descriptor and a name, or a `struct statx` that an io_uring has filled. Out: a filled StatusRecord whose `result` is 0, or
 * minus an errno, when its other fields mean nothing. Any thread.
 * statx(2) first; where it is refused (ENOSYS, or EPERM from an old container runtime) fstatat(2), which knows no time of birth.
 */
#pragma once

#include <sys/stat.h>

#include <cstdint>

#include "layout.h"

namespace tswalk {

/** What is asked of statx. The birth time and the mount may be absent from the answer; the basic status must not. */
inline constexpr unsigned STATUS_MASK = STATX_BASIC_STATS | STATX_BTIME | 0x1000U /* STATX_MNT_ID, Linux 5.8 */;

/** Which status a name stands for where it is a symbolic link. */
enum class Links {
  keep,            ///< The link's own.
  follow_or_keep,  ///< What it points to; the link's own (STATUS_IS_LINK) on ENOENT and ENOTDIR.
  follow,          ///< What it points to.
};

/** AT_* flags for statx; never triggers an automount. */
int statx_flags(Links links) noexcept;

/** Whether `result` of a followed stat means that the link itself should be looked at. */
bool is_broken_link(int result) noexcept;

/** Fill `record` from a completed statx. */
void convert_statx(const struct statx& from, StatusRecord& record) noexcept;

/** Fill `record` with the status of `name` relative to `dirfd`. @return record.result. */
int stat_name(int dirfd, const char* name, Links links, StatusRecord& record) noexcept;

/** The device on which `name` lies, without opening or mounting it. @return 0, or minus an errno. */
int stat_device(int dirfd, const char* name, Links links, std::uint64_t& device) noexcept;

/** The DT_* type of a file with these mode bits. */
inline std::uint8_t type_of_mode(std::uint32_t mode) noexcept { return static_cast<std::uint8_t>((mode & S_IFMT) >> 12); }

}  // namespace tswalk
