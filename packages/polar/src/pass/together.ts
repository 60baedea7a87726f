// Does work on many things, a few at once, each thing begun in its order.

/** Rejects with the first failure once everything that was begun has ended; what was not begun by then is left. */
export async function together<Thing>(
  things: readonly Thing[],
  atOnce: number,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const left = things.values();
  let hasFailed = false;
  const worker = async () => {
    for (const thing of left) {
      if (hasFailed) return;
      await work(thing).catch((error) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const result of workers) if (result.status === "rejected") throw result.reason;
}
