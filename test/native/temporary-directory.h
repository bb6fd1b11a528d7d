/**
 * A directory that is gone when the test is, and what the tests of the native side put into it.
 *
 * In: relative names. Out: a tree below the temporary directory of the system; `fd` is it, opened. Used by the thread of the test.
 */
#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    const char* const within = std::getenv("TMPDIR");
    path_ = std::string(within != nullptr ? within : "/tmp") + "/tswalk-native-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
    fd_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    ::close(fd_);
    const auto remove_one = [](const char* path, const struct stat*, int, FTW*) { return std::remove(path); };
    ::nftw(path_.c_str(), remove_one, 16, FTW_DEPTH | FTW_PHYS);
  }

  const std::string& path() const { return path_; }
  std::string path(const std::string& name) const { return path_ + "/" + name; }
  int fd() const { return fd_; }

  void make_directory(const std::string& name) const { ::mkdirat(fd_, name.c_str(), 0777); }
  void make_link(const std::string& name, const std::string& target) const { ::symlinkat(target.c_str(), fd_, name.c_str()); }
  void make_file(const std::string& name, const std::string& content = {}) const {
    const int file = ::openat(fd_, name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 || ::write(file, content.data(), content.size()) < 0) std::abort();
    ::close(file);
  }
  /** Links to one file: faster to make and to remove than files, and entries of type DT_REG all the same. */
  void make_files(const std::string& directory, int count) const {
    const std::string first = directory + "/f0";
    make_file(first);
    for (int i = 1; i < count; ++i) {
      ::linkat(fd_, first.c_str(), fd_, (directory + "/f" + std::to_string(i)).c_str(), 0);
    }
  }

 private:
  std::string path_;
  int fd_;
};

/** Descriptors that are open in this process. */
inline int count_open_descriptors() {
  int count = 0;
  DIR* const listing = ::opendir("/proc/self/fd");
  while (::readdir(listing) != nullptr) ++count;
  ::closedir(listing);
  return count - 3;  // `.`, `..` and the listing's own
}
