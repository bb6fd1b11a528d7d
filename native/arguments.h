/**
 * Arguments of the addon's functions, taken from JavaScript and checked.
 *
 * In: what a call was given. Out: C++ values; bytes are borrowed for the call. Whatever has the wrong type is an empty or zero value: the
 * one caller is src/ioq, whose types are checked when it is compiled. On the thread of the environment.
 *
 * Values are taken as what they are, not converted: that is done by JavaScript, which fails in a thread that is being
 * terminated, and what it leaves then has no environment to report a failure to, so that the process is aborted.
 */
#pragma once

#include <napi.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <span>
#include <string>

namespace tswalk {

inline int int_argument(const Napi::CallbackInfo& info, std::size_t index) { return info[index].As<Napi::Number>().Int32Value(); }

inline bool flag_argument(const Napi::CallbackInfo& info, std::size_t index) { return info[index].As<Napi::Boolean>().Value(); }

/** The bytes of a Uint8Array, borrowed for the call; empty for anything else. */
inline std::span<std::uint8_t> bytes_argument(const Napi::CallbackInfo& info, std::size_t index) {
  if (!info[index].IsTypedArray()) return {};
  auto array = info[index].As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

/** A path argument, NUL-terminated. `error` is minus an errno where it cannot be one. */
struct PathArgument {
  PathArgument(const Napi::CallbackInfo& info, std::size_t index) {
    // Empty bytes may be nowhere: no C function is to be given them.
    const std::span<const std::uint8_t> bytes = bytes_argument(info, index);
    length = bytes.size();
    if (length >= sizeof text) {
      error = -ENAMETOOLONG;
    } else if (std::ranges::find(bytes, 0) != bytes.end()) {
      error = -EINVAL;
    } else {
      std::ranges::copy(bytes, text);
      text[length] = '\0';
    }
  }
  char text[PATH_MAX];
  std::size_t length;
  int error = 0;
};

inline Napi::Value number(const Napi::CallbackInfo& info, double value) { return Napi::Number::New(info.Env(), value); }

inline Napi::Value bytes(Napi::Env env, const std::string& from) { return Napi::Buffer<char>::Copy(env, from.data(), from.size()); }

}  // namespace tswalk
