/**
 * The glue between JavaScript and the native side: converts arguments and results, and nothing else.
 *
 * In: calls as `src/ioq/binding.ts` declares them. Out: what the functions of the other files answer. On the thread of its environment.
 *
 * There may be several environments (worker threads) and several queues in each; nothing here is global. A queue is cancelled and its
 * workers joined when it is destroyed, when its object is collected, or when its environment ends, whichever comes first; the
 * slab is referenced until then.
 */
#include <fcntl.h>
#include <napi.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>

#include "addon-metadata.h"
#include "addon-spawn.h"
#include "arguments.h"
#include "backend.h"
#include "ioq.h"
#include "open-directory.h"
#include "signals.h"
#include "system-calls.h"

namespace tswalk {

namespace {

/**
 * The descriptors that JavaScript code of one environment has open. They are closed with it: a thread may be terminated at any time, and
 * its process go on.
 */
class Descriptors {
 public:
  Descriptors() = default;
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
  ~Descriptors() {
    for (const int fd : open_) ::close(fd);
  }

  void add(int fd) { open_.insert(fd); }
  void remove(int fd) { open_.erase(fd); }
  bool has(int fd) const { return open_.contains(fd); }

  /** As long as the environment has not ended. */
  static Descriptors& of(Napi::Env env) { return *env.GetInstanceData<Descriptors>(); }

 private:
  std::unordered_set<int> open_;
};

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

/** Calls a JavaScript function on its thread's event loop when a worker rings. Made and used on that thread, but for ring(). */
class LoopBell final : public Bell {
 public:
  LoopBell(Napi::Env env, Napi::Function callback) {
    const auto name = Napi::String::New(env, "tswalk");
    if (napi_create_threadsafe_function(env, callback, nullptr, name, 0, 1, nullptr, nullptr, this, call, &function_) != napi_ok) {
      function_ = nullptr;
    }
  }
  LoopBell(const LoopBell&) = delete;
  LoopBell& operator=(const LoopBell&) = delete;
  /** Nothing is called any more; no worker may be left that could ring. */
  ~LoopBell() {
    if (function_ != nullptr) napi_release_threadsafe_function(function_, napi_tsfn_abort);
  }

  bool ok() const noexcept { return function_ != nullptr; }

  /** Keep the event loop alive until the bell has rung. */
  void hold(Napi::Env env) noexcept { napi_ref_threadsafe_function(env, function_); }
  void let_go(Napi::Env env) noexcept { napi_unref_threadsafe_function(env, function_); }

  void ring() noexcept override { napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking); }

 private:
  /** Without an environment where it is ending: then this object is gone. */
  static void call(napi_env env, napi_value callback, void* self, void*) {
    if (env == nullptr || callback == nullptr) return;
    static_cast<LoopBell*>(self)->let_go(env);
    napi_value undefined;
    napi_get_undefined(env, &undefined);
    napi_call_function(env, undefined, callback, 0, nullptr, nullptr);
  }

  napi_threadsafe_function function_ = nullptr;
};

/** One queue object: `new Ioq(slab, queueDepth, workers, backend, timed, leastWorkers)`. */
class IoqObject : public Napi::ObjectWrap<IoqObject> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Ioq",
                       {InstanceMethod<&IoqObject::Submit>("submit"), InstanceMethod<&IoqObject::Reap>("reap"), InstanceMethod<&IoqObject::WaitFor>("waitFor"),
                        InstanceMethod<&IoqObject::Notify>("notify"),
                        InstanceMethod<&IoqObject::Cancel>("cancel"), InstanceMethod<&IoqObject::Destroy>("destroy"),
                        InstanceMethod<&IoqObject::Served>("served")});
  }

  explicit IoqObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<IoqObject>(info) {
    // The thread is being terminated, and the object could not be wrapped: nobody would ever end this.
    if (static_cast<napi_env>(Env()) == nullptr) return;
    auto slab = info[0].As<Napi::ArrayBuffer>();
    const IoqOptions options{.depth = int_argument(info, 1),
                             .workers = int_argument(info, 2),
                             .least_workers = int_argument(info, 5),
                             .dispatch = choose_dispatch(info[3].As<Napi::String>().Utf8Value()),
                             .timed = flag_argument(info, 4)};
    const std::size_t needed = CONTROL_BYTES + static_cast<std::size_t>(options.depth) * SLOT_BYTES;
    if (slab.ByteLength() < needed) {
      Napi::RangeError::New(info.Env(), "the slab is smaller than its slots").ThrowAsJavaScriptException();
      return;
    }
    slab_ = static_cast<std::uint8_t*>(slab.Data());
    ioq_ = Ioq::create(slab_, options);
    if (ioq_ == nullptr) {
      Napi::RangeError::New(info.Env(), "no queue of this depth with so many workers can be had").ThrowAsJavaScriptException();
      return;
    }
    slab_reference_ = Napi::Persistent(slab);
    napi_add_env_cleanup_hook(info.Env(), end_with_environment, this);
  }

  ~IoqObject() { release(); }

 private:
  static void end_with_environment(void* object) {
    auto* const self = static_cast<IoqObject*>(object);
    self->close_slots();
    self->ioq_.reset();
    self->bell_.reset();
  }

  void release() {
    if (ioq_ == nullptr) return;
    ioq_.reset();
    bell_.reset();
    napi_remove_env_cleanup_hook(Env(), end_with_environment, this);
    slab_reference_.Reset();
  }

  /** Nobody is left who would close what slots have open. A request that was not answered names another's directory. */
  void close_slots() {
    if (ioq_ == nullptr) return;
    const Descriptors& others = Descriptors::of(Env());
    const std::int32_t depth = ioq_->depth();
    ioq_->join();
    std::int32_t reaped;
    while (ioq_->reap({&reaped, 1}, false) == 1) continue;
    for (std::int32_t i = 0; i < depth; ++i) {
      const Slot slot(slab_ + CONTROL_BYTES + static_cast<std::size_t>(i) * SLOT_BYTES);
      const bool is_own = Operation{slot->operation} != Operation::opendir || slot->result >= 0;
      // Slots that were never used are zero, and Node keeps 0 to 2 open.
      if (is_own && slot->dirfd > STDERR_FILENO && !others.has(slot->dirfd)) ::close(slot->dirfd);
      if (slot->close_fd > STDERR_FILENO) ::close(slot->close_fd);
    }
  }

  std::int32_t* list(int offset) const { return reinterpret_cast<std::int32_t*>(slab_ + offset); }

  Napi::Value Submit(const Napi::CallbackInfo& info) {
    if (ioq_ == nullptr) return number(info, -EINTR);
    const auto count = static_cast<std::uint32_t>(int_argument(info, 0));
    const int result = count > MAX_SLOTS ? -EINVAL : ioq_->submit({list(SUBMIT_LIST), count});
    if (result == -EINVAL) {
      Napi::RangeError::New(info.Env(), "a submitted slot is out of range, or in flight").ThrowAsJavaScriptException();
    }
    return number(info, result);
  }

  Napi::Value Reap(const Napi::CallbackInfo& info) {
    if (ioq_ == nullptr) return number(info, 0);
    return number(info, static_cast<double>(ioq_->reap({list(REAP_LIST), MAX_SLOTS}, flag_argument(info, 0))));
  }

  Napi::Value WaitFor(const Napi::CallbackInfo& info) {
    const timespec most{0, 1000L * std::clamp(int_argument(info, 0), 0, 999'999)};
    return Napi::Boolean::New(info.Env(), ioq_ == nullptr || ioq_->wait_for(most));
  }

  Napi::Value Notify(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (ioq_ == nullptr || (bell_ == nullptr && !make_bell(env, info[0].As<Napi::Function>()))) return Napi::Boolean::New(env, false);
    const bool armed = ioq_->arm(*bell_);
    if (armed) bell_->hold(env);
    return Napi::Boolean::New(env, armed);
  }

  /** Hooks run last in, first out: ours, which joins the workers, has to come before the bell's own. */
  bool make_bell(Napi::Env env, Napi::Function callback) {
    bell_ = std::make_unique<LoopBell>(env, callback);
    if (!bell_->ok()) {
      bell_.reset();
      return false;
    }
    bell_->let_go(env);
    napi_remove_env_cleanup_hook(env, end_with_environment, this);
    napi_add_env_cleanup_hook(env, end_with_environment, this);
    return true;
  }

  void Cancel(const Napi::CallbackInfo&) {
    if (ioq_ != nullptr) ioq_->cancel();
  }

  void Destroy(const Napi::CallbackInfo& info) {
    if (ioq_ != nullptr) last_served_ = Napi::Persistent(Served(info).As<Napi::Object>());
    release();
  }

  Napi::Value Served(const Napi::CallbackInfo& info) {
    if (ioq_ == nullptr) return last_served_.IsEmpty() ? info.Env().Undefined() : last_served_.Value().As<Napi::Value>();
    static constexpr const char* NAMES[] = {"close", "opendir", "read", "stat", "unlink"};
    auto operations = Napi::Object::New(info.Env());
    for (int i = 0; i < COUNTED_KINDS; ++i) {
      auto counts = Napi::Object::New(info.Env());
      counts["uring"] = static_cast<double>(ioq_->served(Counted{i}, true));
      counts["plain"] = static_cast<double>(ioq_->served(Counted{i}, false));
      operations[NAMES[i]] = counts;
    }
    auto result = Napi::Object::New(info.Env());
    result["backend"] = ioq_->backend() == Backend::uring ? "uring" : "sync";
    result["workersStarted"] = ioq_->workers_started();
    result["operations"] = operations;
    auto pace = Napi::Object::New(info.Env());
    pace["least"] = ioq_->pace().least();
    pace["most"] = ioq_->pace().most();
    pace["grown"] = ioq_->pace().grown();
    pace["shrunk"] = ioq_->pace().shrunk();
    result["pace"] = pace;
    if (ioq_->statuses().has_choice()) {
      auto statuses = Napi::Object::New(info.Env());
      statuses["toRing"] = ioq_->statuses().to_ring();
      statuses["toPlain"] = ioq_->statuses().to_plain();
      result["statuses"] = statuses;
    }
    if (const Timing* const timing = ioq_->timing()) result["timing"] = Timed(info.Env(), *timing, NAMES);
    return result;
  }

  static Napi::Object Timed(Napi::Env env, const Timing& timing, const char* const* names) {
    auto latencies = Napi::Object::New(env);
    for (int i = 0; i < COUNTED_KINDS; ++i) {
      const LatencyHistogram& histogram = timing.latencies[static_cast<std::size_t>(i)];
      auto pairs = Napi::Array::New(env);
      for (std::size_t bucket = 0; bucket < LatencyHistogram::BUCKETS; ++bucket) {
        if (histogram.count(bucket) == 0) continue;
        pairs[pairs.Length()] = LatencyHistogram::upper_ns(bucket);
        pairs[pairs.Length()] = static_cast<double>(histogram.count(bucket));
      }
      latencies[names[i]] = pairs;
    }
    auto depths = Napi::Array::New(env);
    for (std::size_t i = 0; i < std::min(timing.depths.columns(), DepthCourse::COLUMNS); ++i) {
      depths[static_cast<std::uint32_t>(i)] = timing.depths.mean(i);
    }
    auto result = Napi::Object::New(env);
    result["latencies"] = latencies;
    result["depths"] = depths;
    result["columnNs"] = static_cast<double>(timing.depths.column_ns());
    result["most"] = timing.depths.most();
    return result;
  }

  std::uint8_t* slab_ = nullptr;
  Napi::Reference<Napi::ArrayBuffer> slab_reference_;
  Napi::ObjectReference last_served_;
  /** Made by the first Notify; the workers, who ring it, are joined before it goes. */
  std::unique_ptr<LoopBell> bell_;
  std::unique_ptr<Ioq> ioq_;
};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Descriptors);
  exports["LAYOUT_VERSION"] = LAYOUT_VERSION;
  exports["HAS_URING"] = Napi::Boolean::New(env, HAS_URING);
  exports["URING_VERSION"] = Napi::String::New(env, URING_VERSION);
  exports["Ioq"] = IoqObject::Define(env);
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
  init_metadata(env, exports);
  init_spawn(env, exports);
  return exports;
}

}  // namespace

}  // namespace tswalk

using tswalk::Init;
NODE_API_MODULE(tswalk, Init)
