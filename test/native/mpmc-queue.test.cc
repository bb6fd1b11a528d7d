/**
 * The queue and its slot words, one thread at a time: each row of the table, wrap-around, batches; then the two cases that wait.
 */
#include "native/mpmc-queue.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "check.h"

using namespace tswalk;

namespace {

using Bits = SlotWord::Bits;

struct alignas(SlotWord::ALIGNMENT) Entry {
  int number = 0;
};

using Queue = MpmcQueue<Entry>;

constexpr Bits skips(Bits count) { return Bits{0} - count * SlotWord::ONE_SKIP; }

/** A row of the table of transitions. */
struct Transition {
  const char* name;
  Bits before;
  Bits after;
};

constexpr Bits ADDRESS = 0x7f12'3456'7894;
constexpr Bits HIGHEST_ADDRESS = ~Bits{0} << 2;

/** A push of the highest address there can be, so that no bit of it may be mistaken for a flag. */
constexpr std::array PUSHES = {
    Transition{"empty becomes full", SlotWord::EMPTY, HIGHEST_ADDRESS >> 1},
    Transition{"the last skip leaves empty", skips(1), SlotWord::EMPTY},
    Transition{"two skips leave one", skips(2), skips(1)},
    Transition{"a thousand skips leave 999", skips(1000), skips(999)},
};

constexpr std::array POPS = {
    Transition{"full becomes empty", ADDRESS >> 1, SlotWord::EMPTY},
    Transition{"the highest address becomes empty", HIGHEST_ADDRESS >> 1, SlotWord::EMPTY},
    Transition{"empty becomes one skip", SlotWord::EMPTY, skips(1)},
    Transition{"one skip becomes two", skips(1), skips(2)},
    Transition{"999 skips become a thousand", skips(999), skips(1000)},
};

/** `count` entries, numbered from 0. */
std::vector<Entry> make_entries(int count) {
  std::vector<Entry> entries(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) entries[static_cast<std::size_t>(i)].number = i;
  return entries;
}

}  // namespace

TEST("a push turns each state of the table into the next, blocked or not, and clears blocked") {
  for (const Transition& row : PUSHES) {
    for (const Bits blocked : {Bits{0}, SlotWord::BLOCKED}) {
      if (SlotWord::pushed(row.before | blocked, HIGHEST_ADDRESS) != row.after) check::fail(__FILE__, __LINE__, row.name);
    }
  }
}

TEST("a pop turns each state of the table into the next, blocked or not, and clears blocked") {
  for (const Transition& row : POPS) {
    for (const Bits blocked : {Bits{0}, SlotWord::BLOCKED}) {
      if (SlotWord::popped(row.before | blocked) != row.after) check::fail(__FILE__, __LINE__, row.name);
    }
  }
}

TEST("a word tells its state, whether a thread is blocked on it or not") {
  for (const Bits blocked : {Bits{0}, SlotWord::BLOCKED}) {
    CHECK(!SlotWord::is_full(SlotWord::EMPTY | blocked));
    CHECK(!SlotWord::is_skip(SlotWord::EMPTY | blocked));
    CHECK_EQUAL(SlotWord::address(SlotWord::EMPTY | blocked), 0u);

    CHECK(SlotWord::is_full(SlotWord::full(ADDRESS) | blocked));
    CHECK(!SlotWord::is_skip(SlotWord::full(ADDRESS) | blocked));
    CHECK_EQUAL(SlotWord::address(SlotWord::full(ADDRESS) | blocked), ADDRESS);

    CHECK(!SlotWord::is_full(skips(3) | blocked));
    CHECK(SlotWord::is_skip(skips(3) | blocked));
    CHECK_EQUAL(SlotWord::address(skips(3) | blocked), 0u);
    CHECK_EQUAL(SlotWord::skip_count(skips(3) | blocked), 3u);

    CHECK_EQUAL(SlotWord::is_blocked(skips(3) | blocked), blocked != 0);
  }
}

TEST("items come out in the order they went in, lap after lap") {
  Queue queue(4);
  CHECK(queue.ok());
  auto entries = make_entries(100);
  for (std::size_t i = 0; i < entries.size(); i += 3) {
    const std::size_t end = std::min(i + 3, entries.size());
    for (std::size_t j = i; j < end; ++j) queue.push(&entries[j]);
    for (std::size_t j = i; j < end; ++j) CHECK(queue.pop(j % 2 == 0 ? Wait::block : Wait::poll) == &entries[j]);
  }
}

TEST("a queue takes as many items as it has slots without waiting") {
  for (const std::size_t capacity : {1, 2, 64, 512}) {
    Queue queue(capacity);
    auto entries = make_entries(static_cast<int>(capacity));
    for (Entry& entry : entries) queue.push(&entry);
    for (Entry& entry : entries) CHECK(queue.pop(Wait::poll) == &entry);
  }
}

TEST("the capacity is rounded up to a power of two") {
  CHECK_EQUAL(Queue(1).capacity(), 1u);
  CHECK_EQUAL(Queue(2).capacity(), 2u);
  CHECK_EQUAL(Queue(100).capacity(), 128u);
  CHECK_EQUAL(Queue(512).capacity(), 512u);
}

TEST("a push steps over the marks of polls that found nothing") {
  Queue queue(8);
  auto entries = make_entries(2);
  for (int i = 0; i < 3; ++i) CHECK(queue.pop(Wait::poll) == nullptr);
  queue.push(&entries[0]);
  queue.push(&entries[1]);
  CHECK(queue.pop(Wait::poll) == &entries[0]);
  CHECK(queue.pop(Wait::poll) == &entries[1]);
}

TEST("polls may lap the ring: each slot counts its skips") {
  Queue queue(4);
  auto entries = make_entries(4);
  for (int i = 0; i < 4 * 5 + 2; ++i) CHECK(queue.pop(Wait::poll) == nullptr);
  for (Entry& entry : entries) queue.push(&entry);
  for (Entry& entry : entries) CHECK(queue.pop(Wait::block) == &entry);
  CHECK(queue.pop(Wait::poll) == nullptr);
}

TEST("a batch is pushed and popped in order") {
  Queue queue(32);
  auto entries = make_entries(16);
  std::array<Entry*, 16> batch;
  for (std::size_t i = 0; i < 16; ++i) batch[i] = &entries[i];
  queue.push_batch(batch);
  std::array<Entry*, 16> popped;
  CHECK_EQUAL(queue.pop_batch(popped, Wait::block), 16u);
  CHECK(popped == batch);
}

TEST("a batch that meets skips goes on with the rest of its items") {
  // Polls at indices 0, 1, 3 and 4 of 8 leave marks; those at 0 and 1 are used up by the single item. The batch of 5 reserves 3
  // to 7, places three items, and reserves again for the other two, which wrap around.
  Queue queue(8);
  auto entries = make_entries(6);
  CHECK(queue.pop(Wait::poll) == nullptr);
  CHECK(queue.pop(Wait::poll) == nullptr);
  queue.push(&entries[0]);
  CHECK(queue.pop(Wait::poll) == &entries[0]);
  CHECK(queue.pop(Wait::poll) == nullptr);
  CHECK(queue.pop(Wait::poll) == nullptr);

  std::array<Entry*, 5> batch;
  for (std::size_t i = 0; i < 5; ++i) batch[i] = &entries[i + 1];
  queue.push_batch(batch);
  for (std::size_t i = 0; i < 5; ++i) CHECK(queue.pop(Wait::poll) == &entries[i + 1]);
}

TEST("a batch longer than the marks and the ring wraps around") {
  Queue queue(16);
  auto entries = make_entries(16);
  for (int i = 0; i < 11; ++i) CHECK(queue.pop(Wait::poll) == nullptr);
  std::array<Entry*, 16> batch;
  for (std::size_t i = 0; i < 16; ++i) batch[i] = &entries[i];
  queue.push_batch(batch);
  std::array<Entry*, 16> popped;
  CHECK_EQUAL(queue.pop_batch(popped, Wait::poll), 16u);
  CHECK(popped == batch);
}

TEST("a batch pop returns what there is, packed, and marks the rest") {
  Queue queue(16);
  auto entries = make_entries(4);
  std::array<Entry*, 8> popped;
  CHECK_EQUAL(queue.pop_batch(popped, Wait::poll), 0u);
  for (Entry& entry : entries) queue.push(&entry);
  CHECK_EQUAL(queue.pop_batch(popped, Wait::block), 4u);
  for (std::size_t i = 0; i < 4; ++i) CHECK(popped[i] == &entries[i]);
  CHECK_EQUAL(queue.pop_batch(popped, Wait::poll), 0u);
}

TEST("an empty batch is no operation, and an empty request takes nothing") {
  Queue queue(4);
  auto entries = make_entries(1);
  queue.push_batch({});
  CHECK_EQUAL(queue.pop_batch({}, Wait::block), 0u);
  queue.push(&entries[0]);
  CHECK(queue.pop(Wait::poll) == &entries[0]);
}

TEST("a gathered batch is flushed in order and is empty afterwards") {
  Queue queue(32);
  auto entries = make_entries(16);
  Batch<Entry> batch;
  for (int round = 0; round < 2; ++round) {
    CHECK(batch.empty());
    for (Entry& entry : entries) {
      CHECK(!batch.full());
      batch.append(&entry);
    }
    CHECK(batch.full());
    batch.flush(queue);
    for (Entry& entry : entries) CHECK(queue.pop(Wait::poll) == &entry);
  }
}

TEST("a pop that blocks gets the item that is pushed later") {
  Queue queue(2);
  Entry entry;
  for (int i = 0; i < 200; ++i) {
    std::thread consumer([&] { CHECK(queue.pop(Wait::block) == &entry); });
    if (i % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));  // mostly asleep by then
    queue.push(&entry);
    consumer.join();
  }
}

TEST("a push onto a full queue waits until something has been popped") {
  Queue queue(2);
  auto entries = make_entries(3);
  for (int i = 0; i < 200; ++i) {
    queue.push(&entries[0]);
    queue.push(&entries[1]);
    std::atomic<bool> pushed{false};
    std::thread producer([&] {
      queue.push(&entries[2]);
      pushed.store(true);
    });
    if (i % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
    CHECK(!pushed.load());
    CHECK(queue.pop(Wait::poll) == &entries[0]);
    producer.join();
    CHECK(queue.pop(Wait::poll) == &entries[1]);
    CHECK(queue.pop(Wait::poll) == &entries[2]);
  }
}

TEST("a queue for which there is no memory says so") {
  const std::size_t slots = std::size_t{1} << 50;  // 8 PiB: more than the 47 bits of address space
  CHECK(!Queue(slots).ok());
}
