// GET /v1/ledger/pools/{pool_id}/changes: how a pool at one moment differs from another.

import type { PoolChanges } from "seat-ledger";
import { z } from "zod";
import { merchant, readingSeats } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { by, momentText } from "../../wire/moments.ts";
import { pool, poolToWire } from "../../wire/pool.ts";
import { customerSeat, seatToWire } from "../../wire/seat.ts";
import { poolPath, poolRefAt } from "./shared/pool-at.ts";

const poolChanges = documented(
  z.object({
    pool: z.object({
      before: documented(pool.nullable(), { description: "Null where it was not open yet" }),
      after: pool,
    }),
    assigned: documented(z.array(customerSeat), { description: "Held since; as they were in the end" }),
    claimed: documented(z.array(customerSeat), {
      description: "Pending before, claimed in the same holding in the end",
    }),
    revoked: documented(z.array(customerSeat), { description: "Held by nobody in the end; as they were before" }),
    handed_on: documented(z.array(z.object({ before: customerSeat, after: customerSeat })), {
      description:
        "Held at both moments, in two holdings: perhaps by the same person, who lost it and was given it again",
    }),
  }),
  { id: "PoolChanges", description: "Each seat that differs stands in one of the lists." },
);

export const changes = route({
  method: "GET",
  path: "/v1/ledger/pools/{pool_id}/changes",
  operationId: "ledger:changes",
  tag: "ledger",
  summary: "Pool Changes",
  description:
    "How a pool and its seats at one moment differ from another. What came and went in between is no difference: the history tells it.",
  access: merchant(...readingSeats),
  params: poolPath,
  query: z.strictObject({
    from: momentText("The earlier moment: a time, or a position of the log"),
    until: momentText("The later moment, of the same kind"),
    by: by.optional(),
  }),
  answer: poolChanges,
  answers: "What differs",
  refusals: { 404: "No such subscription or order, or it was not there at the later moment" },
  async handle({ caller: { ledger }, params, query }) {
    return changesToWire(await ledger.changes({ ...(await poolRefAt(ledger, params)), ...query }));
  },
});

function changesToWire({ pool, assigned, claimed, revoked, handedOn }: PoolChanges): z.output<typeof poolChanges> {
  return {
    pool: { before: pool.before && poolToWire(pool.before), after: poolToWire(pool.after) },
    assigned: assigned.map(seatToWire),
    claimed: claimed.map(seatToWire),
    revoked: revoked.map(seatToWire),
    handed_on: handedOn.map(({ before, after }) => ({ before: seatToWire(before), after: seatToWire(after) })),
  };
}
