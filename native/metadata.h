/**
 * Extended attributes, and what Linux keeps in them: access control lists, capabilities, security labels.
 *
 * In: NUL-terminated paths, relative to a descriptor. Out: 1 for yes, 0 for no, or minus an errno; nothing throws. Any thread.
 *
 * Rests on xattr(7). There is no getxattrat(2) before Linux 6.13, so a name is reached as /proc/self/fd/N/NAME, which resolves relative to
 * the open directory whatever its path has become. ACLs and capabilities are read from their attributes in the kernel's formats
 * (linux/posix_acl_xattr.h, linux/capability.h); no library is needed for asking whether there are any.
 */
#pragma once

#include <string>

namespace tswalk {

/** A file: a path relative to a directory, and whether a link at its end is followed (and where it leads nowhere meant itself). */
struct FilePath {
  int dirfd;
  const char* path;
  bool follow;
};

/** An access ACL with more than owner, group and others; of a directory, a default ACL with anything. */
int has_acl(const FilePath& file, bool is_directory) noexcept;

/** Any attribute that the caller may see. */
int has_attributes(const FilePath& file) noexcept;

/** The attribute `name`, with its namespace: `user.foo`. */
int has_attribute(const FilePath& file, const char* name) noexcept;

/** File capabilities that grant something. */
int has_capabilities(const FilePath& file) noexcept;

/** The SELinux label, without a NUL at its end. @return 0, or minus an errno: -ENODATA, -ENOTSUP where there is none. */
int security_label(const FilePath& file, std::string& label) noexcept;

}  // namespace tswalk
