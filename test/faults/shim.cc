/**
 * Makes calls of the addon fail on purpose: linked into its `faults` variant (scripts/build-native.mjs --variant faults), never into another.
 *
 * The linker sends the calls of our own objects here (`--wrap`), and only those: Node's stay as they are. In: TSWALK_FAULT, rules with commas
 * between them, `KIND:N:ERRNO`: the N-th call of that kind in this process fails with that number; `KIND:N+:ERRNO`: it and all later
 * ones. ERRNO is a number; for `alloc` it says nothing. TSWALK_FAULT_COUNTS names a file that is `Shared`, up to date at any time: how often
 * each kind was called, what has not been given back, and one more rule, which whoever writes there can change between two walks of a
 * process (kinds.mjs). A failing close() closes; a failing completion undoes what it did.
 */
#include <fcntl.h>
#include <liburing.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <mutex>
#include <new>
#include <string_view>

namespace {

constexpr std::string_view KINDS[] = {
    "open",  "close",  "read",      "write", "getdents", "stat",       "readlink",      "unlink",     "access",
    "poll",  "fcntl",  "getrlimit", "mmap",  "alloc",    "thread",     "clone",         "ring-setup", "ring-register",
    "ring-submit", "ring-complete",
};
enum Kind : std::size_t {
  OPEN, CLOSE, READ, WRITE, GETDENTS, STAT, READLINK, UNLINK, ACCESS,
  POLL, FCNTL, GETRLIMIT, MMAP, ALLOC, THREAD, CLONE, RING_SETUP, RING_REGISTER,
  RING_SUBMIT, RING_COMPLETE,
};
constexpr std::size_t KIND_COUNT = std::size(KINDS);

struct Rule {
  std::size_t kind;
  std::uint64_t first;
  bool onwards;
  int error;
};

constexpr std::size_t MOST_RULES = 8;
std::array<Rule, MOST_RULES> rules;
std::size_t rule_count = 0;

/** In 64-bit words, for others to read and write. */
struct Shared {
  std::atomic<std::uint64_t> counters[KIND_COUNT];
  std::atomic<std::uint64_t> allocations;  ///< Held, of those that can fail.
  std::atomic<std::uint64_t> mappings;     ///< Held.
  std::atomic<std::uint64_t> first;
  std::atomic<std::uint64_t> onwards;
  std::atomic<std::uint64_t> error;
  std::atomic<std::uint64_t> kind;  ///< Its number and one; 0: there is no rule.
  std::atomic<std::uint64_t> progress;  ///< Nothing to us.
};

Shared own_shared;
Shared* shared = &own_shared;

/** Addresses that were handed out and have not come back. Others than ours come back, too: what the C++ library allocates by itself. */
class Held {
 public:
  /** @return `address`, which may be none. */
  void* add(void* address, std::atomic<std::uint64_t>& count) {
    if (address == nullptr) return address;
    const std::lock_guard lock(mutex_);
    if (size_ == addresses_.size()) std::abort();
    addresses_[size_++] = address;
    count.store(size_, std::memory_order_relaxed);
    return address;
  }

  void remove(const void* address, std::atomic<std::uint64_t>& count) {
    const std::lock_guard lock(mutex_);
    void** const end = addresses_.data() + size_;
    void** const found = std::find(addresses_.data(), end, address);
    if (found == end) return;
    *found = end[-1];
    count.store(--size_, std::memory_order_relaxed);
  }

 private:
  std::mutex mutex_;
  std::array<void*, 1 << 14> addresses_{};
  std::size_t size_ = 0;
};

Held allocations;
Held mappings;

}  // namespace

extern "C" {
int __real_open64(const char*, int, ...);
int __real_openat64(int, const char*, int, ...);
int __real_close(int);
ssize_t __real_read(int, void*, size_t);
ssize_t __real_write(int, const void*, size_t);
long __real_syscall(long, ...);
int __real_statx(int, const char*, int, unsigned, struct statx*);
int __real_fstat64(int, struct stat64*);
int __real_fstatat64(int, const char*, struct stat64*, int);
ssize_t __real_readlinkat(int, const char*, char*, size_t);
int __real_unlinkat(int, const char*, int);
int __real_faccessat(int, const char*, int, int);
int __real_poll(struct pollfd*, nfds_t, int);
int __real_fcntl64(int, int, ...);
int __real_getrlimit64(__rlimit_resource_t, struct rlimit64*);
void* __real_mmap64(void*, size_t, int, int, int, off64_t);
int __real_munmap(void*, size_t);
int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int __real_clone(int (*)(void*), void*, int, void*, ...);
void* __real__ZnwmRKSt9nothrow_t(std::size_t, const std::nothrow_t&);
void* __real__ZnamRKSt9nothrow_t(std::size_t, const std::nothrow_t&);
void* __real__ZnwmSt11align_val_tRKSt9nothrow_t(std::size_t, std::align_val_t, const std::nothrow_t&);
void* __real__ZnamSt11align_val_tRKSt9nothrow_t(std::size_t, std::align_val_t, const std::nothrow_t&);
void __real__ZdlPv(void*) noexcept;
void __real__ZdlPvm(void*, std::size_t) noexcept;
void __real__ZdaPv(void*) noexcept;
void __real__ZdaPvm(void*, std::size_t) noexcept;
void __real__ZdlPvSt11align_val_t(void*, std::align_val_t) noexcept;
void __real__ZdlPvmSt11align_val_t(void*, std::size_t, std::align_val_t) noexcept;
void __real__ZdaPvSt11align_val_t(void*, std::align_val_t) noexcept;
void __real__ZdaPvmSt11align_val_t(void*, std::size_t, std::align_val_t) noexcept;
int __real_io_uring_queue_init(unsigned, struct io_uring*, unsigned);
int __real_io_uring_register_iowq_max_workers(struct io_uring*, unsigned*);
struct io_uring_probe* __real_io_uring_get_probe_ring(struct io_uring*);
int __real_io_uring_submit_and_wait(struct io_uring*, unsigned);
unsigned __real_io_uring_peek_batch_cqe(struct io_uring*, struct io_uring_cqe**, unsigned);
}

namespace {

void read_rules(const char* text) {
  while (text != nullptr && *text != '\0' && rule_count < MOST_RULES) {
    const char* const colon = std::strchr(text, ':');
    if (colon == nullptr) std::abort();
    const std::string_view name(text, static_cast<std::size_t>(colon - text));
    std::size_t kind = 0;
    while (kind < KIND_COUNT && KINDS[kind] != name) ++kind;
    if (kind == KIND_COUNT) std::abort();
    char* end;
    Rule& rule = rules[rule_count++];
    rule.kind = kind;
    rule.first = std::strtoull(colon + 1, &end, 10);
    rule.onwards = *end == '+';
    if (rule.onwards) ++end;
    rule.error = *end == ':' ? static_cast<int>(std::strtol(end + 1, &end, 10)) : EIO;
    text = *end == ',' ? end + 1 : end;
  }
}

struct Start {
  Start() {
    read_rules(std::getenv("TSWALK_FAULT"));
    const char* const file = std::getenv("TSWALK_FAULT_COUNTS");
    if (file == nullptr) return;
    const int fd = __real_open64(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof own_shared) != 0) std::abort();
    void* const mapped = __real_mmap64(nullptr, sizeof own_shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED) std::abort();
    shared = static_cast<Shared*>(mapped);
    __real_close(fd);
  }
} start;

/** Count a call. @return The errno it is to fail with, or 0. */
int fault(Kind kind) noexcept {
  const std::uint64_t number = shared->counters[kind].fetch_add(1, std::memory_order_relaxed) + 1;
  if (shared->kind.load(std::memory_order_relaxed) == kind + 1u) {
    const std::uint64_t first = shared->first.load(std::memory_order_relaxed);
    const bool lasts = shared->onwards.load(std::memory_order_relaxed) != 0;
    if (number == first || (lasts && number > first)) return static_cast<int>(shared->error.load(std::memory_order_relaxed));
  }
  for (std::size_t i = 0; i < rule_count; ++i) {
    const Rule& rule = rules[i];
    if (rule.kind == kind && (number == rule.first || (rule.onwards && number > rule.first))) return rule.error;
  }
  return 0;
}

/** Count a call that fails as the C library's functions do. @return Whether it does. */
bool fails(Kind kind) noexcept {
  const int error = fault(kind);
  if (error == 0) return false;
  errno = error;
  return true;
}

}  // namespace

extern "C" {

int __wrap_open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return fails(OPEN) ? -1 : __real_open64(path, flags, mode);
}

int __wrap_openat64(int dirfd, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return fails(OPEN) ? -1 : __real_openat64(dirfd, path, flags, mode);
}

int __wrap_close(int fd) {
  const int error = fault(CLOSE);
  const int result = __real_close(fd);
  if (error == 0) return result;
  errno = error;
  return -1;
}

ssize_t __wrap_read(int fd, void* out, size_t size) { return fails(READ) ? -1 : __real_read(fd, out, size); }

ssize_t __wrap_write(int fd, const void* bytes, size_t size) { return fails(WRITE) ? -1 : __real_write(fd, bytes, size); }

long __wrap_syscall(long number, ...) {
  va_list more;
  va_start(more, number);
  long words[6];
  for (long& word : words) word = va_arg(more, long);
  va_end(more);
  if (number == SYS_getdents64 && fails(GETDENTS)) return -1;
  if (number == SYS_openat2 && fails(OPEN)) return -1;
  return __real_syscall(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}

int __wrap_statx(int dirfd, const char* path, int flags, unsigned mask, struct statx* out) {
  return fails(STAT) ? -1 : __real_statx(dirfd, path, flags, mask, out);
}

int __wrap_fstat64(int fd, struct stat64* out) { return fails(STAT) ? -1 : __real_fstat64(fd, out); }

int __wrap_fstatat64(int dirfd, const char* path, struct stat64* out, int flags) {
  return fails(STAT) ? -1 : __real_fstatat64(dirfd, path, out, flags);
}

ssize_t __wrap_readlinkat(int dirfd, const char* path, char* out, size_t size) {
  return fails(READLINK) ? -1 : __real_readlinkat(dirfd, path, out, size);
}

int __wrap_unlinkat(int dirfd, const char* path, int flags) { return fails(UNLINK) ? -1 : __real_unlinkat(dirfd, path, flags); }

int __wrap_faccessat(int dirfd, const char* path, int mode, int flags) {
  return fails(ACCESS) ? -1 : __real_faccessat(dirfd, path, mode, flags);
}

int __wrap_poll(struct pollfd* fds, nfds_t count, int timeout) { return fails(POLL) ? -1 : __real_poll(fds, count, timeout); }

int __wrap_fcntl64(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  const long word = va_arg(more, long);
  va_end(more);
  return fails(FCNTL) ? -1 : __real_fcntl64(fd, command, word);
}

int __wrap_getrlimit64(__rlimit_resource_t resource, struct rlimit64* out) {
  return fails(GETRLIMIT) ? -1 : __real_getrlimit64(resource, out);
}

void* __wrap_mmap64(void* address, size_t size, int protection, int flags, int fd, off64_t offset) {
  if (fails(MMAP)) return MAP_FAILED;
  void* const mapped = __real_mmap64(address, size, protection, flags, fd, offset);
  return mapped == MAP_FAILED ? mapped : mappings.add(mapped, shared->mappings);
}

int __wrap_munmap(void* address, size_t size) {
  mappings.remove(address, shared->mappings);
  return __real_munmap(address, size);
}

int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* data) {
  const int error = fault(THREAD);
  return error != 0 ? error : __real_pthread_create(thread, attributes, run, data);
}

int __wrap_clone(int (*run)(void*), void* stack, int flags, void* data, ...) {
  return fails(CLONE) ? -1 : __real_clone(run, stack, flags, data);
}

void* __wrap__ZnwmRKSt9nothrow_t(std::size_t size, const std::nothrow_t& tag) {
  return fault(ALLOC) != 0 ? nullptr : allocations.add(__real__ZnwmRKSt9nothrow_t(size, tag), shared->allocations);
}

void* __wrap__ZnamRKSt9nothrow_t(std::size_t size, const std::nothrow_t& tag) {
  return fault(ALLOC) != 0 ? nullptr : allocations.add(__real__ZnamRKSt9nothrow_t(size, tag), shared->allocations);
}

void* __wrap__ZnwmSt11align_val_tRKSt9nothrow_t(std::size_t size, std::align_val_t alignment, const std::nothrow_t& tag) {
  if (fault(ALLOC) != 0) return nullptr;
  return allocations.add(__real__ZnwmSt11align_val_tRKSt9nothrow_t(size, alignment, tag), shared->allocations);
}

void* __wrap__ZnamSt11align_val_tRKSt9nothrow_t(std::size_t size, std::align_val_t alignment, const std::nothrow_t& tag) {
  if (fault(ALLOC) != 0) return nullptr;
  return allocations.add(__real__ZnamSt11align_val_tRKSt9nothrow_t(size, alignment, tag), shared->allocations);
}

void __wrap__ZdlPv(void* address) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdlPv(address);
}

void __wrap__ZdlPvm(void* address, std::size_t size) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdlPvm(address, size);
}

void __wrap__ZdaPv(void* address) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdaPv(address);
}

void __wrap__ZdaPvm(void* address, std::size_t size) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdaPvm(address, size);
}

void __wrap__ZdlPvSt11align_val_t(void* address, std::align_val_t alignment) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdlPvSt11align_val_t(address, alignment);
}

void __wrap__ZdlPvmSt11align_val_t(void* address, std::size_t size, std::align_val_t alignment) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdlPvmSt11align_val_t(address, size, alignment);
}

void __wrap__ZdaPvSt11align_val_t(void* address, std::align_val_t alignment) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdaPvSt11align_val_t(address, alignment);
}

void __wrap__ZdaPvmSt11align_val_t(void* address, std::size_t size, std::align_val_t alignment) noexcept {
  allocations.remove(address, shared->allocations);
  __real__ZdaPvmSt11align_val_t(address, size, alignment);
}

int __wrap_io_uring_queue_init(unsigned entries, struct io_uring* ring, unsigned flags) {
  const int error = fault(RING_SETUP);
  return error != 0 ? -error : __real_io_uring_queue_init(entries, ring, flags);
}

int __wrap_io_uring_register_iowq_max_workers(struct io_uring* ring, unsigned* values) {
  const int error = fault(RING_REGISTER);
  return error != 0 ? -error : __real_io_uring_register_iowq_max_workers(ring, values);
}

struct io_uring_probe* __wrap_io_uring_get_probe_ring(struct io_uring* ring) {
  return fault(RING_REGISTER) != 0 ? nullptr : __real_io_uring_get_probe_ring(ring);
}

int __wrap_io_uring_submit_and_wait(struct io_uring* ring, unsigned wait_for) {
  const int error = fault(RING_SUBMIT);
  return error != 0 ? -error : __real_io_uring_submit_and_wait(ring, wait_for);
}

/** Completions come up once each: every caller takes all that it sees. A descriptor that was opened is closed; the rest cannot be undone. */
unsigned __wrap_io_uring_peek_batch_cqe(struct io_uring* ring, struct io_uring_cqe** out, unsigned count) {
  const unsigned seen = __real_io_uring_peek_batch_cqe(ring, out, count);
  for (unsigned i = 0; i < seen; ++i) {
    const int error = fault(RING_COMPLETE);
    if (error == 0) continue;
    if (out[i]->res > 2) __real_close(out[i]->res);
    out[i]->res = -error;
  }
  return seen;
}

}  // extern "C"
