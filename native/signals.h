/**
 * The signals of the command, set back to what a filter is expected to do with them.
 *
 * In: nothing. Out: the process's dispositions. For the command only: in a library the dispositions are the program's.
 *
 * Node ignores SIGPIPE and SIGXFSZ, so that a write fails with EPIPE or EFBIG; a filter dies of them, silently, and its parent can
 * see of what. Node's handler of SIGUSR1 opens the inspector on a TCP port. SIGINT and SIGTERM need nothing: Node's handlers for them
 * are native ones which restore the terminal and raise the signal again, even while the main thread sleeps in reap; SIGHUP
 * has the default action.
 */
#pragma once

namespace tswalk {

/** Let SIGPIPE and SIGXFSZ end the process, and take SIGUSR1 from Node. Call it on the main thread, once Node has started. */
void take_signals() noexcept;

}  // namespace tswalk
