/**
 * The queue object where the system refuses: threads, io_urings, descriptors. It serves by what is left, and says so.
 *
 * io_uring is forbidden by a seccomp(2) filter, in a child process: before the ring is set up, at its first use, or while it
 * is in use.
 */
// sources: native/backend.cc native/dirent-pack.cc native/dispatch-sync.cc native/dispatch-uring.cc native/ioq.cc native/open-directory.cc native/ring.cc native/service.cc native/stat-convert.cc native/worker.cc
// libs: uring
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <vector>

#include "check.h"
#include "slab-queue.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

int threads_to_start = 0;

/** pthread_create for as many times as `threads_to_start` says, then no more. */
int start_some(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) {
  return threads_to_start-- > 0 ? pthread_create(thread, attributes, run, argument) : EAGAIN;
}

/** From now on `call` fails with `error`, in all threads of this process. */
bool forbid(long call, int error) {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program{sizeof code / sizeof *code, code};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

/** Run `test` in a child, whose failed checks count here. */
template <class Test>
void in_child(Test test) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int before = check::failures().load();
    test();
    ::_exit(check::failures().load() == before ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK_EQUAL(status, 0);
}

bool has_ring() { return choose_dispatch("uring") == Dispatch::uring; }

/** Open sixteen directories with the status of their entries, and check the answers. */
void list_sixteen(SlabQueue& queue, const TemporaryDirectory& tree) {
  std::vector<std::int32_t> all;
  for (int i = 0; i < 16; ++i) {
    queue.prepare_open(i, tree.path(), 0, -1);
    all.push_back(i);
  }
  CHECK_EQUAL(queue.submit(all), 16);
  CHECK_EQUAL(queue.reap(16).size(), 16);
  for (int i = 0; i < 16; ++i) {
    CHECK_EQUAL(queue.slot(i)->result, 0);
    CHECK_EQUAL(queue.slot(i)->count, 20);
    CHECK_EQUAL(queue.slot(i)->status_count, 20);
    for (int record = 0; record < 20; ++record) CHECK_EQUAL(queue.slot(i).records()[record].links, 20);
    CHECK_EQUAL(queue.slot(i)->dirfd, -1);
  }
}

struct Tree : TemporaryDirectory {
  Tree() { make_files(".", 20); }
};

}  // namespace

TEST("without threads requests are served by the one who waits") {
  const Tree tree;
  threads_to_start = 0;
  SlabQueue queue({.depth = 32, .workers = 4, .dispatch = Dispatch::sync, .start_thread = start_some});
  list_sixteen(queue, tree);
  CHECK_EQUAL(queue.ioq().workers_started(), 0);
  list_sixteen(queue, tree);
  CHECK_EQUAL(queue.ioq().served(Counted::opendir, false), 32);
}

TEST("without threads what is pending is answered when the queue is cancelled") {
  const Tree tree;
  const int before = count_open_descriptors();
  threads_to_start = 0;
  SlabQueue queue({.depth = 32, .workers = 4, .dispatch = Dispatch::sync, .start_thread = start_some});
  for (int i = 0; i < 8; ++i) queue.prepare(i, Operation::close, ::open("/dev/null", O_RDONLY | O_CLOEXEC));
  for (int i = 8; i < 16; ++i) queue.prepare_open(i, tree.path());
  std::vector<std::int32_t> all{8, 0, 9, 1, 10, 2, 11, 3, 12, 4, 13, 5, 14, 6, 15, 7};
  CHECK_EQUAL(queue.submit(all), 16);
  queue.ioq().cancel();
  CHECK_EQUAL(count_open_descriptors(), before);
  CHECK_EQUAL(queue.reap(16).size(), 16);
  for (int i = 0; i < 16; ++i) CHECK_EQUAL(queue.slot(i)->result, i < 8 ? 0 : -EINTR);
}

TEST("the threads that could be started do the work of those that could not") {
  const Tree tree;
  for (const Dispatch dispatch : {Dispatch::sync, Dispatch::uring}) {
    threads_to_start = 1;
    SlabQueue queue({.depth = 32, .workers = 4, .dispatch = dispatch, .start_thread = start_some});
    list_sixteen(queue, tree);
    CHECK_EQUAL(queue.ioq().workers_started(), 1);
  }
}

TEST("where io_uring is forbidden a queue is synchronous, whoever asks for it") {
  const Tree tree;
  for (const auto& [call, error] : {std::pair{SYS_io_uring_setup, EPERM}, {SYS_io_uring_setup, ENOSYS}, {SYS_io_uring_setup, ENOMEM},
                                    {SYS_io_uring_register, EPERM}, {SYS_io_uring_enter, EPERM}}) {
    in_child([&, call = call, error = error] {
      CHECK(forbid(call, error));
      CHECK(choose_dispatch("uring") == Dispatch::sync);
      SlabQueue queue({.depth = 32, .workers = 2, .dispatch = Dispatch::uring});
      list_sixteen(queue, tree);
      CHECK(queue.ioq().backend() == Backend::sync);
      CHECK_EQUAL(queue.ioq().served(Counted::opendir, true), 0);
      CHECK_EQUAL(queue.ioq().served(Counted::stat, false), 320);
    });
  }
}

TEST("a ring that fails while it is in use leaves its requests to plain system calls") {
  if (!has_ring()) return;
  const Tree tree;
  for (const int error : {EPERM, EBUSY, EAGAIN, EBADF}) {
    in_child([&, error] {
      SlabQueue queue({.depth = 32, .workers = 1, .dispatch = Dispatch::uring});
      list_sixteen(queue, tree);
      CHECK_EQUAL(queue.ioq().served(Counted::opendir, true), 16);
      CHECK(forbid(SYS_io_uring_enter, error));
      list_sixteen(queue, tree);
      list_sixteen(queue, tree);
      CHECK_EQUAL(queue.ioq().served(Counted::opendir, true), 16);
      CHECK_EQUAL(queue.ioq().served(Counted::opendir, false), 32);
      CHECK_EQUAL(queue.ioq().served(Counted::stat, false), 640);
      CHECK(queue.ioq().backend() == Backend::sync);
    });
  }
}

TEST("no descriptors left: EMFILE, and nothing leaks") {
  const Tree tree;
  for (const Dispatch dispatch : {Dispatch::sync, Dispatch::uring}) {
    SlabQueue queue({.depth = 32, .workers = 1, .dispatch = dispatch});
    list_sixteen(queue, tree);
    const int before = count_open_descriptors();
    rlimit limit;
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit none{static_cast<rlim_t>(::dup(0)), limit.rlim_max};
    ::close(static_cast<int>(none.rlim_cur));
    ::setrlimit(RLIMIT_NOFILE, &none);
    queue.prepare_open(0, tree.path());
    const int result = queue.serve(0);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    CHECK_EQUAL(result, -EMFILE);
    CHECK_EQUAL(count_open_descriptors(), before);
    list_sixteen(queue, tree);
  }
}
