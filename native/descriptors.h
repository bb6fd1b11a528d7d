/**
 * The descriptors that JavaScript code of one environment has open. They are closed with it: a thread may be terminated at any time, and
 * its process go on.
 *
 * In: a descriptor, when it is opened and closed. Out: is it one of these? On the thread of the environment, whose instance data this is.
 */
#pragma once

#include <napi.h>
#include <unistd.h>

#include <unordered_set>

namespace tswalk {

class Descriptors {
 public:
  Descriptors() = default;
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
  ~Descriptors() {
    for (const int fd : open_) ::close(fd);
  }

  void add(int fd) { open_.insert(fd); }
  void remove(int fd) { open_.erase(fd); }
  bool has(int fd) const { return open_.contains(fd); }

  /** As long as the environment has not ended. */
  static Descriptors& of(Napi::Env env) { return *env.GetInstanceData<Descriptors>(); }

 private:
  std::unordered_set<int> open_;
};

}  // namespace tswalk
