/** System calls of the main thread; see the header. usable_processors is in processors.cc. */
#include "system-calls.h"

#include <dirent.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

#include "dirent-pack.h"
#include "fd.h"
#include "proc-file.h"
#include "retries.h"

namespace tswalk {

namespace {

int or_errno(int result) noexcept { return result >= 0 ? result : -errno; }

/** The number of entries of an open directory, or of the first of them if `some` will do; minus an errno where it fails. */
int count_entries(int fd, bool some) noexcept {
  alignas(8) std::uint8_t records[4096 + 8], entries[4096];
  int count = 0;
  Retries retries;
  while (!some || count == 0) {
    const long got = ::syscall(SYS_getdents64, fd, records, sizeof entries);
    if (got == 0) break;
    if (got > 0) {
      count += pack_dirents({records, static_cast<std::size_t>(got)}, entries).count;
    } else if (errno != EINTR || !retries.left()) {
      return -errno;
    }
  }
  return count;
}

}  // namespace

int read_link(int dirfd, const char* path, std::string& target) noexcept {
  // Links of /proc say that they have no length, so the buffer grows instead of asking.
  for (std::size_t size = 256;; size *= 4) {
    target.resize(size);
    const ssize_t length = ::readlinkat(dirfd, path, target.data(), size);
    if (length < 0) return -errno;
    if (static_cast<std::size_t>(length) < size) {
      target.resize(static_cast<std::size_t>(length));
      return static_cast<int>(length);
    }
  }
}

int check_access(int dirfd, const char* path, int mode) noexcept { return or_errno(::faccessat(dirfd, path, mode, 0)); }

int is_empty_directory(int dirfd, const char* path, bool follow) noexcept {
  const int nofollow = follow ? 0 : O_NOFOLLOW;
  const Fd fd(::openat(dirfd, path, O_RDONLY | O_DIRECTORY | nofollow | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return -errno;
  const int count = count_entries(fd.get(), true);
  return count < 0 ? count : count == 0;
}

int open_file(int dirfd, const char* path, bool follow) noexcept {
  // O_NONBLOCK: nobody may be at the other end of a FIFO of that name.
  const int fd = ::openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
  if (fd < 0) return -errno;
  struct stat status {};
  const int result = ::fstat(fd, &status) != 0 ? -errno : S_ISREG(status.st_mode) ? fd : -EINVAL;
  if (result < 0) ::close(fd);
  return result;
}

int create_file(const char* path) noexcept {
  for (Retries retries;;) {
    const int fd = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    // A FIFO whose reader is awaited may be interrupted.
    if (fd >= 0 || errno != EINTR || !retries.left()) return or_errno(fd);
  }
}

int unlink_name(int dirfd, const char* path, bool is_directory) noexcept {
  return or_errno(::unlinkat(dirfd, path, is_directory ? AT_REMOVEDIR : 0));
}

int read_some(int fd, std::span<std::uint8_t> bytes) noexcept {
  for (Retries retries;;) {
    const ssize_t got = ::read(fd, bytes.data(), std::min<std::size_t>(bytes.size(), INT_MAX));
    if (got >= 0) return static_cast<int>(got);
    if ((errno == EAGAIN || errno == EINTR) && !retries.left()) return -errno;
    if (errno == EAGAIN) {
      // As in write_all: the mode is not ours to change.
      pollfd wait{fd, POLLIN, 0};
      if (::poll(&wait, 1, -1) < 0 && errno != EINTR) return -errno;
    } else if (errno != EINTR) {
      return -errno;
    }
  }
}

int write_all(int fd, std::span<const std::uint8_t> bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // A pipe or terminal that somebody else has made non-blocking: the mode belongs to all who share it, so it stays.
      pollfd wait{fd, POLLOUT, 0};
      if (::poll(&wait, 1, -1) < 0 && errno != EINTR) return -errno;
    } else if (errno != EINTR) {
      return -errno;
    }
  }
  return 0;
}

namespace {

/** Programs that close a descriptor where they are told to, and open the null device only for writing. */
constexpr std::string_view SHELLS[] = {"sh", "ash", "bash", "busybox", "dash", "fish", "ksh", "ksh93", "mksh", "yash", "zsh"};

/**
 * Whether the null device at `fd` is there because the parent left `fd` closed. Other programs than shells (Node with `ignore`, Python
 * with DEVNULL) open it for reading and writing themselves, and mean it.
 */
bool parent_closed(int fd) noexcept {
  const std::string parent = "/proc/" + std::to_string(::getppid());
  const std::string link = parent + "/fd/" + std::to_string(fd);
  char target[16];
  const ssize_t length = ::readlink(link.c_str(), target, sizeof target);
  if (length < 0) return errno == ENOENT;
  if (std::string_view(target, static_cast<std::size_t>(length)) == "/dev/null") {
    // The link's permissions tell how it is open: ours is the parent's where that is for both, too.
    struct stat status;
    return ::lstat(link.c_str(), &status) == 0 && (status.st_mode & (S_IRUSR | S_IWUSR)) != (S_IRUSR | S_IWUSR);
  }
  std::string name = read_file((parent + "/comm").c_str());
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return std::ranges::find(SHELLS, name) != std::end(SHELLS);
}

}  // namespace

bool was_closed(int fd) noexcept {
  struct stat status;
  if (::fstat(fd, &status) != 0) return errno == EBADF;
  const bool is_null = S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
  return is_null && (::fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR && parent_closed(fd);
}

DescriptorLimits descriptor_limits() noexcept {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const double soft = limit.rlim_cur == RLIM_INFINITY ? INT_MAX : static_cast<double>(limit.rlim_cur);
  const Fd fds(::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const int open = fds ? count_entries(fds.get(), false) - 1 : 0;  // less the one of `fds`
  // Without /proc: what Node uses by itself, and some.
  return {soft, open > 0 ? static_cast<double>(open) : 24.0};
}

int terminal_state(int fd, TerminalState& state) noexcept {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0) return -errno;
  const pid_t foreground = ::tcgetpgrp(fd);
  state = {size.ws_col, size.ws_row, foreground < 0 || foreground == ::getpgrp()};
  return 0;
}

int current_umask() noexcept {
  const std::string status = read_file("/proc/self/status");  // "Umask:" since Linux 4.7
  const std::size_t found = status.find("\nUmask:");
  if (found != std::string::npos) return static_cast<int>(std::strtol(status.c_str() + found + 7, nullptr, 8));
  const mode_t mask = ::umask(077);
  ::umask(mask);
  return static_cast<int>(mask);
}

std::vector<std::string> command_line() noexcept {
  const std::string all = read_file("/proc/self/cmdline");
  std::vector<std::string> words;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\0', at), all.size());
    words.emplace_back(all, at, end - at);
    at = end + 1;
  }
  return words;
}

bool is_utf8_locale() noexcept {
  // An empty name means LC_ALL, LC_CTYPE or LANG, in this order; it fails where that names a locale that is not installed.
  const locale_t locale = ::newlocale(LC_CTYPE_MASK, "", static_cast<locale_t>(nullptr));
  if (locale == static_cast<locale_t>(nullptr)) return false;
  const bool is_utf8 = std::strcmp(::nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
  ::freelocale(locale);
  return is_utf8;
}

}  // namespace tswalk
