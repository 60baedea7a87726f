// POST /v1/customer-seats. The invitation is not answered: it goes to the person whom it is for.

import type { Context } from "hono";
import type { AssignSeatArgs } from "seat-ledger";
import type { MerchantEnv } from "../authorize.ts";
import { commandContext } from "../command-context.ts";
import { bodyOf } from "../wire/fields.ts";
import { seatToWire } from "../wire/seat.ts";
import { seatAssign } from "../wire/seat-assign.ts";

export async function assignSeat(context: Context<MerchantEnv>): Promise<Response> {
  const body = await bodyOf(context.req, seatAssign);
  const { seat } = await context.var.ledger.assignSeat(
    {
      subscriptionId: body.subscription_id,
      orderId: body.order_id,
      email: body.email,
      externalCustomerId: body.external_customer_id,
      customerId: body.customer_id,
      externalMemberId: body.external_member_id,
      memberId: body.member_id,
      // Whatever JSON.parse made is JSON.
      metadata: body.metadata as AssignSeatArgs["metadata"],
      immediateClaim: body.immediate_claim,
    },
    commandContext(context.req.raw),
  );
  return context.json(seatToWire(seat));
}
