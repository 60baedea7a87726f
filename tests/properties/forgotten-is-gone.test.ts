// Whoever is forgotten after whatever happened: no answer names that person any more, nor does any byte of the files, the
// numbers stay true, and another organization sees no difference.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyEnding } from "./histories.ts";
import { listingsOf } from "./listings.ts";
import type { ModelPool } from "./model.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { World } from "./world.ts";

/** What one organization can see. */
async function seenBy(world: World, organizationId: string) {
  const pools: ModelPool[] = [];
  for (const pool of world.model.pools) {
    if ((await world.ledger.getPool(pool.ref)).organizationId === organizationId) pools.push(pool);
  }
  const { tokens } = world.model;
  const ledger = world.ledger.forOrganization(organizationId);
  return await listingsOf({ ledger, model: { pools, tokens } });
}

type Seen = Awaited<ReturnType<typeof seenBy>>;

/** Everything that is said of e-mails of holders known by this id. */
function emailsOf({ seats, histories }: Seen, personId: string): readonly (string | null)[] {
  const held = seats.flatMap((list) => list.seats).filter((seat) => seat.personId === personId);
  const holders = histories.flatMap(({ entries }) => entries.flatMap(({ holder }) => holder ?? []));
  const then = holders.filter((holder) => holder.personId === personId);
  return [...held.flatMap(({ email, member }) => [email, member?.email ?? null]), ...then.map(({ email }) => email)];
}

function expectNumbersToAgree({ pools: { pools }, seats }: Seen): void {
  for (const [index, { seats: listed, availableSeats }] of seats.entries()) {
    const having = (status: string) => listed.filter((seat) => seat.status === status).length;
    const [pending, claimed] = [having("pending"), having("claimed")];
    const pool = pools[index];
    expect(pool).toMatchObject({ pending, claimed, available: Math.max(0, (pool?.seats ?? 0) - pending - claimed) });
    expect(availableSeats).toBe(pool?.available);
  }
}

async function forgottenIsGone(world: World, choice: number): Promise<void> {
  const people = world.model.pools.flatMap(({ people: known }) => known);
  const person = people[choice % Math.max(1, people.length)];
  if (!person) return;
  const { ledger } = world;
  const organizationId = world.log.find((event) => event.personId === person.id)?.organizationId ?? "";
  const others = new Set(world.log.map((event) => event.organizationId).filter((id) => id !== organizationId));
  const before = await Promise.all([...others].map((id) => seenBy(world, id)));

  await ledger.forgetPerson({ personId: person.id }, { reason: `asked by ${person.email}` });
  const seen = await seenBy(world, organizationId);
  expect(emailsOf(seen, person.id).filter((email) => email !== null)).toEqual([]);
  expectNumbersToAgree(seen);

  await ledger.forgetPerson({ organizationId, email: person.email });
  const after = await seenBy(world, organizationId);
  expect(JSON.stringify(after).toLowerCase()).not.toContain(person.email.toLowerCase());
  expectNumbersToAgree(after);
  expect(await Promise.all([...others].map((id) => seenBy(world, id)))).toEqual(before);

  for (const other of others) await ledger.forgetPerson({ organizationId: other, email: person.email });
  expect(await world.bytes()).not.toContain(person.email.toLowerCase());
}

describe.each(engines)("on $name", (engine) => {
  test("a forgotten person is named nowhere, and nobody else is touched", { timeout: propertyTimeoutMs }, async () => {
    await fc.assert(everyEnding(engine, forgottenIsGone), propertyRuns("forgotten is gone", engine));
  });
});
