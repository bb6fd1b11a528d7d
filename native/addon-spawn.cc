/** Converts between JavaScript and spawn.h; see the header. */
#include "addon-spawn.h"

#include <cstring>

#include "arguments.h"
#include "spawn.h"

namespace tswalk {

namespace {

Spawner& spawner_of(const Napi::CallbackInfo& info) { return *static_cast<Spawner*>(info.Data()); }

void RememberDescriptors(const Napi::CallbackInfo& info) { spawner_of(info).remember_descriptors(); }

Napi::Value Run(const Napi::CallbackInfo& info) {
  const auto words = bytes_argument(info, 0);
  const auto end = static_cast<std::size_t>(info[1].As<Napi::Number>().Int64Value());
  if (end > words.size()) return number(info, -EINVAL);
  return number(info, spawner_of(info).run(words.first(end), int_argument(info, 2)));
}

Napi::Value StartProgram(const Napi::CallbackInfo& info) {
  const auto words = bytes_argument(info, 0);
  const auto end = static_cast<std::size_t>(info[1].As<Napi::Number>().Int64Value());
  if (end > words.size()) return number(info, -EINVAL);
  return number(info, spawner_of(info).start(words.first(end), int_argument(info, 2), int_argument(info, 3), int_argument(info, 4)));
}

Napi::Value AwaitOne(const Napi::CallbackInfo& info) {
  const auto [pid, status] = spawner_of(info).await_one(flag_argument(info, 0));
  if (pid == 0) return info.Env().Null();
  auto result = Napi::Object::New(info.Env());
  result["pid"] = pid;
  result["waitStatus"] = status;
  return result;
}

Napi::Value CreateMemoryFile(const Napi::CallbackInfo& info) { return number(info, create_memory_file()); }

Napi::Value ReadAt(const Napi::CallbackInfo& info) {
  return number(info, read_at(int_argument(info, 0), bytes_argument(info, 1), info[2].As<Napi::Number>().Int64Value()));
}

Napi::Value GetArgumentSpace(const Napi::CallbackInfo& info) {
  const ArgumentSpace space = argument_space();
  auto result = Napi::Object::New(info.Env());
  result["limit"] = space.limit;
  result["environment"] = space.environment;
  result["page"] = space.page;
  return result;
}

Napi::Value SignalText(const Napi::CallbackInfo& info) {
  const char* text = ::strsignal(int_argument(info, 0));
  return Napi::String::New(info.Env(), text == nullptr ? "unknown" : text);
}

}  // namespace

void init_spawn(Napi::Env env, Napi::Object exports) {
  // Freed with the environment, like the functions that use it.
  auto* spawner = new Spawner;
  env.AddCleanupHook([spawner] { delete spawner; });

  auto processes = Napi::Object::New(env);
  auto jobs = Napi::Object::New(env);
  const auto add = [&]<auto FUNCTION>(const char* name) {
    processes[name] = Napi::Function::New<FUNCTION>(env, name, spawner);
  };
  const auto add_job = [&]<auto FUNCTION>(const char* name) { jobs[name] = Napi::Function::New<FUNCTION>(env, name, spawner); };
  add.operator()<RememberDescriptors>("rememberDescriptors");
  add.operator()<Run>("run");
  add.operator()<GetArgumentSpace>("argumentSpace");
  add.operator()<SignalText>("signalText");
  add_job.operator()<StartProgram>("start");
  add_job.operator()<AwaitOne>("awaitOne");
  add_job.operator()<CreateMemoryFile>("createMemoryFile");
  add_job.operator()<ReadAt>("readAt");
  processes["jobs"] = jobs;
  exports["processes"] = processes;
}

}  // namespace tswalk
