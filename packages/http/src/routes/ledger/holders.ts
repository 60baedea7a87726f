// GET /v1/ledger/seats/{seat_id}/holders: everybody who held a seat.

import type { Holding } from "seat-ledger";
import { z } from "zod";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { count, id, instant, instantOrNull } from "../../wire/answers.ts";
import { documented } from "../../wire/documented.ts";
import { uuid } from "../../wire/fields.ts";

const holding = documented(
  z.object({
    holding_id: id,
    occupancy: documented(count, { description: "1, 2, 3 ... in the order in which the ledger came to know them" }),
    person_id: documented(id, { description: "Null where nobody showed who it was" }).nullable(),
    email: documented(z.string(), { description: "The last one that is known; null once forgotten" }).nullable(),
    member_id: id.nullable(),
    customer_id: id.nullable(),
    from: documented(instant, { description: "When it was assigned" }),
    claimed_at: instant.nullable(),
    until: documented(instant, { description: "Null while it is held" }).nullable(),
    ended: z.enum(["revoked", "lapsed"]).nullable(),
    inferred: documented(z.boolean(), { description: "One of its steps is a guess" }),
  }),
  { id: "Holding", description: "One person in one seat, from when to when." },
);

const holdings = documented(z.object({ holders: z.array(holding) }), { id: "Holdings" });

export const holders = route({
  method: "GET",
  path: "/v1/ledger/seats/{seat_id}/holders",
  operationId: "ledger:holders",
  tag: "ledger",
  summary: "Holders",
  description: "Everybody who held a seat, by the time at which it was given to them.",
  access: merchant(...readingSeats),
  params: z.object({ seat_id: documented(uuid, { description: "The seat ID" }) }),
  answer: holdings,
  answers: "The holders",
  refusals: { 404: "No such seat" },
  async handle({ caller, params: { seat_id: seatId } }) {
    return { holders: (await caller.ledger.holders({ seatId })).map(holdingToWire) };
  },
});

function holdingToWire(given: Holding): z.output<typeof holding> {
  return {
    holding_id: given.holdingId,
    occupancy: given.occupancy,
    person_id: given.personId,
    email: given.email,
    member_id: given.memberId,
    customer_id: given.customerId,
    from: given.from.toISOString(),
    claimed_at: instantOrNull(given.claimedAt),
    until: instantOrNull(given.until),
    ended: given.ended,
    inferred: given.inferred,
  };
}
