// Everything that a ledger lists: pools, seats, their histories, and the whole log.

import { eventsAfter } from "./events-after.ts";
import type { World } from "./world.ts";

export async function listingsOf(world: World) {
  const { ledger, model } = world;
  const seats = await Promise.all(model.pools.map(({ ref }) => ledger.listSeats(ref)));
  const ids = seats.flatMap((list) => list.seats.map(({ id }) => id));
  return {
    pools: await ledger.listPools(),
    seats,
    histories: await Promise.all(ids.map((seatId) => ledger.history({ seatId }))),
    claims: await Promise.all(model.tokens.map((invitationToken) => claimInfo(ledger, invitationToken))),
    events: await eventsAfter(world, 0),
  };
}

/** What the invitation is for, or null where it is dead. */
function claimInfo(ledger: World["ledger"], invitationToken: string) {
  return ledger.getClaimInfo({ invitationToken }).catch(() => null);
}
