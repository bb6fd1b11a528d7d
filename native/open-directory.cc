/** Opening directories; the header says how links are treated. */
#include "open-directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "fd.h"
#include "layout.h"
#include "retries.h"

namespace tswalk {

namespace {

/** Whether openat2 has been refused once while the slow way then worked: not asked again. A hint, hence relaxed everywhere. */
std::atomic<bool> openat2_refused{false};

int or_errno(int fd) noexcept { return fd >= 0 ? fd : -errno; }

int open_retrying(int dirfd, const char* path, int flags) noexcept {
  for (Retries retries;;) {
    const int fd = ::openat(dirfd, path, flags);
    if (fd >= 0 || errno != EINTR || !retries.left()) return or_errno(fd);
  }
}

bool is_link(int dirfd, const char* name) noexcept {
  struct stat status;
  return ::fstatat(dirfd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

int openat2_no_links(int dirfd, const char* path, int flags) noexcept {
  struct open_how how = no_links_how(flags);
  for (Retries retries;;) {
    const long fd = ::syscall(SYS_openat2, dirfd, path, &how, sizeof how);
    // EAGAIN: a rename raced with the look-up of "..", and the kernel could not tell; openat2(2) says to try again.
    if (fd >= 0 || (errno != EINTR && errno != EAGAIN) || !retries.left()) return or_errno(static_cast<int>(fd));
  }
}

}  // namespace

struct open_how no_links_how(int open_flags) noexcept {
  struct open_how how {};
  // Without O_NOFOLLOW, which would turn the refusal of a last component into ENOTDIR.
  how.flags = static_cast<unsigned>(open_flags & ~O_NOFOLLOW);
  how.resolve = RESOLVE_NO_SYMLINKS;
  return how;
}

OpenPlan plan_open(const char* path, std::size_t length, std::int32_t request_flags, int access) noexcept {
  // O_NONBLOCK: nothing that was swapped in for the directory shall hang the worker. openat2 refuses it together with O_PATH.
  const int flags = access | O_DIRECTORY | O_CLOEXEC | (access == O_PATH ? 0 : O_NONBLOCK);
  if ((request_flags & REQUEST_FOLLOW) != 0) return {OpenWay::plain, flags};
  // With a single component O_NOFOLLOW says it all, and openat is the cheaper call.
  const bool plain = (request_flags & REQUEST_TRUSTED) != 0 || std::memchr(path, '/', length) == nullptr;
  return {plain ? OpenWay::plain : OpenWay::no_links, flags | O_NOFOLLOW};
}

int open_directory(int dirfd, const char* path, std::size_t length, std::int32_t request_flags, int access) noexcept {
  const OpenPlan plan = plan_open(path, length, request_flags, access);
  if (plan.way == OpenWay::plain) return open_retrying(dirfd, path, plan.open_flags);
  if (!openat2_refused.load(std::memory_order_relaxed)) {
    const int fd = openat2_no_links(dirfd, path, plan.open_flags);
    if (fd != -ENOSYS && fd != -EPERM) return fd;
    const int instead = open_componentwise(dirfd, path, plan.open_flags);
    if (instead >= 0) openat2_refused.store(true, std::memory_order_relaxed);
    return instead;
  }
  return open_componentwise(dirfd, path, plan.open_flags);
}

int open_componentwise(int dirfd, const char* path, int open_flags) noexcept {
  std::string_view rest(path);
  Fd parent;
  int base = dirfd;
  if (rest.starts_with('/')) {
    parent.reset(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!parent) return -errno;
    base = parent.get();
  }
  char component[NAME_MAX + 1];
  for (;;) {
    while (rest.starts_with('/')) rest.remove_prefix(1);
    const std::size_t length = std::min(rest.find('/'), rest.size());
    if (length > NAME_MAX) return -ENAMETOOLONG;
    rest.copy(component, length);
    component[length] = '\0';
    rest.remove_prefix(length);
    const bool last = rest.find_first_not_of('/') == std::string_view::npos;
    // An empty last component: the path was "/" alone, or empty (ENOENT as open says).
    const char* const name = length == 0 && base != dirfd ? "." : component;
    const int fd = open_retrying(base, name, last ? open_flags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    // O_DIRECTORY is looked at before O_NOFOLLOW; openat2 says ELOOP.
    if (fd == -ENOTDIR && is_link(base, name)) return -ELOOP;
    if (fd < 0 || last) return fd;
    parent.reset(fd);
    base = fd;
  }
}

}  // namespace tswalk
