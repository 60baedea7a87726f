// One after the other for each ledger: whether something is news and that it is recorded must not be torn apart. Other
// processes know no turns; what they tear apart the next pass mends.

const lastOf = new WeakMap<object, Promise<unknown>>();

export function inTurn<Answer>(ledger: object, work: () => Promise<Answer>): Promise<Answer> {
  const before = lastOf.get(ledger) ?? Promise.resolve();
  const mine = before.then(work, work);
  lastOf.set(ledger, mine);
  return mine;
}
