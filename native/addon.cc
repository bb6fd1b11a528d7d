/**
 * The glue between JavaScript and the native side: converts arguments and results, and nothing else.
 *
 * In: calls as `src/ioq/binding.ts` declares them. Out: what the functions of system-calls.h and its kin answer; the queue, attributes and
 * commands are added by addon-queue.h, addon-metadata.h and addon-spawn.h. On the thread of its environment, of which there may be several
 * (worker threads): nothing here is global.
 */
#include <fcntl.h>
#include <napi.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "addon-metadata.h"
#include "addon-queue.h"
#include "addon-spawn.h"
#include "arguments.h"
#include "backend.h"
#include "descriptors.h"
#include "layout.h"
#include "open-directory.h"
#include "signals.h"
#include "system-calls.h"

namespace tswalk {

namespace {

Napi::Value OpenDirectory(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  if (path.error != 0) return number(info, path.error);
  const int fd = open_directory(int_argument(info, 0), path.text, path.length, int_argument(info, 2), O_PATH);
  if (fd >= 0) Descriptors::of(info.Env()).add(fd);
  return number(info, fd);
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  const int fd = int_argument(info, 0);
  Descriptors::of(info.Env()).remove(fd);
  return number(info, ::close(fd) == 0 ? 0 : -errno);
}

void Adopt(const Napi::CallbackInfo& info) { Descriptors::of(info.Env()).add(int_argument(info, 0)); }

Napi::Value Stat(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  const auto record = bytes_argument(info, 3);
  if (path.error != 0 || record.size() != STATUS_BYTES) return number(info, path.error != 0 ? path.error : -EINVAL);
  constexpr Links LINKS[] = {Links::keep, Links::follow_or_keep, Links::follow};
  StatusRecord status{};
  const int result = stat_name(int_argument(info, 0), path.text, LINKS[int_argument(info, 2) % 3], status);
  std::memcpy(record.data(), &status, sizeof status);
  return number(info, result);
}

Napi::Value ReadLink(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  if (path.error != 0) return number(info, path.error);
  std::string target;
  const int result = read_link(int_argument(info, 0), path.text, target);
  return result < 0 ? number(info, result) : bytes(info.Env(), target);
}

Napi::Value Access(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  return number(info, path.error != 0 ? path.error : check_access(int_argument(info, 0), path.text, int_argument(info, 2)));
}

Napi::Value IsEmptyDirectory(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  return number(info, path.error != 0 ? path.error : is_empty_directory(int_argument(info, 0), path.text, flag_argument(info, 2)));
}

Napi::Value OpenFile(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  return number(info, path.error != 0 ? path.error : open_file(int_argument(info, 0), path.text, flag_argument(info, 2)));
}

Napi::Value CreateFile(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 0);
  return number(info, path.error != 0 ? path.error : create_file(path.text));
}

Napi::Value Unlink(const Napi::CallbackInfo& info) {
  const PathArgument path(info, 1);
  if (path.error != 0) return number(info, path.error);
  return number(info, unlink_name(int_argument(info, 0), path.text, flag_argument(info, 2)));
}

Napi::Value Read(const Napi::CallbackInfo& info) { return number(info, read_some(int_argument(info, 0), bytes_argument(info, 1))); }

Napi::Value Write(const Napi::CallbackInfo& info) {
  const auto all = bytes_argument(info, 1);
  const auto start = static_cast<std::size_t>(info[2].As<Napi::Number>().Int64Value());
  const auto end = static_cast<std::size_t>(info[3].As<Napi::Number>().Int64Value());
  if (start > end || end > all.size()) return number(info, -EINVAL);
  return number(info, write_all(int_argument(info, 0), all.subspan(start, end - start)));
}

Napi::Value IsTerminal(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), ::isatty(int_argument(info, 0)) == 1); }

Napi::Value WasClosed(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), was_closed(int_argument(info, 0))); }

Napi::Value GetDescriptorLimits(const Napi::CallbackInfo& info) {
  const DescriptorLimits limits = descriptor_limits();
  auto result = Napi::Object::New(info.Env());
  result["limit"] = limits.limit;
  result["open"] = limits.open;
  return result;
}

Napi::Value Umask(const Napi::CallbackInfo& info) { return number(info, current_umask()); }

Napi::Value ErrorText(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), std::strerror(int_argument(info, 0)));
}

Napi::Value CommandLine(const Napi::CallbackInfo& info) {
  const std::vector<std::string> words = command_line();
  auto result = Napi::Array::New(info.Env(), words.size());
  for (std::size_t i = 0; i < words.size(); ++i) result[static_cast<std::uint32_t>(i)] = bytes(info.Env(), words[i]);
  return result;
}

/** Workers may be waiting in the kernel: they go with the process. */
void Exit(const Napi::CallbackInfo& info) { ::_exit(int_argument(info, 0)); }

void TakeSignals(const Napi::CallbackInfo&) { take_signals(); }

void WriteAtSignal(const Napi::CallbackInfo& info) { write_at_signal(int_argument(info, 0), bytes_argument(info, 1)); }

/** The counters are kept for as long as there are handlers: to the end of the process. */
void CountSignals(const Napi::CallbackInfo& info) {
  auto counters = info[0].As<Napi::Int32Array>();
  new Napi::Reference<Napi::ArrayBuffer>(Napi::Persistent(counters.ArrayBuffer()));
  count_signals(counters.Data());
}

Napi::Value GetTerminalState(const Napi::CallbackInfo& info) {
  TerminalState state{};
  const int error = terminal_state(int_argument(info, 0), state);
  if (error < 0) return number(info, error);
  auto result = Napi::Object::New(info.Env());
  result["columns"] = state.columns;
  result["rows"] = state.rows;
  result["isOurs"] = Napi::Boolean::New(info.Env(), state.is_ours);
  return result;
}

Napi::Value UsableProcessors(const Napi::CallbackInfo& info) { return number(info, usable_processors()); }

Napi::Value IsUtf8Locale(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), is_utf8_locale()); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Descriptors);
  exports["LAYOUT_VERSION"] = LAYOUT_VERSION;
  exports["HAS_URING"] = Napi::Boolean::New(env, HAS_URING);
  exports["URING_VERSION"] = Napi::String::New(env, URING_VERSION);
  const auto add = [&]<auto FUNCTION>(const char* name) { exports[name] = Napi::Function::New<FUNCTION>(env, name); };
  add.operator()<OpenDirectory>("openDirectory");
  add.operator()<Close>("close");
  add.operator()<Adopt>("adopt");
  add.operator()<Stat>("stat");
  add.operator()<ReadLink>("readLink");
  add.operator()<Access>("access");
  add.operator()<IsEmptyDirectory>("isEmptyDirectory");
  add.operator()<OpenFile>("openFile");
  add.operator()<CreateFile>("createFile");
  add.operator()<Unlink>("unlink");
  add.operator()<Read>("read");
  add.operator()<Write>("write");
  add.operator()<IsTerminal>("isTerminal");
  add.operator()<WasClosed>("wasClosed");
  add.operator()<GetDescriptorLimits>("descriptorLimits");
  add.operator()<Umask>("umask");
  add.operator()<ErrorText>("errorText");
  add.operator()<CommandLine>("commandLine");
  add.operator()<Exit>("exit");
  add.operator()<TakeSignals>("takeSignals");
  add.operator()<WriteAtSignal>("writeAtSignal");
  add.operator()<CountSignals>("countSignals");
  add.operator()<GetTerminalState>("terminalState");
  add.operator()<UsableProcessors>("usableProcessors");
  add.operator()<IsUtf8Locale>("isUtf8Locale");
  init_queue(env, exports);
  init_metadata(env, exports);
  init_spawn(env, exports);
  return exports;
}

}  // namespace

}  // namespace tswalk

using tswalk::Init;
NODE_API_MODULE(tswalk, Init)
