/**
 * Attributes of odd shapes and lengths, accounts and times, under the sanitizers: what the vitest suites ask of the addon, without JavaScript.
 */
// sources: native/metadata.cc native/accounts.cc native/locale.cc
// variants: plain address
#include "native/metadata.h"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "check.h"
#include "native/accounts.h"
#include "native/locale.h"

using namespace tswalk;

namespace {

/** A file that is gone when the test is. On /tmp or, where that keeps no attributes, nowhere: then `usable` is false. */
struct TemporaryFile {
  TemporaryFile() : fd(::mkstemp(path)) { usable = ::setxattr(path, "user.probe", "1", 1, 0) == 0; }
  ~TemporaryFile() {
    ::close(fd);
    ::unlink(path);
  }
  FilePath file() const { return {AT_FDCWD, path, false}; }

  char path[32] = "/tmp/tswalk-metadata-XXXXXX";
  int fd;
  bool usable;
};

/** A POSIX ACL of `entries` named users between the three that every file has, in the kernel's bytes. */
std::string access_acl(int entries) {
  std::string acl("\2\0\0\0", 4);
  const auto add = [&](int tag, std::uint32_t id) {
    const std::uint16_t head[] = {static_cast<std::uint16_t>(tag), 6};
    acl.append(reinterpret_cast<const char*>(head), sizeof head);
    acl.append(reinterpret_cast<const char*>(&id), sizeof id);
  };
  add(1, ~0u);
  for (int i = 0; i < entries; ++i) add(2, 1000 + static_cast<std::uint32_t>(i));
  add(4, ~0u);
  if (entries > 0) add(16, ~0u);
  add(32, ~0u);
  return acl;
}

}  // namespace

TEST("an ACL longer than the buffer for it has more than three entries") {
  const TemporaryFile temporary;
  if (!temporary.usable) return;
  for (const int entries : {0, 1, 400, 511, 1000}) {
    const std::string acl = access_acl(entries);
    // File systems have limits of their own: ext4 keeps all attributes in one block.
    if (::setxattr(temporary.path, "system.posix_acl_access", acl.data(), acl.size(), 0) != 0) continue;
    CHECK_EQUAL(has_acl(temporary.file(), false), entries > 0 ? 1 : 0);
  }
}

TEST("names of attributes are taken as they are") {
  const TemporaryFile temporary;
  if (!temporary.usable) return;
  CHECK_EQUAL(has_attributes(temporary.file()), 1);
  CHECK_EQUAL(has_attribute(temporary.file(), "user.probe"), 1);
  CHECK_EQUAL(has_attribute(temporary.file(), "user.prob"), 0);
  CHECK_EQUAL(has_attribute(temporary.file(), "probe"), 0);
  CHECK_EQUAL(has_attribute(temporary.file(), std::string(300, 'x').c_str()), -ERANGE);
  CHECK_EQUAL(has_attribute({AT_FDCWD, "/nonexistent", true}, "user.probe"), -ENOENT);
}

TEST("a name is looked up in the directory that is open") {
  const int tmp = ::open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
  const TemporaryFile temporary;
  if (temporary.usable) CHECK_EQUAL(has_attribute({tmp, temporary.path + 5, false}, "user.probe"), 1);
  CHECK_EQUAL(has_capabilities({tmp, temporary.path + 5, true}), 0);
  ::close(tmp);
  CHECK_EQUAL(has_attributes({tmp, "x", false}), -ENOENT);
}

TEST("who is there is told apart from who is not") {
  CHECK_EQUAL(user_name(0).value.value_or("?"), std::string("root"));
  CHECK_EQUAL(user_id("root").value.value_or(1), 0u);
  CHECK_EQUAL(group_id(group_name(0).value.value_or("?").c_str()).value.value_or(1), 0u);
  CHECK(!user_name(3'999'999'999).value && user_name(3'999'999'999).error == 0);
  CHECK(!group_id("no such group").value && group_id("no such group").error == 0);
}

TEST("times at the ends of what a calendar holds") {
  const Locale locale;
  LocalTime time;
  for (const double seconds : {0.0, -1.0, 1e10, -1e11, 6.7e16, -6.7e16}) {
    CHECK_EQUAL(locale.local_time(seconds, time), 0);
    CHECK_EQUAL(locale.seconds_of(time), seconds);
  }
  for (const double seconds : {1e17, -1e17, 1e18, 1e30, -1e30, std::nan("")}) {
    std::string text;
    CHECK_EQUAL(locale.local_time(seconds, time), -EOVERFLOW);
    CHECK_EQUAL(locale.format_time('c', seconds, text), -EOVERFLOW);
  }
}

TEST("keys and columns of texts of any length") {
  const Locale locale;
  for (const std::size_t length : {0, 1, 7, 255, 4096, 100'000}) {
    const std::string text(length, 'x');
    CHECK_EQUAL(locale.display_width(text), length);
    CHECK(locale.collation_key(text) < locale.collation_key(text + "y"));
  }
  CHECK_EQUAL(locale.display_width("\xff\xe2\x82"), 3);
}
