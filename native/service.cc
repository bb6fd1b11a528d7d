/** The steps that the dispatchers share; see the header. */
#include "service.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <new>

namespace tswalk {

namespace {

/** DT_UNKNOWN's bit in `status_types`. */
constexpr std::int32_t UNKNOWN_BIT = 1 << DT_UNKNOWN;

/** An entry which has had its status in an earlier pass gets it again: this pass uses the records anew, and the mark stays. */
bool wants_status(const SlotHeader& header, std::uint8_t* at) noexcept {
  constexpr int MARKS = ENTRY_WANT_STATUS | ENTRY_HAS_STATUS;
  return (entry::flags(at) & MARKS) != 0 || ((header.status_types >> (entry::type(at) & 31)) & 1) != 0;
}

/** Whether the lengths of a request lie within the slot: JavaScript's mistakes shall not become ours. */
bool is_sound(const SlotHeader& header, Operation operation) noexcept {
  if (operation == Operation::opendir) return header.path_length >= 0 && header.path_length < NAMES_BYTES;
  if (operation != Operation::stat && operation != Operation::unlink) return true;
  return header.status_next >= 0 && header.status_next <= header.names_length && header.names_length <= NAMES_BYTES;
}

/** Whether it goes on with an open directory, which is closed at its end. */
bool uses_listing(Operation operation) noexcept {
  return operation == Operation::read || operation == Operation::stat || operation == Operation::unlink;
}

void close_directory(Slot slot) noexcept {
  if (slot->dirfd >= 0) ::close(slot->dirfd);
  slot->dirfd = -1;
}

/** Fill `device` and `inode` from the open directory. @return 0, or minus an errno. */
std::int32_t identify(Slot slot, int fd) noexcept {
  struct stat status;
  if (::fstat(fd, &status) != 0) return -errno;
  slot->device = status.st_dev;
  slot->inode = status.st_ino;
  return 0;
}

/** Whether statuses of the listing are asked for now, or may be later. */
bool may_want_statuses(Slot slot) noexcept { return slot->status_types != 0 || slot.has(REQUEST_KEEP); }

const EntryFilter* filter_of(Slot slot, const ServiceContext& context) noexcept {
  return slot.has(REQUEST_FILTER) ? &context.filter : nullptr;
}

/**
 * Where the inode numbers of the chunk go that is about to be read: nowhere, unless requests block. From memory any order is as good.
 * Without memory for them the listing's order must do.
 */
InodeOrder* inodes_of(Request& request, const ServiceContext& context) noexcept {
  if (request.inode_order != nullptr) [[unlikely]] request.inode_order->clear();
  if (!context.pace.is_slow() || !may_want_statuses(request.slot)) [[likely]] return nullptr;
  if (request.inode_order == nullptr) request.inode_order.reset(new (std::nothrow) InodeOrder);
  return request.inode_order.get();
}

/** The next entry of a pass in the order of the listing. */
std::uint8_t* next_listed(Slot slot, StatusRecord*& record) noexcept {
  SlotHeader& header = slot.header();
  while (header.status_next < header.names_length) {
    std::uint8_t* const at = slot.names() + header.status_next;
    if (wants_status(header, at)) {
      if (header.status_count == STATUS_RECORDS) {
        header.response_flags |= RESPONSE_STATUS_MORE;
        return nullptr;
      }
      entry::flags(at) |= ENTRY_HAS_STATUS;
      record = &slot.records()[header.status_count++];
      header.status_next += entry::size(at);
      return at;
    }
    header.status_next += entry::size(at);
  }
  return nullptr;
}

/** Put the entries of a pass into the order of their inodes' numbers. */
void arrange(Slot slot, InodeOrder& order) noexcept {
  order.begin_pass();
  if (order.known() < StatusWay::BIG) return;
  const std::uint8_t* seen = slot.names();
  std::int32_t index = 0;
  StatusRecord* record;
  while (const std::uint8_t* const at = next_listed(slot, record)) {
    for (; seen < at; seen += entry::size(seen)) ++index;
    order.add(index, static_cast<std::int32_t>(at - slot.names()), static_cast<std::int32_t>(record - slot.records()));
  }
  order.sort();
}

}  // namespace

void StatusPass::begin(Request& request) noexcept {
  request.slot->status_count = 0;
  request.slot->response_flags &= ~RESPONSE_STATUS_MORE;
  if (request.inode_order != nullptr) [[unlikely]] arrange(request.slot, *request.inode_order);
}

std::uint8_t* StatusPass::next(Request& request, StatusRecord*& record) noexcept {
  const Slot slot = request.slot;
  if (request.inode_order != nullptr) [[unlikely]] {
    if (const InodeOrder::Asked* const asked = request.inode_order->next()) {
      record = &slot.records()[asked->record];
      return slot.names() + asked->at;
    }
  }
  // Where all were put in order this finds none, and says again whether there are more.
  return next_listed(slot, record);
}

void StatusPass::note_type(std::uint8_t* at, const StatusRecord& record) noexcept {
  // Also where the directory has told one: something else may be mounted there, or there by now.
  if (record.result == 0) entry::type(at) = type_of_mode(record.mode);
}

Links links_of(Slot slot) noexcept { return slot.has(REQUEST_STATUS_FOLLOW) ? Links::follow_or_keep : Links::keep; }

bool start_answer(Slot slot, const ServiceContext& context) noexcept {
  SlotHeader& header = slot.header();
  if (header.close_fd >= 0) ::close(header.close_fd);
  header.close_fd = -1;
  header.result = 0;
  const Operation operation{header.operation};
  if (operation == Operation::close || operation == Operation::closedir) return true;
  if (context.cancelled.load(std::memory_order_relaxed)) {
    refuse(slot, -EINTR);
    return false;
  }
  if (operation == Operation::nop || operation > Operation::unlink || !is_sound(header, operation)) {
    refuse(slot, operation == Operation::nop ? 0 : -EINVAL);
    return false;
  }
  header.status_count = 0;
  // What the reading ended with stays true of the listing.
  if (operation == Operation::stat || operation == Operation::unlink) return true;
  header.read_error = 0;
  header.count = header.names_length = header.status_next = header.response_flags = 0;
  if (operation == Operation::opendir) slot.names()[header.path_length] = 0;
  return true;
}

void refuse(Slot slot, std::int32_t error) noexcept {
  SlotHeader& header = slot.header();
  const Operation operation{header.operation};
  header.result = error;
  if (operation == Operation::opendir) {
    header.dirfd = -1;
  } else if (uses_listing(operation) && !slot.has(REQUEST_KEEP)) {
    close_directory(slot);
  }
  header.status_count = 0;
  // The entries of a STAT and of an UNLINK are still the caller's; only their statuses are not to be had.
  if (operation == Operation::unlink) return;
  if (operation != Operation::stat) header.count = header.names_length = 0;
  header.response_flags = header.read_error = 0;
}

std::int32_t check_device(Slot slot) noexcept {
  if (!slot.has(REQUEST_SAME_DEVICE)) return 0;
  std::uint64_t device;
  const Links links = slot.has(REQUEST_FOLLOW) ? Links::follow : Links::keep;
  const int result = stat_device(slot->dirfd, slot.path(), links, device);
  if (result < 0) return result;
  return device == slot->device ? 0 : -EXDEV;
}

bool accept_directory(Request& request, int fd, ServiceContext& context) noexcept {
  const Slot slot = request.slot;
  if (fd < 0) {
    refuse(slot, fd);
    return false;
  }
  std::int32_t error = context.cancelled.load(std::memory_order_relaxed) ? -EINTR : 0;
  if (error == 0 && slot.has(REQUEST_IDENTIFY)) error = identify(slot, fd);
  if (error != 0) {
    ::close(fd);
    refuse(slot, error);
    return false;
  }
  slot->dirfd = fd;
  read_next(request, context);
  return true;
}

void read_next(Request& request, ServiceContext& context) noexcept {
  const Slot slot = request.slot;
  read_chunk(slot->dirfd, slot, context.buffer, (slot->status_types & UNKNOWN_BIT) != 0, filter_of(slot, context), inodes_of(request, context));
}

void finish_listing(Slot slot) noexcept {
  const bool more = (slot->response_flags & (RESPONSE_MORE | RESPONSE_STATUS_MORE)) != 0;
  if (!more && !slot.has(REQUEST_KEEP)) close_directory(slot);
}

}  // namespace tswalk
