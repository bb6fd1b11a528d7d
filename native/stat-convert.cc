/** Conversion of file statuses; see the header. */
#include "stat-convert.h"

#include <dirent.h>
#include <fcntl.h>

#include <cerrno>

#include "retries.h"

namespace tswalk {

static_assert(S_IFDIR >> 12 == DT_DIR && S_IFLNK >> 12 == DT_LNK && S_IFSOCK >> 12 == DT_SOCK, "IFTODT is a shift on Linux");

namespace {

/** makedev(3), inlined: the number that st_dev has. glibc's is a call, and this runs once a file. */
constexpr std::uint64_t device_number(std::uint64_t major, std::uint64_t minor) noexcept {
  return ((major & 0xfffff000U) << 32) | ((major & 0xfffU) << 8) | ((minor & 0xffffff00U) << 12) | (minor & 0xffU);
}

bool is_refused(int error) noexcept { return error == ENOSYS || error == EPERM; }

void convert_stat(const struct stat& from, StatusRecord& record) noexcept {
  record = StatusRecord{};
  record.mode = from.st_mode;
  record.inode = from.st_ino;
  record.device = from.st_dev;
  record.links = static_cast<std::uint32_t>(from.st_nlink);
  record.uid = from.st_uid;
  record.gid = from.st_gid;
  record.size = from.st_size;
  record.blocks = from.st_blocks;
  record.rdevice = from.st_rdev;
  record.access_s = from.st_atim.tv_sec;
  record.modify_s = from.st_mtim.tv_sec;
  record.change_s = from.st_ctim.tv_sec;
  record.access_ns = static_cast<std::uint32_t>(from.st_atim.tv_nsec);
  record.modify_ns = static_cast<std::uint32_t>(from.st_mtim.tv_nsec);
  record.change_ns = static_cast<std::uint32_t>(from.st_ctim.tv_nsec);
}

/** One stat as `flags` say, no second look at broken links. @return 0, or minus an errno. */
int stat_once(int dirfd, const char* name, int flags, StatusRecord& record) noexcept {
  struct statx status;
  Retries retries;
  int done;
  do {
    done = ::statx(dirfd, name, flags, STATUS_MASK, &status);
  } while (done != 0 && errno == EINTR && retries.left());
  if (done == 0) {
    convert_statx(status, record);
    return record.result;
  }
  if (!is_refused(errno)) return -errno;
  struct stat plain;
  if (::fstatat(dirfd, name, &plain, flags & (AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT)) != 0) return -errno;
  convert_stat(plain, record);
  return 0;
}

}  // namespace

int statx_flags(Links links) noexcept { return AT_NO_AUTOMOUNT | (links == Links::keep ? AT_SYMLINK_NOFOLLOW : 0); }

bool is_broken_link(int result) noexcept { return result == -ENOENT || result == -ENOTDIR; }

void convert_statx(const struct statx& from, StatusRecord& record) noexcept {
  if ((from.stx_mask & STATX_BASIC_STATS) != STATX_BASIC_STATS) {
    record.result = -ENOTSUP;
    return;
  }
  const bool has_birth_time = (from.stx_mask & STATX_BTIME) != 0;
  record.result = 0;
  record.mode = from.stx_mode;
  record.inode = from.stx_ino;
  record.device = device_number(from.stx_dev_major, from.stx_dev_minor);
  record.links = from.stx_nlink;
  record.uid = from.stx_uid;
  record.gid = from.stx_gid;
  record.flags = has_birth_time ? STATUS_HAS_BIRTH_TIME : 0;
  record.size = static_cast<std::int64_t>(from.stx_size);
  record.blocks = static_cast<std::int64_t>(from.stx_blocks);
  record.rdevice = device_number(from.stx_rdev_major, from.stx_rdev_minor);
  record.access_s = from.stx_atime.tv_sec;
  record.modify_s = from.stx_mtime.tv_sec;
  record.change_s = from.stx_ctime.tv_sec;
  record.birth_s = has_birth_time ? from.stx_btime.tv_sec : 0;
  record.access_ns = from.stx_atime.tv_nsec;
  record.modify_ns = from.stx_mtime.tv_nsec;
  record.change_ns = from.stx_ctime.tv_nsec;
  record.birth_ns = has_birth_time ? from.stx_btime.tv_nsec : 0;
#ifdef STATX_MNT_ID
  record.mount_id = (from.stx_mask & STATX_MNT_ID) != 0 ? from.stx_mnt_id : 0;
#else
  record.mount_id = 0;
#endif
  record.attributes = from.stx_attributes & from.stx_attributes_mask;
}

int stat_name(int dirfd, const char* name, Links links, StatusRecord& record) noexcept {
  record.result = stat_once(dirfd, name, statx_flags(links), record);
  if (links == Links::follow_or_keep && is_broken_link(record.result)) {
    record.result = stat_once(dirfd, name, statx_flags(Links::keep), record);
    // A name that is gone altogether has no status either way; only a link that exists is one.
    if (record.result == 0) record.flags |= STATUS_IS_LINK;
  }
  return record.result;
}

int stat_device(int dirfd, const char* name, Links links, std::uint64_t& device) noexcept {
  struct statx status;
  // The mask is empty: the device is always there, and a network file system need not ask its server.
  if (::statx(dirfd, name, statx_flags(links), 0, &status) == 0) {
    device = device_number(status.stx_dev_major, status.stx_dev_minor);
    return 0;
  }
  if (!is_refused(errno)) return -errno;
  struct stat plain;
  if (::fstatat(dirfd, name, &plain, statx_flags(links)) != 0) return -errno;
  device = plain.st_dev;
  return 0;
}

}  // namespace tswalk
