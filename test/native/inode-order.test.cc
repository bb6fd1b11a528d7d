/** The order of a status pass on a slow disk: what is known of a chunk, and what comes of it. */
#include "native/inode-order.h"

#include <memory>
#include <string>
#include <vector>

#include "check.h"

using namespace tswalk;

namespace {

/** A record as getdents64 stores it. */
void append_record(std::vector<std::uint8_t>& records, std::uint64_t inode, const std::string& name) {
  const std::size_t length = (19 + name.size() + 1 + 7) / 8 * 8;
  const std::size_t at = records.size();
  records.resize(at + length);
  std::memcpy(&records[at], &inode, sizeof inode);
  records[at + 16] = static_cast<std::uint8_t>(length);
  records[at + 17] = static_cast<std::uint8_t>(length >> 8);
  std::memcpy(&records[at + 19], name.c_str(), name.size() + 1);
}

}  // namespace

TEST("the numbers of a chunk's entries are kept, read by read, without those of . and ..") {
  const auto order = std::make_unique<InodeOrder>();
  std::vector<std::uint8_t> first, second;
  append_record(first, 2, ".");
  append_record(first, 7, "a");
  append_record(first, 1, "..");
  append_record(first, (std::uint64_t{5} << 32) + 6, ".hidden");
  append_record(second, 5, "...");
  order->note(first);
  order->note(second);
  CHECK_EQUAL(order->known(), 3);
  CHECK_EQUAL(order->inode(0), 7);
  CHECK_EQUAL(order->inode(1), 6);
  CHECK_EQUAL(order->inode(2), 5);
  order->clear();
  CHECK_EQUAL(order->known(), 0);
  order->note(second);
  CHECK_EQUAL(order->inode(0), 5);
}

TEST("more numbers than a chunk can have entries are not kept") {
  const auto order = std::make_unique<InodeOrder>();
  std::vector<std::uint8_t> records;
  for (int i = 0; i < NAMES_BYTES / 6 + 100; ++i) append_record(records, 1, "x");
  order->note(records);
  CHECK_EQUAL(order->known(), NAMES_BYTES / 6);
}

TEST("a pass goes by number, each entry with its own place and record, and then is at its end") {
  const auto order = std::make_unique<InodeOrder>();
  std::vector<std::uint8_t> records;
  for (const unsigned inode : {30u, 10u, 4'000'000'000u, 20u}) append_record(records, inode, "x");
  order->note(records);
  order->begin_pass();
  CHECK(order->next() == nullptr);
  order->begin_pass();
  for (int i = 0; i < 4; ++i) order->add(i, 6 * i, i);
  order->sort();
  for (const int expected : {1, 3, 0, 2}) {
    const InodeOrder::Asked* const asked = order->next();
    CHECK(asked != nullptr);
    CHECK_EQUAL(asked->at, 6 * expected);
    CHECK_EQUAL(asked->record, expected);
  }
  CHECK(order->next() == nullptr);
}
