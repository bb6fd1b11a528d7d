/**
 * Runs commands: starts a program and waits for its end, or starts several and waits for the first that ends.
 *
 * In: the program's words as bytes, one after the other, each with a NUL behind it, and a directory to run it in. Out: its wait status, or
 * what kept it from being started. Those that run side by side write into files of their own and read nothing. No shell is involved; a name
 * without a slash is looked up in $PATH as execvp(3) does, but a file that is no program is an error, not a script for sh.
 *
 * The child shares our memory until it has become the program (CLONE_VM, CLONE_VFORK), so nothing of this process, however big, is
 * copied, and an errno comes back through a variable. It is made what it would have been without Node:
 *
 *     signals      default dispositions, an empty mask; all are blocked until then, so that none of our handlers runs in the child
 *     descriptors  0 to 2 and those that were inherited are passed on, although Node has made them close on exec; ours are not
 *     limits       the soft RLIMIT_NOFILE of our parent, where that is lower: Node has raised ours to the hard one
 *     environment  environ(7), as it is
 *
 * posix_spawn(3) can set no limits. A `Spawner` belongs to one environment's thread. Rests on clone(2), vfork(2) and exec(3).
 */
#pragma once

#include <sys/resource.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tswalk {

/** What execve(2) has room for. */
struct ArgumentSpace {
  double limit;        ///< sysconf(_SC_ARG_MAX), bytes; negative where there is no limit.
  double environment;  ///< What the environment takes of it: strings with their NUL and pointers, the last pointer, too.
  double page;         ///< Bytes of a page.
};

class Spawner {
 public:
  Spawner() noexcept = default;
  ~Spawner();
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  /** Programs are to get the descriptors that are open now, but for those that Node has made for itself: call it first of all. */
  void remember_descriptors() noexcept;

  /**
   * Run a program and wait for its end.
   *
   * @param words      Its name and arguments, NUL-terminated; at least one.
   * @param directory  A descriptor of the directory to run it in; negative: the current one.
   * @return           What waitpid(2) tells of it, or minus the errno for which it could not be started.
   */
  int run(std::span<const std::uint8_t> words, int directory) noexcept;

  /**
   * Start a program and do not wait for it; its standard input is empty.
   *
   * @param output  Its standard output, and `errors` its standard error: descriptors that stay the caller's.
   * @return        Its process id, to be awaited by `await_one`; or minus the errno for which it could not be started.
   */
  int start(std::span<const std::uint8_t> words, int directory, int output, int errors) noexcept;

  /**
   * Take one of the programs that `start` has started and that have ended.
   *
   * @param wait  Wait until there is one. Where the kernel has no pidfd_open(2), that is the one that was started first.
   * @return      Its process id and what waitpid(2) tells of it; {0, 0} where none has ended, or none runs.
   */
  std::pair<int, int> await_one(bool wait) noexcept;

 private:
  /** A program that was started and not awaited yet. */
  struct Child {
    int pid;
    int pidfd;  ///< -1 where the kernel has none.
  };

  /** What a child has in the place of our standard streams. */
  struct Streams {
    int input;
    int output;
    int errors;
  };

  bool prepare() noexcept;
  /** Most runs start no program: what the descriptors lead to, which takes a call for each, is asked when the first one is. */
  void leave_out_nodes_descriptors() noexcept;
  int spawn(std::span<const std::uint8_t> words, int directory, const Streams* streams, int& error) noexcept;

  std::vector<int> inherited_;
  void* stack_ = nullptr;
  /** Where programs are looked for if $PATH is not set. */
  std::string standard_path_;
  bool lowers_limit_ = false;
  rlimit limit_{};
  std::vector<char*> pointers_;
  std::vector<Child> children_;
  int null_device_ = -1;
  /** Which of the standard streams were closed when we were started. */
  bool closed_[3] = {};
  /** What children have in their place: open, but neither to be read nor written. */
  int unusable_ = -1;
};

/** A file in memory, to be closed by the caller; or minus an errno. */
int create_memory_file() noexcept;

/** pread(2). @return how many bytes were read; or minus an errno. */
int read_at(int fd, std::span<std::uint8_t> bytes, std::int64_t position) noexcept;

ArgumentSpace argument_space() noexcept;

}  // namespace tswalk
