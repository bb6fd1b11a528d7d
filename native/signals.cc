/** Dispositions of signals; see the header. */
#include "signals.h"

#include <signal.h>

namespace tswalk {

namespace {

void set_disposition(int signal, void (*handler)(int)) noexcept {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

void take_signals() noexcept {
  set_disposition(SIGPIPE, SIG_DFL);
  set_disposition(SIGXFSZ, SIG_DFL);
  // A handler, not SIG_IGN: that would be passed on to the programs that -exec runs.
  set_disposition(SIGUSR1, [](int) {});
}

}  // namespace tswalk
