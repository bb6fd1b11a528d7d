/**
 * Reading the small files of /proc and /sys, whose size nobody knows beforehand.
 *
 * In: a path. Out: all bytes, or an empty string where the file cannot be read; the caller has a default for that. Any thread.
 */
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "fd.h"

namespace tswalk {

inline std::string read_file(const std::string& path) noexcept {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return {};
  std::string all;
  char chunk[4096];
  for (;;) {
    const ssize_t got = ::read(fd.get(), chunk, sizeof chunk);
    if (got > 0) {
      all.append(chunk, static_cast<std::size_t>(got));
    } else if (got == 0) {
      return all;
    } else if (errno != EINTR) {
      return {};
    }
  }
}

}  // namespace tswalk
