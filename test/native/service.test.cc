/**
 * The steps of a request by themselves: in which order the statuses of a directory are asked for.
 */
// sources: native/dirent-pack.cc native/service.cc native/stat-convert.cc
#include "native/service.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "check.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

/** A request, and a thread to serve it. */
class Bench {
 public:
  explicit Bench(const std::string& path) {
    request.slot = Slot(reinterpret_cast<std::uint8_t*>(slab_.data()));
    request.slot->dirfd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }
  ~Bench() { ::close(request.slot->dirfd); }

  /** Read the whole directory, which fits into one chunk. */
  void read() {
    ::lseek(request.slot->dirfd, 0, SEEK_SET);
    request.slot->status_next = request.slot->response_flags = 0;
    read_next(request, context);
  }

  void become_slow() {
    for (int i = 0; i < 32; ++i) pace_.note(true, true);
  }
  void become_quick() {
    for (int i = 0; i < 1'000; ++i) pace_.note(false, true);
  }

  /** One pass. @return the inodes in the order in which they are asked for. Each record is left with its entry's inode. */
  std::vector<std::uint64_t> pass() {
    std::vector<std::uint64_t> asked;
    StatusPass::begin(request);
    StatusRecord* record;
    while (const std::uint8_t* const at = StatusPass::next(request, record)) {
      struct stat status;
      if (::fstatat(request.slot->dirfd, entry::name(at), &status, AT_SYMLINK_NOFOLLOW) != 0) break;
      asked.push_back(status.st_ino);
      record->inode = status.st_ino;
    }
    return asked;
  }

  /** What the records of the last pass say: as JavaScript reads them. */
  std::vector<std::uint64_t> answered() const {
    std::vector<std::uint64_t> all;
    for (int i = 0; i < request.slot->status_count; ++i) all.push_back(request.slot.records()[i].inode);
    return all;
  }

  /** Inodes as the directory lists them, `.` and `..` left out. */
  std::vector<std::uint64_t> listed() const {
    std::vector<std::uint64_t> all;
    const Slot slot = request.slot;
    for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at)) {
      struct stat status;
      if (::fstatat(slot->dirfd, entry::name(at), &status, AT_SYMLINK_NOFOLLOW) == 0) all.push_back(status.st_ino);
    }
    return all;
  }

  Request request;

 private:
  std::vector<std::uint64_t> slab_ = std::vector<std::uint64_t>(SLOT_BYTES / 8);
  std::atomic<bool> cancelled_{false};
  Pace pace_{1, 4};
  StatusWay statuses_{false, 0};
  ServedCounters served_;
  std::unique_ptr<DirentBuffer> buffer_ = std::make_unique<DirentBuffer>();
  EntryFilter filter_{};

 public:
  ServiceContext context{cancelled_, pace_, statuses_, served_, *buffer_, filter_};
};

void make_shuffled_files(const TemporaryDirectory& tree, int count) {
  for (int i = 0; i < count; ++i) tree.make_file("f" + std::to_string(i * 7919 % 1'000));
}

template <class Range>
std::vector<std::uint64_t> part(const Range& range, std::size_t from, std::size_t to) {
  return {range.begin() + static_cast<std::ptrdiff_t>(from), range.begin() + static_cast<std::ptrdiff_t>(to)};
}

constexpr std::int32_t EVERY_TYPE = -1;
constexpr std::size_t RECORDS = STATUS_RECORDS;

}  // namespace

TEST("where requests block a big directory is asked in the order of its inodes, pass by pass, and answered in its own") {
  const TemporaryDirectory tree;
  make_shuffled_files(tree, 400);
  Bench bench(tree.path());
  bench.request.slot->status_types = EVERY_TYPE;
  bench.become_slow();
  bench.read();
  const std::vector<std::uint64_t> listed = bench.listed();
  CHECK_EQUAL(listed.size(), 400);

  const std::vector<std::uint64_t> first = bench.pass();
  CHECK(std::ranges::is_sorted(first));
  CHECK(bench.answered() == part(listed, 0, RECORDS));
  CHECK((bench.request.slot->response_flags & RESPONSE_STATUS_MORE) != 0);

  const std::vector<std::uint64_t> second = bench.pass();
  CHECK(std::ranges::is_sorted(second));
  CHECK(bench.answered() == part(listed, RECORDS, 400));
  CHECK((bench.request.slot->response_flags & RESPONSE_STATUS_MORE) == 0);
}

TEST("marked entries alone are asked for, in the same order, by whoever has the request then") {
  const TemporaryDirectory tree;
  make_shuffled_files(tree, 300);
  Bench bench(tree.path());
  bench.request.slot->flags = REQUEST_KEEP;
  bench.become_slow();
  bench.read();
  CHECK(bench.pass().empty());
  const Slot slot = bench.request.slot;
  int number = 0;
  std::vector<std::uint64_t> marked;
  const std::vector<std::uint64_t> listed = bench.listed();
  for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at), ++number) {
    if (number % 3 != 1) continue;
    entry::flags(at) |= ENTRY_WANT_STATUS;
    marked.push_back(listed[static_cast<std::size_t>(number)]);
  }
  slot->status_next = 0;
  const std::vector<std::uint64_t> asked = bench.pass();
  CHECK_EQUAL(asked.size(), 100);
  CHECK(std::ranges::is_sorted(asked));
  CHECK(bench.answered() == marked);
}

TEST("answered from memory, or small, a directory is asked in its own order; one that was read before is forgotten") {
  const TemporaryDirectory big, small;
  make_shuffled_files(big, 200);
  make_shuffled_files(small, StatusWay::BIG - 1);
  Bench bench(big.path());
  bench.request.slot->status_types = EVERY_TYPE;
  bench.read();
  CHECK(bench.request.inode_order == nullptr);
  CHECK(bench.pass() == bench.listed());
  bench.become_slow();
  bench.read();
  CHECK(std::ranges::is_sorted(bench.pass()));
  bench.become_quick();
  bench.read();
  CHECK(bench.pass() == bench.listed());

  Bench other(small.path());
  other.request.slot->status_types = EVERY_TYPE;
  other.become_slow();
  other.read();
  CHECK_EQUAL(other.listed().size(), StatusWay::BIG - 1);
  CHECK(other.pass() == other.listed());
}
