// Callers meet at every await of an engine that answers later: whatever the order in which its statements are let through,
// one wins the last seat, one claims a token, and a retry is the same command.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { isSeatLedgerError, openLedger, type SeatLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { openAsyncSqlite } from "../contract/engines/async-sqlite.ts";
import { asynchronous } from "../contract/engines/engines.ts";
import { propertyRuns, propertyTimeoutMs } from "../properties/property-runs.ts";

const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
const customerId = "c0570000-0000-4000-8000-000000000001";
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const secret = "a secret of the tests, long enough for every token";

/** Few callers are soon tried in every order that matters. */
const share = 0.3;

/** Who does what, all at once: somebody who gets no answer in time asks again with the same key. */
const callers = fc.array(
  fc.record({ does: fc.constantFrom("assign", "claim", "resize", "list"), asks: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 2, maxLength: 6 },
);

type Outcome = { readonly won: unknown } | { readonly lost: string };

async function outcomeOf(asked: Promise<unknown>): Promise<Outcome> {
  try {
    return { won: await asked };
  } catch (error) {
    if (!isSeatLedgerError(error)) throw error;
    return { lost: error.code };
  }
}

/** One seat of two is pending, with this token. */
async function setStage(ledger: SeatLedger): Promise<string> {
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, name: "Team" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats: 2 });
  return (await ledger.assignSeat({ ...pool, email: "ada@example.com" })).invitation?.token ?? "";
}

function ask(ledger: SeatLedger, invitationToken: string, does: string, caller: number): Promise<unknown> {
  const context = { idempotencyKey: `caller-${caller}` };
  if (does === "assign") return ledger.assignSeat({ ...pool, email: `person-${caller}@example.com` }, context);
  if (does === "claim") return ledger.claimSeat({ invitationToken }, context);
  if (does === "resize") return ledger.resizePool({ ...pool, seats: 2 }, context);
  return ledger.listSeats(pool);
}

test("one winner, whichever statement goes first", { timeout: propertyTimeoutMs }, async () => {
  const property = fc.asyncProperty(fc.scheduler(), callers, async (scheduler, all) => {
    const folder = await mkdtemp(join(tmpdir(), "seat-ledger-"));
    let turn: () => Promise<unknown> = () => setImmediate();
    const store = openAsyncSqlite(join(folder, "seats.db"), () => turn());
    const ledger = await openLedger({ store, secret });
    try {
      const token = await setStage(ledger);
      turn = () => scheduler.schedule(Promise.resolve());
      const asked = all.map(({ does, asks }, caller) =>
        Promise.all(Array.from({ length: asks }, () => outcomeOf(ask(ledger, token, does, caller)))),
      );
      const outcomes = await scheduler.waitFor(Promise.all(asked));
      turn = () => setImmediate();

      const won = (does: string) =>
        outcomes.filter(([first = { lost: "" }], caller) => all[caller]?.does === does && "won" in first);
      for (const does of ["assign", "claim"]) {
        const tried = all.some((one) => one.does === does);
        expect(won(does), does).toHaveLength(tried ? 1 : 0);
        for (const [first, ...retries] of won(does)) for (const retry of retries) expect(retry).toEqual(first);
      }
      const { seats } = await ledger.listSeats(pool);
      expect(seats).toHaveLength(1 + won("assign").length);
      expect(seats.filter(({ status }) => status === "claimed")).toHaveLength(won("claim").length);
      const { entries } = await ledger.history({ seatId: seats[0]?.id ?? "" });
      expect(entries).toHaveLength(1 + won("claim").length);
    } finally {
      await ledger.close();
      await rm(folder, { recursive: true });
    }
  });
  await fc.assert(property, propertyRuns("one winner", { name: asynchronous.name, share }));
});
