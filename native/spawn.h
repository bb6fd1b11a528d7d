/**
 * Runs commands: starts a program and waits for its end.
 *
 * In: the program's words as bytes, one after the other, each with a NUL behind it, and a directory to run it in. Out: its wait status, or
 * what kept it from being started. No shell is involved; a name without a slash is looked up in $PATH as execvp(3) does, but a file that is
 * no program is an error, not a script for sh.
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

 private:
  bool prepare() noexcept;

  std::vector<int> inherited_;
  void* stack_ = nullptr;
  /** Where programs are looked for if $PATH is not set. */
  std::string standard_path_;
  bool lowers_limit_ = false;
  rlimit limit_{};
  std::vector<char*> pointers_;
};

ArgumentSpace argument_space() noexcept;

}  // namespace tswalk
