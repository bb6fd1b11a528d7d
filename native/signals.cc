/** Dispositions of signals; see the header. */
#include "signals.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>

namespace tswalk {

namespace {

void set_disposition(int signal, void (*handler)(int)) noexcept {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

constexpr std::size_t MOST_LAST_WORDS = 4;
constexpr std::size_t MOST_BYTES = 64;

/** What is written to one descriptor. Written by the main thread, read by a handler on any thread: `length` is published last. */
struct LastWords {
  int fd = -1;
  std::array<std::uint8_t, MOST_BYTES> bytes{};
  std::atomic<std::size_t> length{0};
};

/** The dispositions are the process's, and so is this. */
std::array<LastWords, MOST_LAST_WORDS> last_words;

/** The counters of `count_signals`, which outlive the process's handlers. Null: nobody counts. */
std::atomic<std::int32_t*> counts{nullptr};

/** Those that end a process and that people or systems send, and what comes of writing to where nobody reads or nothing fits. */
constexpr int ENDING[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGVTALRM, SIGUSR2, SIGXCPU, SIGPIPE, SIGXFSZ};

void count(SignalCount which) noexcept {
  std::int32_t* const all = counts.load(std::memory_order_acquire);
  if (all != nullptr) std::atomic_ref(all[static_cast<std::size_t>(which)]).fetch_add(1, std::memory_order_relaxed);
}

void write_last_words() noexcept {
  for (const auto& words : last_words) {
    const std::size_t length = words.length.load(std::memory_order_acquire);
    pollfd state{words.fd, POLLOUT, 0};
    if (length == 0 || ::poll(&state, 1, 0) != 1 || (state.revents & POLLOUT) == 0 || (state.revents & POLLERR) != 0) continue;
    [[maybe_unused]] const auto written = ::write(words.fd, words.bytes.data(), length);
  }
}

void end(int signal) {
  const int error = errno;
  write_last_words();
  set_disposition(signal, SIG_DFL);
  ::raise(signal);
  errno = error;
}

/** SIGTSTP: leave the terminal as others expect it, stop, and go on here when somebody continues us. */
void stop(int signal) {
  const int error = errno;
  write_last_words();
  set_disposition(signal, SIG_DFL);
  sigset_t itself;
  sigset_t before;
  ::sigemptyset(&itself);
  ::sigaddset(&itself, signal);
  ::raise(signal);
  // Now it is delivered, and the process stands still until SIGCONT.
  ::pthread_sigmask(SIG_UNBLOCK, &itself, &before);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  set_disposition(signal, stop);
  count(SignalCount::redraw);
  errno = error;
}

/** Unless the parent process wants the signal to be ignored. */
void handle_unless_ignored(int signal, void (*handler)(int)) noexcept {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  if (action.sa_handler != SIG_IGN) set_disposition(signal, handler);
}

}  // namespace

void take_signals() noexcept {
  set_disposition(SIGPIPE, SIG_DFL);
  set_disposition(SIGXFSZ, SIG_DFL);
  // A handler, not SIG_IGN: that would be passed on to the programs that -exec runs.
  set_disposition(SIGUSR1, [](int) { count(SignalCount::toggle); });
}

void count_signals(std::int32_t* into) noexcept {
  counts.store(into, std::memory_order_release);
  for (const int signal : {SIGWINCH, SIGCONT}) set_disposition(signal, [](int) { count(SignalCount::redraw); });
}

void write_at_signal(int fd, std::span<const std::uint8_t> bytes) noexcept {
  for (auto& words : last_words) {
    if (words.fd != fd && words.fd >= 0) continue;
    words.length.store(0, std::memory_order_release);
    words.fd = fd;
    const std::size_t length = std::min(bytes.size(), MOST_BYTES);
    std::copy_n(bytes.begin(), length, words.bytes.begin());
    words.length.store(length, std::memory_order_release);
    break;
  }
  for (const int signal : ENDING) handle_unless_ignored(signal, end);
  handle_unless_ignored(SIGTSTP, stop);
}

}  // namespace tswalk
