/**
 * A queue object over a slab of its own, and requests spelled out: what JavaScript is to the native side.
 *
 * In: operations with their parameters. Out: answered slots, as text where that is easier to compare. Used by the thread of the test.
 */
#pragma once

#include <fcntl.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "native/ioq.h"

/** What every answer brings; the entries by name. */
struct AnsweredEntry {
  int type;
  bool has_status;
  tswalk::StatusRecord status;
};

class SlabQueue {
 public:
  explicit SlabQueue(const tswalk::IoqOptions& options)
      : slab_((tswalk::CONTROL_BYTES + static_cast<std::size_t>(options.depth) * tswalk::SLOT_BYTES) / 8),
        ioq_(tswalk::Ioq::create(bytes(), options)) {
    if (ioq_ == nullptr) std::abort();
  }

  tswalk::Ioq& ioq() { return *ioq_; }
  /** Destroys the queue object; the slots can still be looked at. */
  void destroy() { ioq_.reset(); }

  tswalk::Slot slot(int number) {
    return tswalk::Slot(bytes() + tswalk::CONTROL_BYTES + static_cast<std::size_t>(number) * tswalk::SLOT_BYTES);
  }

  void prepare(int number, tswalk::Operation operation, int dirfd, int flags = 0) {
    tswalk::SlotHeader& header = slot(number).header();
    header.operation = static_cast<std::int32_t>(operation);
    header.dirfd = dirfd;
    header.flags = flags;
    header.close_fd = -1;
  }

  void prepare_open(int number, const std::string& path, int flags = 0, int status_types = 0, int dirfd = AT_FDCWD) {
    prepare(number, tswalk::Operation::opendir, dirfd, flags);
    slot(number)->path_length = static_cast<std::int32_t>(path.size());
    slot(number)->status_types = status_types;
    std::memcpy(slot(number).names(), path.c_str(), path.size() + 1);
  }

  int submit(const std::vector<std::int32_t>& slots) { return ioq_->submit(slots); }

  /** Reap until `count` answers are there. Their slots, in the order in which they came. */
  std::vector<std::int32_t> reap(std::size_t count) {
    std::vector<std::int32_t> all;
    while (all.size() < count) {
      std::int32_t some[tswalk::MAX_SLOTS];
      const std::size_t got = ioq_->reap(some, true);
      if (got == 0) break;
      all.insert(all.end(), some, some + got);
    }
    return all;
  }

  /** Submit one slot and wait for it. @return its result. */
  int serve(int number) {
    if (submit({number}) != 1 || reap(1).size() != 1) std::abort();
    return slot(number)->result;
  }

  /** Take the entries of a slot's answer into `all`; statuses go to the entries they belong to. @return how many. */
  int collect(int number, std::map<std::string, AnsweredEntry>& all) {
    const tswalk::Slot from = slot(number);
    int count = 0, record = 0;
    for (std::uint8_t* at = from.names(); at < from.names() + from->names_length; at += tswalk::entry::size(at), ++count) {
      AnsweredEntry& entry = all[tswalk::entry::name(at)];
      entry.type = tswalk::entry::type(at);
      if ((tswalk::entry::flags(at) & tswalk::ENTRY_HAS_STATUS) == 0 || at < from.names() + first_considered_) continue;
      if (at >= from.names() + from->status_next) continue;
      entry.has_status = true;
      entry.status = from.records()[record++];
    }
    return count;
  }

  /** The whole of a directory with the statuses asked for, chunk by chunk and pass by pass. Empty where it cannot be opened. */
  std::map<std::string, AnsweredEntry> list(const std::string& path, int flags = 0, int status_types = 0) {
    std::map<std::string, AnsweredEntry> all;
    prepare_open(0, path, flags, status_types);
    if (serve(0) < 0) return all;
    chunks = 1;
    for (first_considered_ = 0;;) {
      collect(0, all);
      const int more = slot(0)->response_flags;
      first_considered_ = (more & tswalk::RESPONSE_STATUS_MORE) != 0 ? slot(0)->status_next : 0;
      if (more == 0) return all;
      const bool status = first_considered_ > 0;
      slot(0)->operation = static_cast<std::int32_t>(status ? tswalk::Operation::stat : tswalk::Operation::read);
      chunks += !status;
      if (serve(0) < 0) return {};
    }
  }

  /** Chunks that the last list() took. */
  int chunks = 0;

 private:
  std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(slab_.data()); }

  std::vector<std::uint64_t> slab_;
  std::unique_ptr<tswalk::Ioq> ioq_;
  int first_considered_ = 0;
};
