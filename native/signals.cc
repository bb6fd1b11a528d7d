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

/** Those that end a process and that people or systems send. */
constexpr int ENDING[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGVTALRM, SIGUSR2, SIGXCPU};

void write_last_words(int signal) {
  const int error = errno;
  for (const auto& words : last_words) {
    const std::size_t length = words.length.load(std::memory_order_acquire);
    pollfd state{words.fd, POLLOUT, 0};
    if (length == 0 || ::poll(&state, 1, 0) != 1 || (state.revents & POLLOUT) == 0 || (state.revents & POLLERR) != 0) continue;
    [[maybe_unused]] const auto written = ::write(words.fd, words.bytes.data(), length);
  }
  set_disposition(signal, SIG_DFL);
  ::raise(signal);
  errno = error;
}

}  // namespace

void take_signals() noexcept {
  set_disposition(SIGPIPE, SIG_DFL);
  set_disposition(SIGXFSZ, SIG_DFL);
  // A handler, not SIG_IGN: that would be passed on to the programs that -exec runs.
  set_disposition(SIGUSR1, [](int) {});
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
  for (const int signal : ENDING) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) set_disposition(signal, write_last_words);
  }
}

}  // namespace tswalk
