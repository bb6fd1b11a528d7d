/**
 * An addon for the differential tester: runs a command in a copy of this process, so that Node.js is started once for many commands.
 *
 * In: one call for each command. Out: in the parent, when the copy has ended, its status as a shell gives it; in the copy -1, where
 * the command is JavaScript that is already loaded, and nothing at all where it is another program.
 *
 * A copy has the calling thread only. V8 must have no others to wait for: the process runs with --single-threaded.
 */

#include <fcntl.h>
#include <node_api.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr int NOT_RUN = 127;

/** The bytes of a string of latin1. */
std::string string_of(napi_env env, napi_value value) {
  std::size_t length = 0;
  napi_get_value_string_latin1(env, value, nullptr, 0, &length);
  std::string bytes(length, '\0');
  napi_get_value_string_latin1(env, value, bytes.data(), length + 1, &length);
  return bytes;
}

std::vector<std::string> strings_of(napi_env env, napi_value array) {
  std::uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  std::vector<std::string> strings;
  for (std::uint32_t index = 0; index < length; ++index) {
    napi_value element = nullptr;
    napi_get_element(env, array, index, &element);
    strings.push_back(string_of(env, element));
  }
  return strings;
}

int int_of(napi_env env, napi_value value) {
  std::int32_t number = 0;
  napi_get_value_int32(env, value, &number);
  return number;
}

/** Let copies have V8's heap, which it keeps from them (MADV_DONTFORK). Mappings that cannot be had are of no use to a copy. */
void share_memory() {
  std::FILE* maps = std::fopen("/proc/self/maps", "re");
  if (maps == nullptr) return;
  char line[1024];
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long start = 0;
    unsigned long end = 0;
    if (std::sscanf(line, "%lx-%lx", &start, &end) == 2) ::madvise(reinterpret_cast<void*>(start), end - start, MADV_DOFORK);
  }
  std::fclose(maps);
}

/** False where something cannot be had: the copy must not go on as somebody else or with other streams. */
bool become(const std::string& directory, const std::string& in, const std::string& out, const std::string& err, int user) {
  const int input = ::open(in.c_str(), O_RDONLY);
  const int output = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const int errors = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (input < 0 || output < 0 || errors < 0) return false;
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(errors, 2) < 0) return false;
  for (const int fd : {input, output, errors}) {
    if (fd > 2) ::close(fd);
  }
  if (::chdir(directory.c_str()) != 0) return false;
  if (user < 0) return true;
  const auto id = static_cast<uid_t>(user);
  // Of this thread, not of all that glibc knows of: those are the parent's.
  if (::syscall(SYS_setgroups, 0, nullptr) != 0 || ::syscall(SYS_setresgid, id, id, id) != 0) return false;
  if (::syscall(SYS_setresuid, id, id, id) != 0) return false;
  // As after an exec: /proc/self/fd is the user's own.
  return ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

/** What another program is called with; the strings stay the vector's. */
std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

/** run(directory, in, out, err, user or -1, seconds, words or [] for what the caller runs, environment) */
napi_value run(napi_env env, napi_callback_info info) {
  std::size_t count = 8;
  napi_value arguments[8];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  const std::string directory = string_of(env, arguments[0]);
  const std::string in = string_of(env, arguments[1]);
  const std::string out = string_of(env, arguments[2]);
  const std::string err = string_of(env, arguments[3]);
  const int user = int_of(env, arguments[4]);
  const int seconds = int_of(env, arguments[5]);
  std::vector<std::string> words = strings_of(env, arguments[6]);
  std::vector<std::string> environment = strings_of(env, arguments[7]);
  const std::vector<char*> called = pointers_to(words);
  const std::vector<char*> variables = pointers_to(environment);
  volatile int status = -1;
  if (words.empty()) share_memory();
  // Another program needs no copy of this one's memory.
  const pid_t child = words.empty() ? ::fork() : ::vfork();
  if (child == 0) {
    if (!become(directory, in, out, err, user)) ::_exit(NOT_RUN);
    ::alarm(static_cast<unsigned>(seconds));
    if (!words.empty()) {
      // Node.js ignores it: others must not.
      ::signal(SIGPIPE, SIG_DFL);
      ::execvpe(called[0], called.data(), variables.data());
      ::_exit(NOT_RUN);
    }
    uv_loop_t* loop = nullptr;
    if (napi_get_uv_event_loop(env, &loop) != napi_ok || uv_loop_fork(loop) != 0) ::_exit(NOT_RUN);
  } else {
    int ended = 0;
    while (child > 0 && ::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
    }
    status = child < 0 ? NOT_RUN : WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
  }
  napi_value result = nullptr;
  napi_create_int32(env, status, &result);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, nullptr, &function);
  napi_set_named_property(env, exports, "run", function);
  return exports;
}
