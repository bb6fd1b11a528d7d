/** A file's status in a record, against fstatat(2), and what statx(2) may leave out. */
// sources: native/stat-convert.cc
// variants: plain address
#include "native/stat-convert.h"

#include <sys/sysmacros.h>

#include <cerrno>

#include "check.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

void check_same(const StatusRecord& record, const struct stat& status) {
  CHECK_EQUAL(record.result, 0);
  CHECK_EQUAL(record.mode, status.st_mode);
  CHECK_EQUAL(record.inode, status.st_ino);
  CHECK_EQUAL(record.device, status.st_dev);
  CHECK_EQUAL(record.links, status.st_nlink);
  CHECK_EQUAL(record.uid, status.st_uid);
  CHECK_EQUAL(record.gid, status.st_gid);
  CHECK_EQUAL(record.size, status.st_size);
  CHECK_EQUAL(record.blocks, status.st_blocks);
  CHECK_EQUAL(record.rdevice, status.st_rdev);
  CHECK_EQUAL(record.modify_s, status.st_mtim.tv_sec);
  CHECK_EQUAL(record.modify_ns, status.st_mtim.tv_nsec);
  CHECK_EQUAL(record.change_s, status.st_ctim.tv_sec);
  CHECK_EQUAL(record.change_ns, status.st_ctim.tv_nsec);
  CHECK_EQUAL(record.access_s, status.st_atim.tv_sec);
}

}  // namespace

TEST("every field is the one of fstatat, for files, directories, links and devices") {
  const TemporaryDirectory tree;
  tree.make_file("f", "content");
  tree.make_directory("d");
  tree.make_link("l", "f");
  const timespec times[2] = {{1'000'000'000, 1}, {-5, 999'999'999}};
  ::utimensat(tree.fd(), "f", times, 0);
  for (const char* name : {"f", "d", "l", "/dev/null", "/dev/tty", "/proc/self/status"}) {
    StatusRecord record;
    struct stat status;
    ::fstatat(tree.fd(), name, &status, AT_SYMLINK_NOFOLLOW);
    CHECK_EQUAL(stat_name(tree.fd(), name, Links::keep, record), 0);
    check_same(record, status);
  }
}

TEST("links are kept, followed, or kept where they are broken") {
  const TemporaryDirectory tree;
  tree.make_file("f", "content");
  tree.make_link("l", "f");
  tree.make_link("broken", "nothing");
  tree.make_link("through-file", "f/x");
  tree.make_link("loop", "loop");
  StatusRecord record;
  stat_name(tree.fd(), "l", Links::keep, record);
  CHECK(S_ISLNK(record.mode));
  stat_name(tree.fd(), "l", Links::follow_or_keep, record);
  CHECK(S_ISREG(record.mode));
  CHECK_EQUAL(record.flags & STATUS_IS_LINK, 0);
  for (const char* name : {"broken", "through-file"}) {
    CHECK_EQUAL(stat_name(tree.fd(), name, Links::follow_or_keep, record), 0);
    CHECK(S_ISLNK(record.mode));
    CHECK((record.flags & STATUS_IS_LINK) != 0);
    CHECK(is_broken_link(stat_name(tree.fd(), name, Links::follow, record)));
  }
  CHECK_EQUAL(stat_name(tree.fd(), "loop", Links::follow_or_keep, record), -ELOOP);
  CHECK_EQUAL(stat_name(tree.fd(), "gone", Links::follow_or_keep, record), -ENOENT);
  CHECK_EQUAL(record.result, -ENOENT);
}

TEST("an answer without the basic status is an error, one without a birth time is not") {
  struct statx status {};
  StatusRecord record{};
  status.stx_mask = STATX_BASIC_STATS & ~STATX_SIZE;
  convert_statx(status, record);
  CHECK_EQUAL(record.result, -ENOTSUP);
  status.stx_mask = STATX_BASIC_STATS;
  status.stx_btime.tv_sec = 5;
  convert_statx(status, record);
  CHECK_EQUAL(record.result, 0);
  CHECK_EQUAL(record.flags, 0);
  CHECK_EQUAL(record.birth_s, 0);
  status.stx_mask |= STATX_BTIME;
  convert_statx(status, record);
  CHECK_EQUAL(record.flags, STATUS_HAS_BIRTH_TIME);
  CHECK_EQUAL(record.birth_s, 5);
}

TEST("device numbers of any size have their bits where makedev puts them") {
  struct statx status {};
  StatusRecord record{};
  status.stx_mask = STATX_BASIC_STATS;
  for (const unsigned major : {0u, 1u, 259u, 0xfffu, 0x1000u, 0xfffffu, 0xffffffffu}) {
    for (const unsigned minor : {0u, 3u, 255u, 256u, 0xfffffu, 0xffffffffu}) {
      status.stx_dev_major = status.stx_rdev_major = major;
      status.stx_dev_minor = status.stx_rdev_minor = minor;
      convert_statx(status, record);
      CHECK_EQUAL(record.device, gnu_dev_makedev(major, minor));
      CHECK_EQUAL(record.rdevice, gnu_dev_makedev(major, minor));
    }
  }
}

TEST("the device of a name is told without following, or with") {
  const TemporaryDirectory tree;
  tree.make_link("l", "/proc");
  struct stat here, there;
  ::fstat(tree.fd(), &here);
  ::stat("/proc", &there);
  std::uint64_t device = 0;
  CHECK_EQUAL(stat_device(tree.fd(), "l", Links::keep, device), 0);
  CHECK_EQUAL(device, here.st_dev);
  CHECK_EQUAL(stat_device(tree.fd(), "l", Links::follow, device), 0);
  CHECK_EQUAL(device, there.st_dev);
  CHECK_EQUAL(stat_device(tree.fd(), "gone", Links::keep, device), -ENOENT);
}

TEST("types follow from modes") {
  CHECK_EQUAL(type_of_mode(S_IFREG | 0644), DT_REG);
  CHECK_EQUAL(type_of_mode(S_IFDIR | 0755), DT_DIR);
  CHECK_EQUAL(type_of_mode(S_IFLNK | 0777), DT_LNK);
  CHECK_EQUAL(type_of_mode(S_IFSOCK), DT_SOCK);
}
