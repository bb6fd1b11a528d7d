/**
 * The signals of the command, set back to what a filter is expected to do with them.
 *
 * In: nothing. Out: the process's dispositions. For the command only: in a library the dispositions are the program's.
 *
 * Node ignores SIGPIPE and SIGXFSZ, so that a write fails with EPIPE or EFBIG; a filter dies of them, silently, and its parent can
 * see of what. Node's handler of SIGUSR1 opens the inspector on a TCP port. SIGINT and SIGTERM need nothing: Node's handlers for them
 * are native ones which restore the terminal and raise the signal again, even while the main thread sleeps in reap; SIGHUP
 * has the default action. Once something is to be written when the process dies (`write_at_signal`), all of these have a handler that
 * writes it, with nothing but calls that signal-safety(7) allows, restores the default action and raises the signal again. So has
 * SIGTSTP: what stops leaves the terminal to others. Signals that ask for something to be shown are counted: JavaScript,
 * whose own handlers do not run while it walks, looks at the counters between two steps.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tswalk {

/** What is counted, by its place among the counters. The same numbers stand in src/ioq/system.ts. */
enum class SignalCount : std::size_t {
  toggle,  ///< SIGUSR1, which stands for the SIGINFO of other systems.
  redraw,  ///< SIGWINCH: the terminal has another size. SIGCONT, or back from SIGTSTP: others have written to it.
};

/** Let SIGPIPE and SIGXFSZ end the process, and take SIGUSR1 from Node. Call it on the main thread, once Node has started. */
void take_signals() noexcept;

/** Count signals from now on, at `into`, where there are two counters and which must stay. SIGUSR1 only after `take_signals`. */
void count_signals(std::int32_t* into) noexcept;

/**
 * Write `bytes` (at most 64 of them count) to `fd` when a signal ends or stops the process: what resets a terminal's colour. Nothing is
 * written where that would have to wait, as on a pipe that is full. Signals that are ignored stay so; the others end the process as before.
 *
 * For at most four descriptors; a further call for one of them replaces its bytes. Call it on the main thread.
 */
void write_at_signal(int fd, std::span<const std::uint8_t> bytes) noexcept;

}  // namespace tswalk
