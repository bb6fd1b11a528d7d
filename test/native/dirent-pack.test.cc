/** Packing what getdents64 brings, from records made by hand and from real directories. */
// sources: native/dirent-pack.cc native/stat-convert.cc
// variants: plain address
#include "native/dirent-pack.h"

#include <dirent.h>

#include <cerrno>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "check.h"
#include "temporary-directory.h"

using namespace tswalk;

namespace {

/** Records as the kernel makes them: 8-byte aligned, the padding not cleared. */
class Records {
 public:
  Records& add(const std::string& name, std::uint8_t type, std::int64_t position = 1) {
    const std::size_t length = (19 + name.size() + 1 + 7) / 8 * 8;
    const std::size_t at = bytes_.size();
    bytes_.resize(at + length, 0xee);
    const std::uint64_t inode = 7;
    const auto record_length = static_cast<std::uint16_t>(length);
    std::memcpy(&bytes_[at], &inode, 8);
    std::memcpy(&bytes_[at + 8], &position, 8);
    std::memcpy(&bytes_[at + 16], &record_length, 2);
    bytes_[at + 18] = type;
    std::memcpy(&bytes_[at + 19], name.c_str(), name.size() + 1);
    return *this;
  }

  /** Pack them into a block of exactly as many bytes, so that AddressSanitizer sees every byte too many. */
  Packed pack(const EntryFilter* filter = nullptr) {
    const std::size_t length = bytes_.size();
    bytes_.resize(length + 8);
    out = std::make_unique<std::uint8_t[]>(length);
    return pack_dirents({bytes_.data(), length}, out.get(), filter);
  }

  std::unique_ptr<std::uint8_t[]> out;

 private:
  std::vector<std::uint8_t> bytes_;
};

/** A slot in memory of its own. */
struct LoneSlot {
  LoneSlot() : memory(new std::uint64_t[SLOT_BYTES / 8]()), slot(reinterpret_cast<std::uint8_t*>(memory.get())) {}
  std::unique_ptr<std::uint64_t[]> memory;
  Slot slot;

  std::set<std::string> names() const {
    std::set<std::string> all;
    for (std::uint8_t* at = slot.names(); at < slot.names() + slot->names_length; at += entry::size(at)) all.insert(entry::name(at));
    return all;
  }
};

}  // namespace

TEST("`.` and `..` are left out, other names that start with dots are not") {
  Records records;
  const Packed packed = records.add(".", DT_DIR).add("..", DT_DIR).add("...", DT_REG).add(".a", DT_REG).add("..b", DT_LNK).pack();
  CHECK_EQUAL(packed.count, 3);
  std::uint8_t* at = records.out.get();
  CHECK_EQUAL(std::string(entry::name(at)), "...");
  at += entry::size(at);
  CHECK_EQUAL(std::string(entry::name(at)), ".a");
  at += entry::size(at);
  CHECK_EQUAL(std::string(entry::name(at)), "..b");
  CHECK_EQUAL(entry::type(at), DT_LNK);
  CHECK_EQUAL(at + entry::size(at) - records.out.get(), packed.bytes);
}

TEST("names of every length, one after the other, stay within the room of their records") {
  for (std::size_t length = 1; length <= 255; ++length) {
    Records records;
    const std::string name(length, 'n');
    const Packed packed = records.add(name, DT_REG).add(name, DT_DIR, 99).pack();
    CHECK_EQUAL(packed.count, 2);
    CHECK_EQUAL(packed.position, 99);
    CHECK_EQUAL(packed.bytes, 2 * (entry::OVERHEAD + length));
    CHECK_EQUAL(std::string(entry::name(records.out.get() + packed.bytes / 2)), name);
  }
}

TEST("unknown types are noted") {
  CHECK(!Records().add("a", DT_REG).pack().has_unknown);
  CHECK(Records().add("a", DT_UNKNOWN).add("b", DT_REG).pack().has_unknown);
}

TEST("a directory is read to its end in one chunk, and again from there") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  tree.make_file("f");
  tree.make_link("l", "f");
  LoneSlot lone;
  DirentBuffer buffer;
  read_chunk(tree.fd(), lone.slot, buffer, false);
  CHECK_EQUAL(lone.slot->count, 3);
  CHECK_EQUAL(lone.slot->response_flags, 0);
  CHECK((lone.names() == std::set<std::string>{"d", "f", "l"}));
  read_chunk(tree.fd(), lone.slot, buffer, false);
  CHECK_EQUAL(lone.slot->count, 0);
  CHECK_EQUAL(lone.slot->names_length, 0);
}

TEST("an entry that meets no clause is counted and not packed; directories and unknown types are kept") {
  EntryFilter filter{};
  filter.count = 1;
  filter.types = filter.clauses[0].types = 1 << DT_REG;
  filter.clauses[0].suffix_length = 2;
  std::memcpy(filter.clauses[0].text, ".c", 2);
  Records records;
  records.add(".", DT_DIR).add("a.c", DT_REG).add("c", DT_REG).add("l.c", DT_LNK).add("d", DT_DIR).add("u", DT_UNKNOWN).add("..", DT_DIR);
  const Packed packed = records.pack(&filter);
  CHECK_EQUAL(packed.count, 5);
  std::string names;
  for (std::uint8_t* at = records.out.get(); at < records.out.get() + packed.bytes; at += entry::size(at)) {
    names += std::string(entry::name(at)) + " ";
  }
  CHECK_EQUAL(names, "a.c d u ");
}

TEST("a filter whose numbers make no sense keeps everything") {
  EntryFilter filter{};
  filter.count = MOST_FILTER_CLAUSES + 1;
  filter.types = -1;
  CHECK_EQUAL(Records().add("a", DT_REG).pack(&filter).bytes, 6);
  filter.count = 1;
  filter.clauses[0].types = -1;
  filter.clauses[0].prefix_length = filter.clauses[0].suffix_length = 200;
  CHECK_EQUAL(Records().add("a", DT_REG).pack(&filter).bytes, 6);
}

TEST("what cannot be read says why") {
  const TemporaryDirectory tree;
  tree.make_file("f");
  LoneSlot lone;
  DirentBuffer buffer;
  const int fd = ::openat(tree.fd(), "f", O_RDONLY);
  read_chunk(fd, lone.slot, buffer, false);
  ::close(fd);
  CHECK_EQUAL(lone.slot->read_error, -ENOTDIR);
  CHECK_EQUAL(lone.slot->count, 0);
}

TEST("a directory that was removed after it was opened is empty") {
  const TemporaryDirectory tree;
  tree.make_directory("d");
  LoneSlot lone;
  DirentBuffer buffer;
  const int fd = ::openat(tree.fd(), "d", O_RDONLY | O_DIRECTORY);
  ::unlinkat(tree.fd(), "d", AT_REMOVEDIR);
  read_chunk(fd, lone.slot, buffer, false);
  ::close(fd);
  CHECK_EQUAL(lone.slot->read_error, 0);
  CHECK_EQUAL(lone.slot->count, 0);
}

/** /proc counts its positions and never says where the end is; most file systems are like it. */
TEST("a file system without a last position is read to its end too") {
  LoneSlot lone;
  DirentBuffer buffer;
  const int fd = ::open("/proc/self", O_RDONLY | O_DIRECTORY);
  read_chunk(fd, lone.slot, buffer, false);
  ::close(fd);
  CHECK(lone.names().contains("cmdline"));
  CHECK_EQUAL(lone.slot->response_flags, 0);
}
