/**
 * Names of users and groups, from whatever nsswitch.conf(5) names: files, or a server over a network.
 *
 * In: ids and names. Out: an answer that tells three things apart: there is one, there is none, it could not be found out. Nothing
 * is kept; `src/ioq/accounts.ts` does that. Any thread, but a call may take long.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tswalk {

/** `error` is minus an errno where the database could not be read; else `value` is what was found, if anything. */
template <typename Value>
struct Answer {
  std::optional<Value> value;
  int error = 0;
};

Answer<std::string> user_name(std::uint32_t uid) noexcept;
Answer<std::string> group_name(std::uint32_t gid) noexcept;
Answer<std::uint32_t> user_id(const char* name) noexcept;
Answer<std::uint32_t> group_id(const char* name) noexcept;

}  // namespace tswalk
