// One after the other for each name: two equal requests at once, or two passes, must not take each other for one that was cut
// off. Other processes know no turns; Polar itself sees to it that nobody gets two seats.

const lastOf = new WeakMap<object, Map<string, Promise<unknown>>>();

export async function inTurnBy<Answer>(owner: object, name: string, work: () => Promise<Answer>): Promise<Answer> {
  const turns = lastOf.get(owner) ?? new Map<string, Promise<unknown>>();
  lastOf.set(owner, turns);
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(name, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(name) === mine) turns.delete(name);
  }
}
