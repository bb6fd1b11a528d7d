/**
 * Calls a function for each entry of a walk, several at a time: the twin of -exec with -exec-jobs.
 *
 * In: a walk, a function, how many calls may be under way. Out: settled once all calls are. While as many as may be are under way the walk
 * is not asked for more. The first call that fails ends the walk; what is under way is waited for.
 */

/** @throws What a call threw first, or what the walk did. */
export async function callForEach<E>(walk: AsyncIterable<E>, call: (entry: E) => unknown, concurrency: number): Promise<void> {
  if (typeof call !== 'function') throw new TypeError(`What is called for each entry is no function but ${typeof call}`);
  const failures: unknown[] = [];
  let underWay = 0;
  /** Wakes whoever waits for a call to end. */
  let wake = (): void => {};
  const ended = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const run = async (entry: E): Promise<void> => {
    underWay++;
    try {
      await call(entry);
    } catch (error) {
      failures.push(error);
    }
    underWay--;
    wake();
  };
  try {
    for await (const entry of walk) {
      void run(entry);
      while (underWay >= concurrency && failures.length === 0) await ended();
      if (failures.length > 0) break;
    }
  } catch (error) {
    failures.push(error);
  }
  while (underWay > 0) await ended();
  if (failures.length > 0) throw failures[0];
}
