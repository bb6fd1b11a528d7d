/**
 * The queue object: depth, answers, cancelling, destroying, by plain system calls and through io_urings.
 *
 * Where the kernel permits no io_uring the ring's variants are left out; the vitest suites fail there, so it cannot go unnoticed.
 */
// sources: native/backend.cc native/dirent-pack.cc native/dispatch-sync.cc native/dispatch-uring.cc native/ioq.cc native/open-directory.cc native/ring.cc native/service.cc native/stat-convert.cc native/worker.cc
// libs: uring
#include "native/ioq.h"

#include <dirent.h>
#include <sched.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "check.h"
#include "slab-queue.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

/** All there are on this machine. */
const std::vector<Dispatch>& dispatches() {
  static const std::vector<Dispatch> all = [] {
    if (choose_dispatch("uring") == Dispatch::uring) return std::vector{Dispatch::sync, Dispatch::opens_by_ring, Dispatch::uring};
    std::fprintf(stderr, "no io_uring here: synchronous workers only\n");
    return std::vector{Dispatch::sync};
  }();
  return all;
}

IoqOptions options(Dispatch dispatch, std::int32_t depth = 8, std::int32_t workers = 2) {
  return {.depth = depth, .workers = workers, .dispatch = dispatch};
}

constexpr std::int32_t EVERY_TYPE = -1;

std::vector<std::int32_t> numbers(std::int32_t from, std::int32_t to) {
  std::vector<std::int32_t> all;
  for (; from < to; ++from) all.push_back(from);
  return all;
}

}  // namespace

TEST("options out of range make no queue") {
  std::vector<std::uint64_t> slab(CONTROL_BYTES / 8 + SLOT_BYTES / 8);
  auto* const bytes = reinterpret_cast<std::uint8_t*>(slab.data());
  CHECK(Ioq::create(bytes, {.depth = 0, .workers = 1}) == nullptr);
  CHECK(Ioq::create(bytes, {.depth = MAX_SLOTS + 1, .workers = 1}) == nullptr);
  CHECK(Ioq::create(bytes, {.depth = 1, .workers = 0}) == nullptr);
  CHECK(Ioq::create(bytes, {.depth = 1, .workers = 1}) != nullptr);
}

TEST("size counts from submit to reap, and a submit beyond the depth changes nothing") {
  const TemporaryDirectory tree;
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch, 4));
    for (int i = 0; i < 4; ++i) queue.prepare_open(i, tree.path());
    CHECK_EQUAL(queue.submit({0, 1, 2}), 3);
    CHECK_EQUAL(queue.ioq().capacity(), 1);
    CHECK_EQUAL(queue.submit({3, 3}), -EAGAIN);
    CHECK_EQUAL(queue.submit({3}), 1);
    CHECK_EQUAL(queue.submit({0}), -EAGAIN);
    CHECK_EQUAL(queue.ioq().size(), 4);
    CHECK_EQUAL(queue.reap(4).size(), 4);
    CHECK_EQUAL(queue.ioq().capacity(), 4);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(queue.slot(i)->result, 0);
  }
}

TEST("a slot out of range or in flight is refused, together with those beside it") {
  const TemporaryDirectory tree;
  SlabQueue queue(options(Dispatch::sync));
  for (int i = 0; i < 3; ++i) queue.prepare_open(i, tree.path());
  for (const std::vector<std::int32_t>& wrong : {std::vector{0, 8}, {0, -1}, {0, 1, 0}}) CHECK_EQUAL(queue.submit(wrong), -EINVAL);
  CHECK_EQUAL(queue.ioq().size(), 0);
  CHECK_EQUAL(queue.submit({0}), 1);
  CHECK_EQUAL(queue.submit({1, 0}), -EINVAL);
  CHECK_EQUAL(queue.submit({1, 2}), 2);
  CHECK_EQUAL(queue.reap(3).size(), 3);
}

TEST("nothing in flight, nothing to wait for") {
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch));
    std::int32_t slots[4];
    CHECK_EQUAL(queue.ioq().reap(slots, true), 0);
    queue.prepare(0, Operation::nop, -1);
    CHECK_EQUAL(queue.serve(0), 0);
    CHECK_EQUAL(queue.ioq().reap(slots, true), 0);
  }
}

TEST("requests that make no sense are answered EINVAL") {
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch));
    queue.prepare(0, Operation{77}, -1);
    CHECK_EQUAL(queue.serve(0), -EINVAL);
    queue.prepare_open(0, "/");
    queue.slot(0)->path_length = NAMES_BYTES;
    CHECK_EQUAL(queue.serve(0), -EINVAL);
    queue.prepare(0, Operation::stat, AT_FDCWD, REQUEST_KEEP);
    queue.slot(0)->names_length = NAMES_BYTES + 1;
    queue.slot(0)->status_next = 0;
    CHECK_EQUAL(queue.serve(0), -EINVAL);
  }
}

TEST("a directory of 20,000 entries comes in chunks, each entry once, and is closed after the last") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", 20'000);
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch));
    const int before = count_open_descriptors();
    queue.prepare_open(0, tree.path("d"));
    std::map<std::string, AnsweredEntry> all;
    int entries = 0, chunks = 0;
    for (int result = queue.serve(0);; result = queue.serve(0), ++chunks) {
      CHECK_EQUAL(result, 0);
      entries += queue.collect(0, all);
      if ((queue.slot(0)->response_flags & RESPONSE_MORE) == 0) break;
      CHECK(queue.slot(0)->dirfd >= 0);
      queue.slot(0)->operation = static_cast<std::int32_t>(Operation::read);
    }
    CHECK_EQUAL(entries, 20'000);
    CHECK_EQUAL(all.size(), 20'000);
    CHECK(chunks > 5);
    CHECK_EQUAL(queue.slot(0)->dirfd, -1);
    CHECK(count_open_descriptors() <= before + 2);  // its two rings
  }
}

/** 700 entries: more than twice the records of a slot, and more than a ring's flights by far. */
TEST("statuses come in passes, each for its entry, the same by every dispatch") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", 600);
  for (int i = 0; i < 50; ++i) {
    tree.make_link("d/l" + std::to_string(i), i % 2 == 0 ? "f1" : "gone");
    tree.make_directory("d/d" + std::to_string(i));
  }
  for (const Dispatch dispatch : dispatches()) {
    for (const std::int32_t flags : {0, REQUEST_STATUS_FOLLOW}) {
      SlabQueue queue(options(dispatch));
      const auto all = queue.list(tree.path("d"), flags, EVERY_TYPE);
      CHECK_EQUAL(all.size(), 700);
      for (const auto& [name, entry] : all) {
        struct stat status;
        const bool follow = flags != 0 && ::stat(tree.path("d/" + name).c_str(), &status) == 0;
        if (!follow) ::lstat(tree.path("d/" + name).c_str(), &status);
        CHECK(entry.has_status);
        CHECK_EQUAL(entry.status.result, 0);
        CHECK_EQUAL(entry.status.inode, status.st_ino);
        CHECK_EQUAL(entry.type, type_of_mode(status.st_mode));
        CHECK_EQUAL((entry.status.flags & STATUS_IS_LINK) != 0, flags != 0 && S_ISLNK(status.st_mode));
      }
      CHECK_EQUAL(queue.slot(0)->dirfd, -1);
    }
  }
}

TEST("marked entries are stat'ed by STAT, and a gone one has its error alone") {
  const TemporaryDirectory tree;
  tree.make_files(".", 4);
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch));
    tree.make_file("gone");
    queue.prepare_open(0, tree.path(), REQUEST_KEEP);
    CHECK_EQUAL(queue.serve(0), 0);
    ::unlinkat(tree.fd(), "gone", 0);
    const Slot slot = queue.slot(0);
    CHECK_EQUAL(slot->count, 5);
    for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at)) {
      if (std::string("f1") != entry::name(at)) entry::flags(at) |= ENTRY_WANT_STATUS;
    }
    const int fd = slot->dirfd;
    slot->operation = static_cast<std::int32_t>(Operation::stat);
    slot->status_next = 0;
    CHECK_EQUAL(queue.serve(0), 0);
    CHECK_EQUAL(slot->status_count, 4);
    CHECK_EQUAL(slot->status_next, slot->names_length);
    CHECK_EQUAL(slot->dirfd, fd);
    int failed = 0;
    for (int i = 0; i < 4; ++i) failed += slot.records()[i].result == -ENOENT;
    CHECK_EQUAL(failed, 1);
    ::close(fd);
  }
}

TEST("marked entries are removed by UNLINK, and what cannot be keeps its mark and has its error") {
  for (const Dispatch dispatch : dispatches()) {
    const TemporaryDirectory tree;
    tree.make_files(".", 4);
    tree.make_directory("empty");
    tree.make_directory("full");
    tree.make_file("full/x");
    tree.make_file("gone");
    SlabQueue queue(options(dispatch));
    queue.prepare_open(0, tree.path(), REQUEST_KEEP);
    CHECK_EQUAL(queue.serve(0), 0);
    ::unlinkat(tree.fd(), "gone", 0);
    const Slot slot = queue.slot(0);
    for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at)) {
      if (std::string("f1") != entry::name(at)) entry::flags(at) |= ENTRY_WANT_UNLINK;
    }
    slot->operation = static_cast<std::int32_t>(Operation::unlink);
    CHECK_EQUAL(queue.serve(0), 0);
    std::map<std::string, int> errors;
    for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at)) {
      if ((entry::flags(at) & ENTRY_WANT_UNLINK) != 0) errors[entry::name(at)] = slot.unlink_errors()[errors.size()];
    }
    CHECK(errors == (std::map<std::string, int>{{"full", -ENOTEMPTY}, {"gone", -ENOENT}}));
    CHECK_EQUAL(slot->status_count, 2);
    std::set<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(tree.path())) left.insert(entry.path().filename());
    CHECK(left == (std::set<std::string>{"f1", "full"}));
    CHECK_EQUAL(queue.ioq().served(Counted::unlink, false), 6);
    ::close(slot->dirfd);
  }
}

TEST("all that is served is counted, by who served it") {
  const TemporaryDirectory tree;
  tree.make_files(".", 10);
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch));
    queue.prepare_open(0, tree.path(), REQUEST_KEEP, EVERY_TYPE);
    CHECK_EQUAL(queue.serve(0), 0);
    queue.slot(0)->operation = static_cast<std::int32_t>(Operation::close);
    CHECK_EQUAL(queue.serve(0), 0);
    const bool by_ring = dispatch == Dispatch::uring;
    for (const auto& [kind, count] : {std::pair{Counted::opendir, 1}, {Counted::stat, 10}, {Counted::close, 1}}) {
      CHECK_EQUAL(queue.ioq().served(kind, by_ring), count);
      CHECK_EQUAL(queue.ioq().served(kind, !by_ring), 0);
    }
    CHECK(queue.ioq().backend() == (by_ring ? Backend::uring : Backend::sync));
  }
}

TEST("many requests by many workers: each slot is answered as often as it was submitted") {
  const TemporaryDirectory tree;
  for (int i = 0; i < 16; ++i) {
    tree.make_directory("d" + std::to_string(i));
    tree.make_files("d" + std::to_string(i), i + 1);
  }
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch, 32, 4));
    const auto prepare = [&](int slot) { queue.prepare_open(slot, tree.path("d" + std::to_string(slot % 16)), 0, EVERY_TYPE); };
    int submitted = 32, answered = 0;
    for (int i = 0; i < 32; ++i) prepare(i);
    CHECK_EQUAL(queue.submit(numbers(0, 32)), 32);
    while (answered < submitted) {
      std::vector<std::int32_t> again;
      for (const std::int32_t number : queue.reap(1)) {
        ++answered;
        const Slot slot = queue.slot(number);
        if (slot->result != 0 || slot->count != number % 16 + 1 || slot->status_count != slot->count) {
          check::fail(__FILE__, __LINE__, "slot " + std::to_string(number) + ": " + std::to_string(slot->result));
        }
        if (submitted < 4'000) again.push_back(number), ++submitted, prepare(number);
      }
      CHECK_EQUAL(queue.submit(again), again.size());
    }
    CHECK_EQUAL(queue.ioq().size(), 0);
  }
}

/** The kernel's threads, iou-wrk-*, are listed among ours, and stay for some seconds when they have nothing to do. */
TEST("all rings together have no more kernel threads than there are workers") {
  if (!std::ranges::count(dispatches(), Dispatch::uring)) return;
  const TemporaryDirectory tree;
  tree.make_files(".", 200);
  constexpr int WORKERS = 3;
  SlabQueue queue(options(Dispatch::uring, 24, WORKERS));
  for (int i = 0; i < 24; ++i) queue.prepare_open(i, tree.path(), 0, EVERY_TYPE);
  CHECK_EQUAL(queue.submit(numbers(0, 24)), 24);
  CHECK_EQUAL(queue.reap(24).size(), 24);
  int kernel_threads = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    kernel_threads += name.starts_with("iou-wrk");
  }
  CHECK(kernel_threads >= 1);
  CHECK(kernel_threads <= WORKERS);
}

/** The first request starts no worker (but for a ring), so that this one is certainly pending. */
TEST("cancel answers what is pending EINTR, runs the closes, and refuses the rest") {
  const TemporaryDirectory tree;
  SlabQueue queue(options(Dispatch::sync));
  queue.prepare_open(0, tree.path());
  queue.slot(0)->close_fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int with_open = queue.slot(0)->close_fd;
  CHECK_EQUAL(queue.submit({0}), 1);
  CHECK_EQUAL(queue.ioq().workers_started(), 0);
  queue.ioq().cancel();
  queue.ioq().cancel();
  CHECK_EQUAL(queue.submit({1}), -EINTR);
  CHECK_EQUAL(queue.reap(1).size(), 1);
  CHECK_EQUAL(queue.slot(0)->result, -EINTR);
  CHECK_EQUAL(queue.slot(0)->dirfd, -1);
  CHECK_EQUAL(::fcntl(with_open, F_GETFD), -1);
}

TEST("closes that are pending when the queue is cancelled still run") {
  for (const Dispatch dispatch : dispatches()) {
    for (const std::int32_t count : {1, 24}) {
      const int before = count_open_descriptors();
      SlabQueue queue(options(dispatch, 24, 1));
      for (int i = 0; i < count; ++i) {
        queue.prepare(i, i % 2 == 0 ? Operation::close : Operation::closedir, ::open("/dev/null", O_RDONLY | O_CLOEXEC));
      }
      CHECK_EQUAL(queue.submit(numbers(0, count)), count);
      queue.ioq().cancel();
      CHECK_EQUAL(queue.reap(static_cast<std::size_t>(count)).size(), count);
      for (int i = 0; i < count; ++i) CHECK_EQUAL(queue.slot(i)->result, 0);
      queue.destroy();
      CHECK_EQUAL(count_open_descriptors(), before);
    }
  }
}

TEST("a listing cancelled between its chunks closes its directory, unless that is to be kept") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", 9'000);  // at least three chunks
  for (const std::int32_t flags : {0, REQUEST_KEEP}) {
    SlabQueue queue(options(Dispatch::sync));
    queue.prepare_open(0, tree.path("d"), flags);
    CHECK_EQUAL(queue.serve(0), 0);
    CHECK_EQUAL(queue.slot(0)->response_flags, RESPONSE_MORE);
    const int fd = queue.slot(0)->dirfd;
    queue.slot(0)->operation = static_cast<std::int32_t>(Operation::read);
    // The worker may be faster than the cancel; then the answer is the chunk.
    CHECK_EQUAL(queue.submit({0}), 1);
    queue.ioq().cancel();
    CHECK_EQUAL(queue.reap(1).size(), 1);
    const bool is_cancelled = queue.slot(0)->result == -EINTR;
    CHECK(is_cancelled || queue.slot(0)->result == 0);
    CHECK_EQUAL(queue.slot(0)->dirfd, is_cancelled && flags == 0 ? -1 : fd);
    if (queue.slot(0)->dirfd >= 0) ::close(fd);
    CHECK_EQUAL(::fcntl(fd, F_GETFD), -1);
  }
}

/** Another thread cancels at any moment: before, between and after the pushes of a submit, which may land behind STOP. */
TEST("a cancel that races with submits loses no answer and no descriptor") {
  const TemporaryDirectory tree;
  tree.make_files(".", 3);
  for (const Dispatch dispatch : dispatches()) {
    const int before = count_open_descriptors();
    for (int round = 0; round < 100; ++round) {
      SlabQueue queue(options(dispatch, 16, 2));
      std::atomic<int> submits{0};
      std::thread canceller([&] {
        // A little later each time: at any place between two submits, or in the middle of one.
        while (submits.load() <= round / 10) sched_yield();
        for (std::atomic<int> i = 0; i < round % 10 * 100;) ++i;
        queue.ioq().cancel();
      });
      int submitted = 0, answered = 0;
      for (int next = 0; submitted >= 0; next = (next + 4) % 16) {
        for (int i = next; i < next + 4; ++i) {
          if (i % 2 == 0) queue.prepare_open(i, tree.path(), REQUEST_KEEP);
          else queue.prepare(i, Operation::close, ::open("/dev/null", O_RDONLY | O_CLOEXEC));
        }
        const int result = queue.submit(numbers(next, next + 4));
        ++submits;
        if (result < 0) {
          CHECK_EQUAL(result, -EINTR);
          for (int i = next + 1; i < next + 4; i += 2) ::close(queue.slot(i)->dirfd);
          break;
        }
        submitted += result;
        for (const std::int32_t number : queue.reap(4)) {
          ++answered;
          if (queue.slot(number)->dirfd >= 0) ::close(queue.slot(number)->dirfd);
        }
      }
      canceller.join();
      CHECK_EQUAL(answered, submitted);
    }
    CHECK_EQUAL(count_open_descriptors(), before);
  }
}

TEST("destroy waits for what runs, drains what is pending, and leaves no descriptor open") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_files("d", 3'000);
  for (const Dispatch dispatch : dispatches()) {
    for (const std::size_t reaped : {0, 1, 7}) {
      const int before = count_open_descriptors();
      SlabQueue queue(options(dispatch, 24, 3));
      for (int i = 0; i < 24; ++i) {
        if (i % 8 == 7) queue.prepare(i, Operation::close, ::open("/dev/null", O_RDONLY | O_CLOEXEC));
        else queue.prepare_open(i, tree.path("d"), i % 2 == 0 ? REQUEST_KEEP : 0, i % 3 == 0 ? EVERY_TYPE : 0);
      }
      CHECK_EQUAL(queue.submit(numbers(0, 24)), 24);
      const std::vector<std::int32_t> taken = queue.reap(reaped);
      queue.destroy();
      for (const std::int32_t number : taken) {
        if (queue.slot(number)->dirfd >= 0) ::close(queue.slot(number)->dirfd);
      }
      CHECK_EQUAL(count_open_descriptors(), before);
    }
  }
}

TEST("after join what was finished or cancelled can still be reaped") {
  const TemporaryDirectory tree;
  for (const Dispatch dispatch : dispatches()) {
    SlabQueue queue(options(dispatch, 16));
    for (int i = 0; i < 16; ++i) queue.prepare_open(i, tree.path());
    CHECK_EQUAL(queue.submit(numbers(0, 16)), 16);
    queue.ioq().join();
    queue.ioq().join();
    const std::vector<std::int32_t> all = queue.reap(16);
    CHECK_EQUAL(std::set<std::int32_t>(all.begin(), all.end()).size(), 16);
    for (int i = 0; i < 16; ++i) CHECK(queue.slot(i)->result == 0 || queue.slot(i)->result == -EINTR);
    std::int32_t slots[4];
    CHECK_EQUAL(queue.ioq().reap(slots, true), 0);
  }
}
