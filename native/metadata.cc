/** Extended attributes; see the header. */
#include "metadata.h"

#include <endian.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/limits.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/xattr.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace tswalk {

namespace {

constexpr const char* ACCESS_ACL = "system.posix_acl_access";
constexpr const char* DEFAULT_ACL = "system.posix_acl_default";
constexpr const char* CAPABILITIES = "security.capability";
constexpr const char* SELINUX_LABEL = "security.selinux";

/** Room for an ACL of some 500 entries; labels and capabilities are far shorter. */
constexpr std::size_t USUAL_BYTES = 4096;

/** The file has no such attribute, or its file system none at all. */
bool is_absent(long result) noexcept { return result == -ENODATA || result == -ENOTSUP || result == -ENOSYS || result == -EINVAL; }

/**
 * Call `ask(path, follow)`, which answers a length or -1 and an errno, with a path that leads to the file.
 *
 * @return The length, or minus an errno.
 */
template <typename Ask>
long ask_of(const FilePath& file, Ask ask) noexcept {
  std::string through_proc;
  const char* path = file.path;
  if (file.dirfd != AT_FDCWD && path[0] != '/') {
    through_proc = "/proc/self/fd/" + std::to_string(file.dirfd) + "/" + path;
    path = through_proc.c_str();
  }
  long result = ask(path, file.follow);
  if (result < 0 && file.follow && (errno == ENOENT || errno == ENOTDIR)) result = ask(path, false);
  return result < 0 ? -errno : result;
}

/** The value of an attribute into `size` bytes. @return its length, or minus an errno: -ERANGE where it is longer. */
long read_attribute(const FilePath& file, const char* name, void* value, std::size_t size) noexcept {
  return ask_of(file, [=](const char* path, bool follow) {
    return follow ? ::getxattr(path, name, value, size) : ::lgetxattr(path, name, value, size);
  });
}

/** The entries of an ACL of `length` bytes that say more than the permission bits do; all of them for a default ACL. */
int count_entries(const std::uint8_t* acl, std::size_t length, bool is_default) noexcept {
  int count = 0;
  for (std::size_t at = sizeof(posix_acl_xattr_header); at + sizeof(posix_acl_xattr_entry) <= length; at += sizeof(posix_acl_xattr_entry)) {
    posix_acl_xattr_entry entry;
    std::memcpy(&entry, acl + at, sizeof entry);
    const int tag = le16toh(entry.e_tag);
    const bool is_plain = tag == ACL_USER_OBJ || tag == ACL_GROUP_OBJ || tag == ACL_OTHER;
    if (is_default || !is_plain) ++count;
  }
  return count;
}

int has_entries(const FilePath& file, const char* name, bool is_default) noexcept {
  std::uint8_t acl[USUAL_BYTES];
  const long length = read_attribute(file, name, acl, sizeof acl);
  // So many entries cannot all be plain ones: of those there are three.
  if (length == -ERANGE) return 1;
  if (length < 0) return is_absent(length) ? 0 : static_cast<int>(length);
  return count_entries(acl, static_cast<std::size_t>(length), is_default) > 0 ? 1 : 0;
}

}  // namespace

int has_acl(const FilePath& file, bool is_directory) noexcept {
  const int access = has_entries(file, ACCESS_ACL, false);
  return access != 0 || !is_directory ? access : has_entries(file, DEFAULT_ACL, true);
}

int has_attributes(const FilePath& file) noexcept {
  const long length = ask_of(file, [](const char* path, bool follow) {
    return follow ? ::listxattr(path, nullptr, 0) : ::llistxattr(path, nullptr, 0);
  });
  // The list may be too long to be had.
  if (length > 0 || length == -E2BIG) return 1;
  return length == 0 || is_absent(length) ? 0 : static_cast<int>(length);
}

int has_attribute(const FilePath& file, const char* name) noexcept {
  const long length = read_attribute(file, name, nullptr, 0);
  if (length >= 0 || length == -E2BIG) return 1;
  return is_absent(length) ? 0 : static_cast<int>(length);
}

int has_capabilities(const FilePath& file) noexcept {
  // Long enough for every revision; what an older one leaves out stays 0.
  vfs_ns_cap_data data{};
  const long length = read_attribute(file, CAPABILITIES, &data, sizeof data);
  if (length < 0) return is_absent(length) ? 0 : static_cast<int>(length);
  const std::size_t pairs = (le32toh(data.magic_etc) & VFS_CAP_REVISION_MASK) == VFS_CAP_REVISION_1 ? VFS_CAP_U32_1 : VFS_CAP_U32_3;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (data.data[i].permitted != 0 || data.data[i].inheritable != 0) return 1;
  }
  return 0;
}

int security_label(const FilePath& file, std::string& label) noexcept {
  label.resize(USUAL_BYTES);
  long length = read_attribute(file, SELINUX_LABEL, label.data(), label.size());
  if (length == -ERANGE) {
    label.resize(XATTR_SIZE_MAX);
    length = read_attribute(file, SELINUX_LABEL, label.data(), label.size());
  }
  if (length < 0) return static_cast<int>(length);
  label.resize(static_cast<std::size_t>(length));
  if (!label.empty() && label.back() == '\0') label.pop_back();
  return 0;
}

}  // namespace tswalk
