// variants: plain
/**
 * The queue in all interleavings: its own source, over instrumented atomics, run by the explorer.
 *
 * The programs are the smallest in which everything occurs: two pushers and two poppers on two slots, with more items than
 * slots so that pushes wait too, polls a lap ahead, batches, and a STOP that has to reach two workers. Each must end in every
 * interleaving, with every item delivered once and after what its producer wrote to it. That the explorer would find mistakes
 * is shown in mpmc-mutant.test.cc. (Not under sanitizers: they do not follow fibers whose stacks are copied.)
 */
#include <string>

#include "check.h"
#include "mpmc-program.h"

using namespace explore;

namespace {

template <class Atomics>
using QueueOf = tswalk::MpmcQueue<Item, Atomics>;

/** Both slots share a monitor, so that sleepers are also woken for the other slot's sake. */
using Queue = QueueOf<ModelAtomics<1>>;

/** Each slot has its own monitor. */
using QueueOfTwoMonitors = QueueOf<ModelAtomics<2>>;

/** Every interleaving, each load returning the last value. */
constexpr Options INTERLEAVED{};

/** Loads return old values too, wherever the memory model lets them. */
constexpr Options STALE{.stale = true};

/** Besides, a compare-exchange fails or a sleeper wakes for no reason, once at any time. */
constexpr Options FAULTY{.stale = true, .faults = 1};

#define HOLDS(result) check_holds(result, __LINE__)

void check_holds(const Result& result, int line) {
  if (!result.failure.empty()) check::fail(__FILE__, line, result.failure + "\n" + result.steps);
}

}  // namespace

TEST("two pushers and two poppers that block deliver all items and end") {
  HOLDS(Program<Queue>(2, INTERLEAVED).push({0, 1}).push({2, 3}).pop(0, 2).pop(0, 1).run("2 + 2 items"));
  HOLDS(Program<QueueOfTwoMonitors>(2, STALE).push({0, 1}).push({2}).pop(0, 2).pop(0, 1).run("2 + 1 items, 2 monitors, stale"));
  HOLDS(Program<Queue>(2, STALE).push({0, 1}).push({2}).pop(0, 2).pop(0, 1).run("2 + 1 items, stale"));
  HOLDS(Program<Queue>(2, FAULTY).push({0}).push({1}).pop(0, 1).pop(0, 1).run("1 + 1 items, faults"));
  HOLDS(Program<Queue>(1, STALE).push({0}).push({1}).pop(0, 1).pop(0, 1).run("1 + 1 items, 1 slot, stale"));
}

TEST("polls that run ahead and their skip marks lose nothing") {
  HOLDS(Program<Queue>(2, INTERLEAVED).push({0}).push({1}).pop(3, 0).pop(2, 0).run("3 polls, 2 polls"));
  HOLDS(Program<Queue>(2, INTERLEAVED).push({0, 1}).push({2}).pop(2, 0).pop(0, 1).run("2 polls, a blocking pop"));
  HOLDS(Program<Queue>(2, FAULTY).push({0}).push({1}).pop(1, 0).pop(0, 1).run("a poll, a blocking pop, faults"));
  HOLDS(Program<Queue>(1, STALE).push({0}).push({1}).pop(1, 0).pop(0, 1).run("a poll, a blocking pop, 1 slot, stale"));
}

TEST("batches lose nothing, and producers that wait in the midst of one do not get stuck") {
  HOLDS(Program<Queue>(2, INTERLEAVED).push_batch({0, 1}).push_batch({2, 3}).pop_batch(2, 0, 1).pop(0, 1).run("batches"));
  HOLDS(Program<Queue>(2, INTERLEAVED).push_batch({0, 1}).push({2}).pop(0, 2).pop(0, 1).run("a batch and 1, single pops"));
  HOLDS(Program<Queue>(1, INTERLEAVED).push_batch({0, 1}).push_batch({2, 3}).pop(0, 4).run("2 batches, single pops, 1 slot"));
}

TEST("one STOP stops both workers, while another request is pushed in a race with it") {
  HOLDS(Program<Queue>(2, INTERLEAVED).push({0, STOP}).push({1}).work(0).work(0).run("workers that block"));
  HOLDS(Program<Queue>(2, STALE).push({STOP}).push({0}).work(1).work(0).run("one polls first, stale"));
  HOLDS(Program<Queue>(2, INTERLEAVED).push({STOP}).push({0}).work(1).work(0, 2).run("polls first; takes batches"));
  HOLDS(Program<Queue>(2, FAULTY).push({STOP}).work(2, 1).work(0, 2).run("polls a lap ahead; takes batches; faults"));
}
