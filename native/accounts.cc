/** Users and groups; see the header. */
#include "accounts.h"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <vector>

namespace tswalk {

namespace {

/** Entries longer than this, of groups with very many members, cannot be had. */
constexpr std::size_t MOST_BYTES = 64 << 20;

/** What getpwnam_r(3) may answer for "there is none", by its manual page. */
bool means_none(int error) noexcept {
  return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
}

/**
 * Call one of the four functions with a buffer that grows while it is too small.
 *
 * @param look_up  Called with the entry, the buffer, its size, and where to put the entry's address; answers an errno.
 * @param take     Makes the value from the entry.
 */
template <typename Entry, typename LookUp, typename Take>
auto find(LookUp look_up, Take take) noexcept -> Answer<decltype(take(std::declval<const Entry&>()))> {
  std::vector<char> buffer(1024);
  for (;;) {
    Entry entry;
    Entry* found = nullptr;
    const int error = look_up(&entry, buffer.data(), buffer.size(), &found);
    if (error == 0 && found != nullptr) return {take(*found), 0};
    if (error == EINTR) continue;
    if (error != ERANGE) return {std::nullopt, means_none(error) ? 0 : -error};
    if (buffer.size() >= MOST_BYTES) return {std::nullopt, -ERANGE};
    buffer.resize(4 * buffer.size());
  }
}

}  // namespace

Answer<std::string> user_name(std::uint32_t uid) noexcept {
  return find<passwd>([uid](auto... rest) { return ::getpwuid_r(uid, rest...); },
                      [](const passwd& entry) { return std::string(entry.pw_name); });
}

Answer<std::string> group_name(std::uint32_t gid) noexcept {
  return find<group>([gid](auto... rest) { return ::getgrgid_r(gid, rest...); },
                     [](const group& entry) { return std::string(entry.gr_name); });
}

Answer<std::uint32_t> user_id(const char* name) noexcept {
  return find<passwd>([name](auto... rest) { return ::getpwnam_r(name, rest...); },
                      [](const passwd& entry) { return std::uint32_t{entry.pw_uid}; });
}

Answer<std::uint32_t> group_id(const char* name) noexcept {
  return find<group>([name](auto... rest) { return ::getgrnam_r(name, rest...); },
                     [](const group& entry) { return std::uint32_t{entry.gr_gid}; });
}

}  // namespace tswalk
