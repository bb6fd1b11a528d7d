/** Opening directories: which links are refused, the same with openat2 and without. */
// sources: native/open-directory.cc
// variants: plain address
#include "native/open-directory.h"

#include <dlfcn.h>

#include <cerrno>
#include <cstdarg>
#include <string>

#include "check.h"
#include "native/layout.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

/** Open, close, and the result as a test wants it: 0 for any descriptor. */
int try_open(int dirfd, const std::string& path, int flags, int access = O_RDONLY) {
  const int fd = open_directory(dirfd, path.c_str(), path.size(), flags, access);
  if (fd < 0) return fd;
  ::close(fd);
  return 0;
}

int try_componentwise(int dirfd, const std::string& path) {
  const int fd = open_componentwise(dirfd, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return fd;
  ::close(fd);
  return 0;
}

struct Tree : TemporaryDirectory {
  Tree() {
    make_directory("d");
    make_directory("d/e");
    make_file("f");
    make_link("l", "d");
    make_link("broken", "nothing");
  }
};

}  // namespace

TEST("without flags every link is refused, and openat2 and the way by components agree") {
  const Tree tree;
  struct Row {
    const char* path;
    int result;
  };
  for (const auto& [path, result] : {Row{"d", 0}, {"d/e", 0}, {"d//e", 0}, {"d/e/", 0}, {"./d", 0}, {"d/../d/e", 0}, {"l/e", -ELOOP},
                                     {"./l", -ELOOP}, {"broken/e", -ELOOP}, {"f/e", -ENOTDIR}, {"gone/e", -ENOENT}, {"d/gone", -ENOENT},
                                     {"d/f", -ENOENT}, {"./f", -ENOTDIR}}) {
    CHECK_EQUAL(try_open(tree.fd(), path, 0), result);
    CHECK_EQUAL(try_open(tree.fd(), path, 0, O_PATH), result);
    CHECK_EQUAL(try_componentwise(tree.fd(), path), result);
  }
  CHECK_EQUAL(try_open(tree.fd(), "", 0), -ENOENT);
  CHECK_EQUAL(try_componentwise(tree.fd(), ""), -ENOENT);
  CHECK_EQUAL(try_open(tree.fd(), "l", 0), -ENOTDIR);
}

TEST("TRUSTED follows links on the way, FOLLOW the last one too") {
  const Tree tree;
  CHECK_EQUAL(try_open(tree.fd(), "l/e", REQUEST_TRUSTED), 0);
  CHECK_EQUAL(try_open(tree.fd(), "./l", REQUEST_TRUSTED), -ENOTDIR);
  CHECK_EQUAL(try_open(tree.fd(), "l", REQUEST_FOLLOW), 0);
  CHECK_EQUAL(try_open(tree.fd(), "broken", REQUEST_FOLLOW), -ENOENT);
}

TEST("absolute paths do not need a base, by components neither") {
  CHECK_EQUAL(try_open(-1, "/proc/self/", 0), -ELOOP);
  CHECK_EQUAL(try_componentwise(-1, "/proc/self/"), -ELOOP);
  CHECK_EQUAL(try_componentwise(-1, "/"), 0);
  CHECK_EQUAL(try_componentwise(-1, "//proc//sys"), 0);
  CHECK_EQUAL(try_componentwise(-1, "proc"), -EBADF);
}

TEST("a name that is too long is refused by components too") {
  const Tree tree;
  CHECK_EQUAL(try_componentwise(tree.fd(), std::string(300, 'n') + "/x"), -ENAMETOOLONG);
}

TEST("nothing is left open by a refusal") {
  const Tree tree;
  const int before = count_open_descriptors();
  for (const char* path : {"d/e/gone", "l/e", "d/../l/e", "f/e"}) try_componentwise(tree.fd(), path);
  CHECK_EQUAL(count_open_descriptors(), before);
}

namespace {

/** What openat2 fails with from now on; 0: they do not. */
int stubborn = 0;
int calls = 0;

}  // namespace

/** Goes before the C library's. */
extern "C" long syscall(long number, ...) {
  va_list more;
  va_start(more, number);
  long words[4];
  for (long& word : words) word = va_arg(more, long);
  va_end(more);
  if (stubborn == 0) return reinterpret_cast<long (*)(long, ...)>(dlsym(RTLD_NEXT, "syscall"))(number, words[0], words[1], words[2], words[3]);
  ++calls;
  errno = stubborn;
  return -1;
}

TEST("a file system that asks for another try again and again is believed after a while") {
  const Tree tree;
  for (const int error : {EAGAIN, EINTR}) {
    stubborn = error;
    calls = 0;
    CHECK_EQUAL(try_open(tree.fd(), "d/e", 0), -error);
    CHECK(calls > 1);
    stubborn = 0;
  }
}
