/** What -D io measures: from outside where the queue cannot, by the queue itself where it can. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Ioq, IoqServed } from '../../src/ioq/ioq.ts';
import { CONTROL_BYTES, OPERATION, REAP_LIST, SLOT, SLOT_BYTES, SUBMIT_LIST } from '../../src/ioq/layout.ts';
import { openEngine } from '../../src/ioq/open.ts';
import { TimedQueue, timeQueues } from '../../src/ioq/timed-queue.ts';

const idle: IoqServed = {
  backend: 'node',
  workersStarted: 0,
  operations: {
    close: { uring: 0, plain: 0 },
    opendir: { uring: 0, plain: 0 },
    read: { uring: 0, plain: 0 },
    stat: { uring: 0, plain: 0 },
    unlink: { uring: 0, plain: 0 },
  },
};

/** A queue that answers what it is told to, and a clock that stands still between calls. */
function makeQueue(slots: number): {
  queue: TimedQueue;
  clock: { now: number };
  ask(...pairs: [number, number][]): void;
  answer(...slots: number[]): void;
} {
  const slab = new ArrayBuffer(CONTROL_BYTES + slots * SLOT_BYTES);
  const words = new Int32Array(slab);
  let answers: number[] = [];
  const inner: Ioq = {
    bytes: new Uint8Array(slab),
    words,
    queueDepth: slots,
    submit: (count) => count,
    reap: () => {
      words.set(answers, REAP_LIST / 4);
      return answers.length;
    },
    waitFor: () => true,
    notify: () => false,
    cancel: () => {},
    destroy: () => {},
    served: () => idle,
  };
  const clock = { now: 1_000_000 };
  const queue = new TimedQueue(inner, () => clock.now);
  return {
    queue,
    clock,
    ask: (...pairs) => {
      for (const [i, [slot, operation]] of pairs.entries()) {
        words[SUBMIT_LIST / 4 + i] = slot;
        words[(CONTROL_BYTES + slot * SLOT_BYTES) / 4 + SLOT.operation] = operation;
      }
      queue.submit(pairs.length);
    },
    answer: (...numbers) => {
      answers = numbers;
      queue.reap(true);
    },
  };
}

describe('measured from outside', () => {
  test('latencies, by operation, the shortest first', () => {
    const { queue, clock, ask, answer } = makeQueue(4);
    ask([0, OPERATION.opendir], [1, OPERATION.opendir], [2, OPERATION.stat], [3, OPERATION.closedir]);
    clock.now += 700;
    answer(1);
    clock.now += 50;
    answer(0, 2, 3);
    ask([0, OPERATION.opendir]);
    clock.now += 700;
    answer(0);
    expect(queue.served().timing!.latencies).toEqual({
      opendir: [700, 2, 750, 1],
      stat: [750, 1],
      close: [750, 1],
      read: [],
      unlink: [],
    });
  });

  test('how many were in flight, on an average and at most', () => {
    const { queue, clock, ask, answer } = makeQueue(2);
    ask([0, OPERATION.read], [1, OPERATION.read]);
    clock.now += 5_000;
    answer(0);
    clock.now += 15_000;
    answer(1);
    clock.now += 2_000;
    ask([0, OPERATION.read]);
    expect(queue.served().timing).toMatchObject({ depths: [1.5, 1, 0], columnNs: 10_000, most: 2 });
  });

  test('over any length of time', () => {
    const { queue, clock, ask, answer } = makeQueue(1);
    ask([0, OPERATION.read]);
    clock.now += 3_600_000_000_000;
    answer(0);
    const { depths, columnNs } = queue.served().timing!;
    expect(depths.length).toBeLessThanOrEqual(64);
    expect(depths.length).toBeGreaterThan(31);
    expect(new Set(depths)).toEqual(new Set([1]));
    expect(columnNs * depths.length).toBeGreaterThanOrEqual(3_600_000_000_000);
  });
});

describe.each(['sync', 'uring', 'node'] as const)('a queue of %s', (backend) => {
  let ioq: Ioq | undefined;
  afterEach(() => ioq?.destroy());

  const listRoot = (timed: boolean): IoqServed => {
    const engine = openEngine(backend, '');
    ioq = (timed ? timeQueues(engine) : engine).createQueue({ queueDepth: 2, workers: 1 }).ioq;
    const { bytes, words } = ioq;
    const at = CONTROL_BYTES / 4;
    words.fill(0, at, at + 32);
    words[at + SLOT.operation] = OPERATION.opendir;
    words[at + SLOT.dirfd] = -100;
    words[at + SLOT.closeFd] = -1;
    words[at + SLOT.pathLength] = 1;
    bytes[CONTROL_BYTES + 128] = 0x2f;
    words[SUBMIT_LIST / 4] = 0;
    ioq.submit(1);
    expect(ioq.reap(true)).toBe(1);
    return ioq.served();
  };

  test('has measured what it has served', () => {
    const { latencies, most, depths } = listRoot(true).timing!;
    expect({ counts: latencies.opendir.filter((_, i) => i % 2 === 1), most }).toEqual({ counts: [1], most: 1 });
    expect(latencies.opendir[0]).toBeGreaterThan(0);
    expect(depths.every((depth) => depth >= 0 && depth <= 1)).toBe(true);
  });

  test('measures nothing otherwise', () => {
    expect(listRoot(false).timing).toBeUndefined();
  });
});
