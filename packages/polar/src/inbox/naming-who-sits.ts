// A seat that Polar revoked names nobody, and still carries what was said of its holder. Who sits there by the ledger is named
// with it, so that it goes with them when they are forgotten. It changes nothing of what came.

import { isSeatLedgerError } from "seat-ledger";
import type { InboxLedger } from "./inbox-ledger.ts";
import type { Observation } from "./observation-of.ts";

export async function namingWhoSits(
  ledger: Pick<InboxLedger, "getSeat">,
  observation: Observation,
): Promise<Observation> {
  const [kind, seatId] = observation.subject?.split("/") ?? [];
  if (kind !== "seats" || seatId === undefined || observation.people.length > 0) return observation;
  try {
    const { personId, memberId } = await ledger.getSeat({ seatId });
    const people = [...new Set([personId, memberId].filter((id) => id !== null))];
    return { ...observation, people };
  } catch (error) {
    if (isSeatLedgerError(error, "SeatNotFound")) return observation;
    throw error;
  }
}
