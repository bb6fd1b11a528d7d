// What the native hot path does for each item, to be counted in instructions by guard.mjs:  guard queue|pack ROUNDS
//
// queue: batches of 16 pushed and popped by one thread. pack: the records of a directory of 100 files packed into entries.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "native/dirent-pack.h"
#include "native/mpmc-queue.h"

namespace {

constexpr std::size_t BATCH = 16;
constexpr int FILES = 100;

struct alignas(64) Item {
  std::uint64_t payload;
};

std::uint64_t run_queue(long rounds) {
  tswalk::MpmcQueue<Item> queue(1024);
  static Item items[BATCH];
  Item* batch[BATCH];
  std::uint64_t popped = 0;
  for (std::size_t i = 0; i < BATCH; ++i) batch[i] = &items[i];
  for (long round = 0; round < rounds; ++round) {
    queue.push_batch(std::span<Item* const>(batch));
    popped += queue.pop_batch(std::span<Item*>(batch), tswalk::Wait::block);
  }
  return popped;
}

/** Records as getdents64 lays them out: d_ino, d_off, d_reclen, d_type, the name and a NUL, filled up to a multiple of 8. */
std::size_t make_records(std::uint8_t* out) {
  std::uint8_t* at = out;
  for (int file = 0; file < FILES; ++file) {
    char name[32];
    const int length = std::snprintf(name, sizeof name, "source-file-%d.ts", file);
    const auto size = static_cast<std::uint16_t>((19 + length + 1 + 7) / 8 * 8);
    std::memset(at, 0, size);
    const std::uint64_t inode = 1000 + static_cast<std::uint64_t>(file);
    std::memcpy(at, &inode, sizeof inode);
    std::memcpy(at + 16, &size, sizeof size);
    at[18] = 8;  // DT_REG
    std::memcpy(at + 19, name, static_cast<std::size_t>(length));
    at += size;
  }
  return static_cast<std::size_t>(at - out);
}

std::uint64_t run_pack(long rounds) {
  static tswalk::DirentBuffer records;
  static std::uint8_t entries[tswalk::DirentBuffer::BYTES];
  const std::size_t length = make_records(records.bytes.data());
  std::uint64_t packed = 0;
  for (long round = 0; round < rounds; ++round) {
    packed += static_cast<std::uint64_t>(tswalk::pack_dirents(std::span(records.bytes.data(), length), entries).count);
  }
  return packed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const long rounds = std::atol(argv[2]);
  const std::uint64_t items = std::string_view(argv[1]) == "queue" ? run_queue(rounds) : run_pack(rounds);
  std::printf("%llu\n", static_cast<unsigned long long>(items));
  return 0;
}
