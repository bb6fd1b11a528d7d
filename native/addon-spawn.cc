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
  const auto add = [&]<auto FUNCTION>(const char* name) {
    processes[name] = Napi::Function::New<FUNCTION>(env, name, spawner);
  };
  add.operator()<RememberDescriptors>("rememberDescriptors");
  add.operator()<Run>("run");
  add.operator()<GetArgumentSpace>("argumentSpace");
  add.operator()<SignalText>("signalText");
  exports["processes"] = processes;
}

}  // namespace tswalk
