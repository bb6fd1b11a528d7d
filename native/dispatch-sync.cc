/** Serving requests by plain system calls; see the header. */
#include "dispatch-sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "open-directory.h"

namespace tswalk {

namespace {

/** Open the directory of an OPENDIR and read its first chunk. @return false where the request is answered. */
bool open_plainly(Slot slot, ServiceContext& context) noexcept {
  int fd = check_device(slot);
  if (fd == 0) {
    fd = open_directory(slot->dirfd, slot.path(), static_cast<std::size_t>(slot->path_length), slot->flags, O_RDONLY);
  }
  context.served.count(Counted::opendir, false);
  return accept_directory(slot, fd, context);
}

}  // namespace

void serve_plainly(Request& request, ServiceContext& context) noexcept {
  const Slot slot = request.slot;
  if (!begin(slot, context)) return;
  switch (Operation{slot->operation}) {
    case Operation::opendir:
      if (!open_plainly(slot, context)) return;
      break;
    case Operation::read:
      read_next(slot, context);
      context.served.count(Counted::read, false);
      break;
    case Operation::stat:
      break;
    default:
      close_plainly(slot, context);
      return;
  }
  stat_plainly(StatusPass(slot), slot, context);
  finish(slot);
}

void stat_plainly(StatusPass pass, Slot slot, ServiceContext& context) noexcept {
  const Links links = links_of(slot);
  StatusRecord* record;
  std::int64_t served = 0;
  while (std::uint8_t* const at = pass.next(record)) {
    stat_name(slot->dirfd, entry::name(at), links, *record);
    StatusPass::note_type(slot, at, *record);
    ++served;
  }
  if (served != 0) context.served.count(Counted::stat, false, served);
}

void close_plainly(Slot slot, ServiceContext& context) noexcept {
  if (::close(slot->dirfd) != 0) slot->result = -errno;
  slot->dirfd = -1;
  context.served.count(Counted::close, false);
}

}  // namespace tswalk
