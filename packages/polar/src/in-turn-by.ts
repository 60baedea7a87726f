// One after the other for each name: two equal requests at once, or two passes, must not take each other for one that was cut
// off. Other processes know no turns; Polar itself sees to it that nobody gets two seats.

const lastOf = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Who waits leaves with the signal's reason; work that has begun hears of it by itself. The others keep their places. */
export async function inTurnBy<Answer>(
  owner: object,
  name: string,
  work: () => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const turns = lastOf.get(owner) ?? new Map<string, Promise<unknown>>();
  lastOf.set(owner, turns);
  const before = turns.get(name) ?? Promise.resolve();
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal?.reason);
  const begin = () => {
    signal?.removeEventListener("abort", leave);
    signal?.throwIfAborted();
    return work();
  };
  const mine = before.then(begin, begin).finally(() => {
    if (turns.get(name) === mine) turns.delete(name);
  });
  turns.set(name, mine);
  signal?.addEventListener("abort", leave, { once: true });
  return await Promise.race([mine, left.promise]);
}
