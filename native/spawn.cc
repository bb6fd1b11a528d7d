/** Starting programs; see the header. */
#include "spawn.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

#include "proc-file.h"
#include "system-calls.h"

namespace tswalk {

namespace {

/** For exec(3)'s search, which needs a path, and the C library's functions. */
constexpr std::size_t STACK_BYTES = 64 * 1024;

constexpr int STANDARD_DESCRIPTORS = 3;

constexpr int READ_END = 1;
constexpr int WRITE_END = 2;

/** What the child needs to know, and the errno that it leaves. */
struct Start {
  char* const* words;
  const char* search_path;
  int directory;
  const rlimit* limit;  ///< Null: as it is.
  const int* streams;   ///< What becomes descriptors 0 to 2; null: ours.
  const bool* closed;   ///< Which of ours were closed: they become `unusable`.
  int unusable;
  const std::vector<int>& inherited;
  int error = 0;
};

/** Errors for which execvp(3) tries the next directory. */
bool is_elsewhere(int error) noexcept {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == ESTALE || error == ENODEV || error == ETIMEDOUT;
}

/** Become the program. @return why that failed. */
int become(char* const* words, const char* search_path) noexcept {
  const char* name = words[0];
  const std::size_t length = std::strlen(name);
  if (length == 0) return ENOENT;
  if (std::memchr(name, '/', length) != nullptr) {
    ::execve(name, words, environ);
    return errno;
  }
  int error = ENOENT;
  bool denied = false;
  for (const char* from = search_path;; ++from) {
    const char* to = std::strchr(from, ':');
    if (to == nullptr) to = from + std::strlen(from);
    const auto prefix = static_cast<std::size_t>(to - from);
    char path[PATH_MAX];
    if (prefix + 1 + length < sizeof path) {
      std::memcpy(path, from, prefix);
      // An empty component is the current directory.
      char* end = path + prefix;
      if (prefix > 0) *end++ = '/';
      std::memcpy(end, name, length + 1);
      ::execve(path, words, environ);
      error = errno;
      if (!is_elsewhere(error)) return error;
      denied |= error == EACCES;
    }
    if (*to == '\0') return denied ? EACCES : error;
    from = to;
  }
}

/** The child, on a stack of its own in our memory: it must neither allocate nor return. */
int start_program(void* argument) noexcept {
  auto& start = *static_cast<Start*>(argument);
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &standard, nullptr);
  for (int fd = 0; fd < STANDARD_DESCRIPTORS; ++fd) {
    if (start.streams != nullptr) {
      ::dup2(start.streams[fd], fd);
    } else if (start.closed[fd]) {
      ::dup2(start.unusable, fd);
    } else {
      ::fcntl(fd, F_SETFD, 0);
    }
  }
  for (const int fd : start.inherited) ::fcntl(fd, F_SETFD, 0);
  if (start.limit != nullptr) ::setrlimit(RLIMIT_NOFILE, start.limit);
  if (start.directory >= 0 && ::fchdir(start.directory) != 0) {
    start.error = errno;
  } else {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    start.error = become(start.words, start.search_path);
  }
  ::_exit(127);
}

/** The soft RLIMIT_NOFILE of our parent, RLIM_INFINITY where it has none or does not tell. */
rlim_t parent_limit() noexcept {
  const std::string limits = read_file("/proc/" + std::to_string(::getppid()) + "/limits");
  constexpr const char* NAME = "\nMax open files";
  const std::size_t found = limits.find(NAME);
  if (found == std::string::npos) return RLIM_INFINITY;
  const char* value = limits.c_str() + found + std::strlen(NAME);
  char* end;
  const unsigned long long number = std::strtoull(value, &end, 10);
  return end == value ? RLIM_INFINITY : static_cast<rlim_t>(number);
}

/** What waitpid(2) tells. 0 where somebody has set SIGCHLD to be ignored: nobody knows how it ended. */
int wait_for(int child) noexcept {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 0;
  }
  return status;
}

std::string confstr_path() noexcept {
  char path[PATH_MAX];
  const std::size_t length = ::confstr(_CS_PATH, path, sizeof path);
  return length > 0 && length <= sizeof path ? path : "/bin:/usr/bin";
}

/** Where a descriptor leads, as /proc shows it: `pipe:[INODE]`, a path. */
std::string target_of(int fd) noexcept {
  char target[64];
  const ssize_t length = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), target, sizeof target);
  return {target, static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

}  // namespace

Spawner::~Spawner() {
  if (stack_ != nullptr) ::munmap(stack_, STACK_BYTES);
  if (null_device_ >= 0) ::close(null_device_);
  if (unusable_ >= 0) ::close(unusable_);
  for (const Child& child : children_) {
    if (child.pidfd >= 0) ::close(child.pidfd);
  }
}

void Spawner::remember_descriptors() noexcept {
  inherited_.clear();
  DIR* listing = ::opendir("/proc/self/fd");
  if (listing == nullptr) return;
  while (const dirent* record = ::readdir(listing)) {
    const int fd = std::atoi(record->d_name);
    if (fd >= STANDARD_DESCRIPTORS && fd != ::dirfd(listing)) inherited_.push_back(fd);
  }
  ::closedir(listing);
}

void Spawner::leave_out_nodes_descriptors() noexcept {
  const std::vector<int> all = std::exchange(inherited_, {});
  std::vector<std::pair<int, std::string>> pipes;
  for (const int fd : all) {
    std::string target = target_of(fd);
    if (target.starts_with("anon_inode:")) continue;
    if (target.starts_with("pipe:")) {
      pipes.emplace_back(fd, std::move(target));
    } else {
      inherited_.push_back(fd);
    }
  }
  // Of its own pipes Node has both ends here; of one that was inherited the other end is elsewhere, or is a standard stream.
  std::map<std::string, int> ends;
  for (const auto& [fd, target] : pipes) ends[target] |= (::fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY ? READ_END : WRITE_END;
  for (int fd = 0; fd < STANDARD_DESCRIPTORS; ++fd) ends.erase(target_of(fd));
  for (const auto& [fd, target] : pipes) {
    const auto found = ends.find(target);
    if (found == ends.end() || found->second != (READ_END | WRITE_END)) inherited_.push_back(fd);
  }
}

bool Spawner::prepare() noexcept {
  void* stack = ::mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return false;
  stack_ = stack;
  leave_out_nodes_descriptors();
  standard_path_ = confstr_path();
  ::getrlimit(RLIMIT_NOFILE, &limit_);
  const rlim_t original = parent_limit();
  lowers_limit_ = original < limit_.rlim_cur;
  if (lowers_limit_) limit_.rlim_cur = original;
  for (int fd = 0; fd < STANDARD_DESCRIPTORS; ++fd) {
    // Node has opened the null device there. What writes to it must fail, and what is opened must not take its number.
    closed_[fd] = was_closed(fd);
    if (closed_[fd] && unusable_ < 0) unusable_ = ::open("/dev/null", O_PATH | O_CLOEXEC);
  }
  return true;
}

/** @return the child, or minus the errno for which there is none. `error` is why it did not become the program, or 0. */
int Spawner::spawn(std::span<const std::uint8_t> words, int directory, const Streams* streams, int& error) noexcept {
  if (stack_ == nullptr && !prepare()) return -ENOMEM;
  pointers_.clear();
  // execve(2) takes pointers to what it only reads.
  auto* at = const_cast<char*>(reinterpret_cast<const char*>(words.data()));
  for (char* const end = at + words.size(); at != end;) {
    auto* stop = static_cast<char*>(std::memchr(at, '\0', static_cast<std::size_t>(end - at)));
    if (stop == nullptr) return -EINVAL;
    pointers_.push_back(at);
    at = stop + 1;
  }
  if (pointers_.empty()) return -EINVAL;
  pointers_.push_back(nullptr);

  const char* search_path = std::getenv("PATH");
  const int descriptors[] = {streams == nullptr ? -1 : streams->input, streams == nullptr ? -1 : streams->output,
                             streams == nullptr ? -1 : streams->errors};
  Start start{pointers_.data(), search_path == nullptr ? standard_path_.c_str() : search_path, directory,
              lowers_limit_ ? &limit_ : nullptr, streams == nullptr ? nullptr : descriptors, closed_, unusable_, inherited_};
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const int child = ::clone(start_program, static_cast<char*>(stack_) + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, &start);
  const int clone_error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  error = start.error;
  return child < 0 ? -clone_error : child;
}

int Spawner::run(std::span<const std::uint8_t> words, int directory) noexcept {
  int error = 0;
  const int child = spawn(words, directory, nullptr, error);
  if (child < 0) return child;
  const int status = wait_for(child);
  return error != 0 ? -error : status;
}

int Spawner::start(std::span<const std::uint8_t> words, int directory, int output, int errors) noexcept {
  if (null_device_ < 0) null_device_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null_device_ < 0) return -errno;
  const Streams streams{null_device_, output, errors};
  int error = 0;
  const int child = spawn(words, directory, &streams, error);
  if (child < 0) return child;
  if (error != 0) {
    wait_for(child);
    return -error;
  }
  // It has not been waited for: the number is its own.
  children_.push_back({child, static_cast<int>(::syscall(SYS_pidfd_open, child, 0))});
  return child;
}

std::pair<int, int> Spawner::await_one(bool wait) noexcept {
  if (children_.empty()) return {0, 0};
  std::vector<pollfd> events;
  for (const Child& child : children_) events.push_back({child.pidfd, POLLIN, 0});
  const bool can_poll = std::all_of(children_.begin(), children_.end(), [](const Child& child) { return child.pidfd >= 0; });
  std::size_t ended = 0;
  if (can_poll) {
    int count;
    do {
      count = ::poll(events.data(), events.size(), wait ? -1 : 0);
    } while (count < 0 && errno == EINTR);
    if (count == 0) return {0, 0};
    const auto found = std::find_if(events.begin(), events.end(), [](const pollfd& event) { return event.revents != 0; });
    if (found != events.end()) ended = static_cast<std::size_t>(found - events.begin());
  } else if (!wait) {
    return {0, 0};
  }
  const Child child = children_[ended];
  children_.erase(children_.begin() + static_cast<std::ptrdiff_t>(ended));
  const int status = wait_for(child.pid);
  if (child.pidfd >= 0) ::close(child.pidfd);
  return {child.pid, status};
}

int create_memory_file() noexcept {
  const int fd = ::memfd_create("tswalk output", MFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int read_at(int fd, std::span<std::uint8_t> bytes, std::int64_t position) noexcept {
  const ssize_t count = ::pread(fd, bytes.data(), bytes.size(), position);
  return count < 0 ? -errno : static_cast<int>(count);
}

ArgumentSpace argument_space() noexcept {
  double environment = sizeof(char*);
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    environment += static_cast<double>(std::strlen(*variable) + 1 + sizeof(char*));
  }
  return {static_cast<double>(::sysconf(_SC_ARG_MAX)), environment, static_cast<double>(::sysconf(_SC_PAGESIZE))};
}

}  // namespace tswalk
