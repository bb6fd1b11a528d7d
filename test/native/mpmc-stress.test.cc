/**
 * Many producers and consumers at once, in all mixes of waiting, polling and batches: each item comes out exactly once.
 *
 * Items are plain memory, written before the push and after the pop, so under ThreadSanitizer each run also proves the hand-over.
 * Whether a run ends at all is part of the test: a lost wake-up would let it hang, and an alarm ends it then.
 */
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "check.h"
#include "native/mpmc-queue.h"

using namespace tswalk;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int SCALE = 1;
#else
constexpr int SCALE = 8;
#endif

/** Longest time for a whole program, which takes a few seconds; on a machine that does much else perhaps a minute. */
constexpr unsigned ALARM_SECONDS = 110;

struct alignas(SlotWord::ALIGNMENT) Item {
  int value = 0;  // 0 until its producer has written it
  int taken = 0;  // how often a consumer got it
};

using Queue = MpmcQueue<Item>;

Item stop;

enum class Push { single, batch, mixed };
enum class Pop { block, poll, block_batch, poll_batch, mixed };

constexpr std::array PUSHES = {Push::single, Push::batch, Push::mixed};
constexpr std::array POPS = {Pop::block, Pop::poll, Pop::block_batch, Pop::poll_batch, Pop::mixed};

/** A little generator, so that each thread makes up its own mix. */
class Random {
 public:
  explicit Random(unsigned seed) : state_(seed * 2654435761u + 1) {}
  unsigned below(unsigned limit) {
    state_ = state_ * 1664525u + 1013904223u;
    return (state_ >> 16) % limit;
  }

 private:
  unsigned state_;
};

void produce(Queue& queue, std::span<Item> items, Push way, unsigned seed) {
  Random random(seed);
  while (!items.empty()) {
    const bool batched = way == Push::batch || (way == Push::mixed && random.below(2) == 0);
    const std::size_t length = std::min<std::size_t>(items.size(), batched ? 1 + random.below(BATCH_LENGTH) : 1);
    Batch<Item> batch;
    for (Item& item : items.first(length)) {
      item.value = 1;
      batch.append(&item);
    }
    if (batched) {
      batch.flush(queue);
    } else {
      queue.push(&items.front());
    }
    items = items.subspan(length);
  }
}

/** One pop of the given way into `popped`; how many items it got. */
std::size_t pop_once(Queue& queue, std::span<Item*> popped, Pop way, Random& random) {
  if (way == Pop::mixed) way = POPS[random.below(4)];
  const Wait wait = way == Pop::block || way == Pop::block_batch ? Wait::block : Wait::poll;
  if (way == Pop::block_batch || way == Pop::poll_batch) {
    return queue.pop_batch(popped.first(1 + random.below(static_cast<unsigned>(popped.size()))), wait);
  }
  popped[0] = queue.pop(wait);
  return popped[0] == nullptr ? 0 : 1;
}

/** Pop until STOP comes by; push it back then, for the others. Everything that came with it is consumed. */
void consume(Queue& queue, Pop way, unsigned seed) {
  Random random(seed);
  std::array<Item*, BATCH_LENGTH> popped;
  for (bool stopped = false; !stopped;) {
    const std::size_t length = pop_once(queue, popped, way, random);
    // A poller that does not pause would mark slots faster than a producer can step over them.
    if (length == 0) std::this_thread::sleep_for(std::chrono::microseconds(20));
    for (Item* item : std::span(popped).first(length)) {
      if (item == &stop) {
        queue.push(item);
        stopped = true;
      } else {
        item->taken += item->value;
      }
    }
  }
}

/** Pop what is left when all threads have gone: then the first poll that gets nothing is the end. Returns the number of STOPs. */
int drain(Queue& queue) {
  int stops = 0;
  while (Item* item = queue.pop(Wait::poll)) {
    if (item == &stop) {
      ++stops;
    } else {
      item->taken += item->value;
    }
  }
  return stops;
}

void check_items(const std::vector<Item>& items, const char* what) {
  const auto wrong = std::count_if(items.begin(), items.end(), [](const Item& item) { return item.taken != 1; });
  if (wrong != 0) check::fail(__FILE__, __LINE__, std::to_string(wrong) + " items lost or doubled: " + what);
}

struct Mix {
  int producers;
  int consumers;
  std::size_t capacity;
};

/** Run a mix to its end. With `race`, STOP is pushed while the producers are at work, and some items land behind it. */
void run(const Mix& mix, Push push, Pop pop, int per_producer, bool race) {
  alarm(ALARM_SECONDS);
  Queue queue(mix.capacity);
  std::vector<Item> items(static_cast<std::size_t>(mix.producers * per_producer));
  std::vector<std::thread> consumers;
  std::vector<std::thread> producers;
  for (int i = 0; i < mix.consumers; ++i) {
    consumers.emplace_back([&, i] { consume(queue, pop, static_cast<unsigned>(i)); });
  }
  for (int i = 0; i < mix.producers; ++i) {
    const std::size_t each = static_cast<std::size_t>(per_producer);
    const std::span<Item> own = std::span(items).subspan(static_cast<std::size_t>(i) * each, each);
    producers.emplace_back([&queue, own, push, i] { produce(queue, own, push, static_cast<unsigned>(100 + i)); });
  }
  if (race) queue.push(&stop);
  for (std::thread& thread : producers) thread.join();
  if (!race) queue.push(&stop);
  for (std::thread& thread : consumers) thread.join();
  CHECK_EQUAL(drain(queue), 1);

  char what[128];
  std::snprintf(what, sizeof what, "%d producers (way %d), %d consumers (way %d), %zu slots", mix.producers,
                static_cast<int>(push), mix.consumers, static_cast<int>(pop), mix.capacity);
  check_items(items, what);
}

void run_all_ways(const Mix& mix, int per_producer, bool race) {
  for (const Push push : PUSHES) {
    for (const Pop pop : POPS) run(mix, push, pop, per_producer, race);
  }
}

}  // namespace

TEST("one producer and one consumer lose nothing, whatever the ways") { run_all_ways({1, 1, 64}, 2000 * SCALE, false); }

TEST("many producers and one consumer lose nothing, whatever the ways") { run_all_ways({4, 1, 64}, 500 * SCALE, false); }

TEST("one producer and many consumers lose nothing, whatever the ways") { run_all_ways({1, 4, 64}, 2000 * SCALE, false); }

TEST("many producers and many consumers lose nothing, whatever the ways") { run_all_ways({4, 4, 64}, 500 * SCALE, false); }

TEST("nothing is lost on a ring shorter than a batch, where nearly every push and pop waits") {
  run_all_ways({3, 3, 1}, 100 * SCALE, false);
  run_all_ways({3, 3, 4}, 100 * SCALE, false);
}

TEST("a STOP pushed back stops every consumer, and what landed behind it is still in the queue") {
  // The ring holds all items and STOP, as a queue's ring does: a producer must not wait for consumers that have left.
  for (int i = 0; i < 4 * SCALE; ++i) run_all_ways({2, 3, 512}, 200, true);
}

TEST("requests that go round through two queues come back exactly once each") {
  // The shape of the I/O queue: one thread keeps `depth` requests on their way, workers take a fair share of what is pending.
  alarm(ALARM_SECONDS);
  constexpr std::size_t DEPTH = 64;
  constexpr std::size_t WORKERS = 3;
  const std::size_t total = 20'000u * SCALE;
  Queue pending(DEPTH * 2);
  Queue ready(DEPTH);
  std::array<Item, DEPTH> slots;
  std::vector<std::thread> workers;
  for (std::size_t w = 0; w < WORKERS; ++w) {
    workers.emplace_back([&] {
      std::array<Item*, BATCH_LENGTH> taken;
      for (bool stopped = false; !stopped;) {
        Batch<Item> done;
        for (Item* item : std::span(taken).first(pending.pop_batch(std::span(taken).first(4), Wait::block))) {
          if (item == &stop) {
            pending.push(item);
            stopped = true;
          } else {
            ++item->value;
            done.append(item);
          }
        }
        done.flush(ready);
      }
    });
  }
  std::size_t answers = 0;
  for (std::size_t i = 0; i < DEPTH; ++i) pending.push(&slots[i]);
  std::array<Item*, BATCH_LENGTH> popped;
  while (answers < total) {
    const std::size_t length = ready.pop_batch(popped, Wait::block);
    answers += length;
    for (Item* item : std::span(popped).first(length)) ++item->taken;
    pending.push_batch(std::span(popped).first(length));
  }
  pending.push(&stop);
  for (std::thread& worker : workers) worker.join();
  while (Item* item = ready.pop(Wait::poll)) ++item->taken;
  while (Item* item = pending.pop(Wait::poll)) {
    if (item != &stop) CHECK_EQUAL(item->value, item->taken);
  }
  for (const Item& item : slots) CHECK_EQUAL(item.value, item.taken);
}
