/** Serving requests by plain system calls; see the header. */
#include "dispatch-sync.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "open-directory.h"

namespace tswalk {

void serve_plainly(Request& request, ServiceContext& context) noexcept {
  const Slot slot = request.slot;
  if (!start_answer(slot, context)) return;
  switch (Operation{slot->operation}) {
    case Operation::opendir:
      if (!accept_directory(request, open_plainly(slot, context), context)) return;
      break;
    case Operation::read:
      read_next(request, context);
      context.served.count(Counted::read, false);
      break;
    case Operation::stat:
      break;
    case Operation::unlink:
      unlink_plainly(slot, context);
      finish_listing(slot);
      return;
    default:
      close_plainly(slot, context);
      return;
  }
  StatusPass::begin(request);
  stat_plainly(request, context, false);
  finish_listing(slot);
}

int open_plainly(Slot slot, ServiceContext& context) noexcept {
  context.served.count(Counted::opendir, false);
  const std::int32_t refused = check_device(slot);
  if (refused != 0) return refused;
  return open_directory(slot->dirfd, slot.path(), static_cast<std::size_t>(slot->path_length), slot->flags, O_RDONLY);
}

namespace {

/** Ask for the next statuses of the pass, `most` at most. @return how many; fewer at its end. */
std::int32_t ask_plainly(Request& request, std::int32_t most, ServiceContext& context) noexcept {
  const Slot slot = request.slot;
  const Links links = links_of(slot);
  StatusRecord* record;
  std::int32_t served = 0;
  while (served < most) {
    std::uint8_t* const at = StatusPass::next(request, record);
    if (at == nullptr) break;
    if (context.before_status != nullptr) [[unlikely]] context.before_status();
    stat_name(slot->dirfd, entry::name(at), links, *record);
    StatusPass::note_type(at, *record);
    ++served;
  }
  if (served != 0) context.served.count(Counted::stat, false, served);
  return served;
}

}  // namespace

bool stat_plainly(Request& request, ServiceContext& context, bool may_leave) noexcept {
  if (request.slot->count < StatusWay::BIG) [[likely]] {
    ask_plainly(request, STATUS_RECORDS, context);
    return true;
  }
  StatusWay& statuses = context.statuses;
  for (;;) {
    const std::int32_t stretch = statuses.stretch();
    context.status_watch.begin();
    const std::int32_t served = ask_plainly(request, stretch, context);
    // Of the last few nothing can be learned.
    if (served < std::min(stretch, StatusWay::TRIAL)) return true;
    const bool blocked = context.status_watch.end(served);
    statuses.note_plain(served, context.status_watch.elapsed_ns(), blocked);
    if (may_leave && statuses.way() == StatusWay::Way::ring) return false;
  }
}

void unlink_plainly(Slot slot, ServiceContext& context) noexcept {
  SlotHeader& header = slot.header();
  std::uint8_t* const end = slot.names() + header.names_length;
  std::int64_t served = 0;
  for (std::uint8_t* at = slot.names(); at < end; at += entry::size(at)) {
    if ((entry::flags(at) & ENTRY_WANT_UNLINK) == 0) continue;
    ++served;
    if (::unlinkat(header.dirfd, entry::name(at), entry::type(at) == DT_DIR ? AT_REMOVEDIR : 0) == 0) {
      entry::flags(at) &= static_cast<std::uint8_t>(~ENTRY_WANT_UNLINK);
    } else {
      slot.unlink_errors()[header.status_count++] = -errno;
    }
  }
  context.served.count(Counted::unlink, false, served);
}

void close_plainly(Slot slot, ServiceContext& context) noexcept {
  if (::close(slot->dirfd) != 0) slot->result = -errno;
  slot->dirfd = -1;
  context.served.count(Counted::close, false);
}

}  // namespace tswalk
