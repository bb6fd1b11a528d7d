/**
 * Converts between JavaScript and ioq.h; see the header.
 *
 * There may be several environments (worker threads) and several queues in each; nothing here is global. A queue is cancelled and its
 * workers joined when it is destroyed, when its object is collected, or when its environment ends, whichever comes first; the
 * slab is referenced until then.
 */
#include "addon-queue.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <memory>

#include "arguments.h"
#include "backend.h"
#include "descriptors.h"
#include "ioq.h"

namespace tswalk {

namespace {

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

}  // namespace

void init_queue(Napi::Env env, Napi::Object exports) { exports["Ioq"] = IoqObject::Define(env); }

}  // namespace tswalk
