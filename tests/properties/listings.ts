// Everything that a ledger lists: pools, seats, their histories, and the whole log.

import type { OrganizationLedger } from "seat-ledger";
import { eventsAfter } from "./events-after.ts";
import type { Model } from "./model.ts";

interface Listed {
  readonly ledger: OrganizationLedger;
  readonly model: Pick<Model, "pools" | "tokens">;
}

export async function listingsOf({ ledger, model }: Listed) {
  const seats = await Promise.all(model.pools.map(({ ref }) => ledger.listSeats(ref)));
  const ids = seats.flatMap((list) => list.seats.map(({ id }) => id));
  return {
    pools: await ledger.listPools(),
    seats,
    histories: await Promise.all(ids.map((seatId) => ledger.history({ seatId }))),
    claims: await Promise.all(model.tokens.map((invitationToken) => claimInfo(ledger, invitationToken))),
    events: await eventsAfter(ledger, 0),
  };
}

/** What the invitation is for, or null where it is dead. */
function claimInfo(ledger: OrganizationLedger, invitationToken: string) {
  return ledger.getClaimInfo({ invitationToken }).catch(() => null);
}
