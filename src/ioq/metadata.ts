/**
 * What a file has beside its status: extended attributes, access control lists, capabilities, a security label.
 *
 * Paths are byte strings without a NUL, relative to a directory descriptor (or that of the current directory, as in system.ts); of a link,
 * `follow` means what it points to, else the link itself. Answers are numbers: 1 for yes, 0 for no, minus an errno where it cannot be told.
 * What the file system does not support is a no. Implemented by the addon over getxattr(2) and its kin alone: ACLs and capabilities are
 * read from their attributes (acl(5), capabilities(7)), so that no library is needed.
 */

export interface MetadataCalls {
  /**
   * More than owner, group and others may be granted something; or a directory has a default list. Nothing is asked about that unless
   * `isDirectory`.
   */
  hasAcl(dirfd: number, path: Uint8Array, follow: boolean, isDirectory: boolean): number;
  /** Any extended attribute that the caller may see. */
  hasAttributes(dirfd: number, path: Uint8Array, follow: boolean): number;
  /** The attribute of this full name, `user.foo`, whatever its value. */
  hasAttribute(dirfd: number, path: Uint8Array, follow: boolean, name: Uint8Array): number;
  /** File capabilities that grant something. */
  hasCapabilities(dirfd: number, path: Uint8Array, follow: boolean): number;
  /** The SELinux label without a final NUL, or minus an errno: -ENODATA, -ENOTSUP where there is none. */
  securityLabel(dirfd: number, path: Uint8Array, follow: boolean): Uint8Array | number;
}
