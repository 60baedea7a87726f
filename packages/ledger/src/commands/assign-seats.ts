// assignSeats: many people at once, in order, each with a seat or a refusal of their own. The rules are assignSeat's.

import { z } from "zod";
import { exactlyOneSourceOrCheckout, poolRefWithCheckoutShape } from "../arguments.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { type RejectionCode, reject } from "../domain/rejections.ts";
import { findPoolBy } from "../store/pool-queries.ts";
import { type AssignedSeat, assignSeat, recipientSchema } from "./assign-seat.ts";
import type { CommandSeries } from "./shared/command.ts";
import { poolAnchor } from "./shared/pool-append.ts";
import { earlier } from "./shared/preconditions.ts";

const maxRecipients = 1_000;

const schema = z
  .strictObject({
    ...poolRefWithCheckoutShape,
    recipients: z
      .array(recipientSchema, "must be a list")
      .max(maxRecipients, `must be at most ${maxRecipients} people`),
  })
  .superRefine(exactlyOneSourceOrCheckout);

/** A pool by one of its ids, and the people: see `SeatLedger.assignSeats`. */
export type AssignSeatsArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;
type Step = Omit<Args, "recipients"> & Args["recipients"][number];

/** These are about the pool or the call, not about a person. */
const refusalsOfAll: readonly RejectionCode[] = [
  "PoolNotFound",
  "InvalidRequest",
  "PoolMirrored",
  "VersionConflict",
  "SeatsNotEnabled",
  "PoolNotActive",
];

export const assignSeats: CommandSeries<Args, Step, AssignedSeat> = {
  name: "assignSeats",
  args: schema,
  command: assignSeat,
  steps: ({ recipients, ...pool }) => recipients.map((recipient) => ({ ...pool, ...recipient })),
  refusesAll: ({ code }) => refusalsOfAll.includes(code),

  *guard(args, call) {
    const found = yield* findPoolBy(args, call.fence);
    if (!found) return poolNotFound(args);
    const { refs, pool } = found;
    const before = yield* earlier(refs.organization, call);
    if (before?.kind === "rejected") return before;
    if (pool.authority === "polar") return reject("PoolMirrored", { poolId: pool.id });
    return { kind: "begun", organization: refs.organization, anchor: poolAnchor(refs, pool), before: before !== null };
  },
};
