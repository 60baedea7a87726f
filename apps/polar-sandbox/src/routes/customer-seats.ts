// Assign, list, revoke and resend over HTTP.

import { Hono } from "hono";
import { z } from "zod";
import { assignSeat } from "../seats/assign-seat.ts";
import { listSeats } from "../seats/list-seats.ts";
import { resendInvitation } from "../seats/resend-invitation.ts";
import { revokeSeat } from "../seats/revoke-seat.ts";
import type { SandboxState } from "../state.ts";
import { seatToWire } from "../wire/seat.ts";
import { seatsListToWire } from "../wire/seat-answers.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { readBody, readIds, readPathId } from "./query.ts";

const id = z
  .string()
  .transform((text) => text.toLowerCase())
  .nullish();

const seatAssign = z.object({
  subscription_id: id,
  order_id: id,
  email: z.string().nullish(),
  external_customer_id: z.string().nullish(),
  customer_id: id,
  external_member_id: z.string().nullish(),
  member_id: id,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  immediate_claim: z.boolean().optional(),
});

export function customerSeatRoutes(state: SandboxState): Hono<SandboxEnv> {
  return new Hono<SandboxEnv>({ strict: false })
    .post("/", async (context) => {
      const body = await readBody(context, seatAssign);
      return context.json(seatToWire(state, assignSeat(state, assignmentFrom(body), context.var.viewer)));
    })
    .get("/", (context) => {
      const subscriptionId = readIds(context, "subscription_id")?.at(-1);
      const orderId = readIds(context, "order_id")?.at(-1);
      return context.json(seatsListToWire(state, listSeats(state, { subscriptionId, orderId }, context.var.viewer)));
    })
    .delete("/:seat_id", (context) => {
      const seatId = readPathId(context, "seat_id");
      return context.json(seatToWire(state, revokeSeat(state, { seatId }, context.var.viewer)));
    })
    .post("/:seat_id/resend", (context) => {
      const seatId = readPathId(context, "seat_id");
      return context.json(seatToWire(state, resendInvitation(state, { seatId }, context.var.viewer)));
    });
}

const assignmentFrom = (body: z.output<typeof seatAssign>) => ({
  subscriptionId: body.subscription_id,
  orderId: body.order_id,
  email: body.email,
  externalCustomerId: body.external_customer_id,
  customerId: body.customer_id,
  externalMemberId: body.external_member_id,
  memberId: body.member_id,
  metadata: body.metadata,
  immediateClaim: body.immediate_claim,
});
