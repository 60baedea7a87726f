// Gives a seat of a mirrored pool to a person: Polar does it, and the ledger records what came of it.

import { type AssignedSeat, type AssignSeatArgs, type CommandContext, isSeatLedgerError, type Pool } from "seat-ledger";
import { UnusableAnswer } from "../failures.ts";
import { refOf } from "../pool-ref.ts";
import { refusedAssignment } from "./assign-refusals.ts";
import { readListed, readWritten } from "./read-written.ts";
import { assignBody, type HeldSeat, heldSeat, holderOf, recipientFields } from "./recipient.ts";
import type { Written } from "./until-done.ts";
import { write } from "./write.ts";
import { deciderOf, opened, type Writing } from "./writing.ts";

export async function assignSeat(
  writing: Writing,
  args: AssignSeatArgs,
  context: CommandContext = {},
): Promise<AssignedSeat> {
  const { ledger } = writing;
  const { subscriptionId = null, orderId = null, checkoutId = null } = args;
  const ask = () =>
    deciderOf(
      () => ledger.assignSeat(args, context),
      () => ledger.getPool({ subscriptionId, orderId, checkoutId }),
    );
  const first = await ask();
  const ref = { subscriptionId: subscriptionId?.toLowerCase() ?? null, orderId: orderId?.toLowerCase() ?? null };
  const isOpened = "unknown" in first && checkoutId === null && (await opened(writing, ref, context.signal)) !== null;
  const decider = isOpened ? await ask() : first;
  if ("own" in decider) return decider.own;
  if ("unknown" in decider) throw decider.unknown;
  return await assignAtPolar(writing, decider.pool, args, context);
}

async function assignAtPolar(
  writing: Writing,
  pool: Pool,
  args: AssignSeatArgs,
  context: CommandContext,
): Promise<AssignedSeat> {
  const { ledger } = writing;
  const client = writing.clientUntil(context.signal);
  const same = recipientFields(args);
  const { metadata, immediateClaim } = args;
  const people = [args.memberId, args.customerId].filter((id) => id != null);
  const isHolder = async () => {
    const { memberModel } = await ledger.getOrganization({ organizationId: pool.organizationId });
    return await holderOf(client, args, memberModel);
  };

  /** A seat that was theirs before this call is another one's doing, unless an earlier call was left open. */
  const look = async (isInDoubt: boolean): Promise<Written | null> => {
    const isTheirs = await isHolder();
    const listed = readListed(await client.seats(refOf(pool)));
    const held = listed.find(({ seat }) => seat.status !== "revoked" && isTheirs(seat));
    if (!held || isInDoubt) return held ?? null;
    const before = await unchangedSeat(writing, pool, held.seat.id);
    return before && isTheirs(before) ? null : held;
  };

  const seat = await write(
    writing,
    {
      wanted: {
        operation: "assignSeat",
        asked: { ...refOf(pool), ...same, metadata, immediateClaim },
        same,
        pool,
        people,
      },
      ask: async () => inPool(pool, readWritten(await client.assignSeat(assignBody(pool, args)))),
      look,
      asksAgain: true,
      errorOf: async (refusal) => await refusedAssignment(writing, { pool, args, isHolder, refusal }, context),
    },
    context,
  );
  return { seat, invitation: null };
}

/** A live seat as the ledger had it when the call began; null where it has changed since, or is new. */
async function unchangedSeat({ ledger }: Writing, pool: Pool, seatId: string): Promise<HeldSeat | null> {
  try {
    const seat = await ledger.getSeat({ seatId });
    return seat.status !== "revoked" && seat.version <= pool.version ? heldSeat(seat) : null;
  } catch (error) {
    if (isSeatLedgerError(error, "SeatNotFound")) return null;
    throw error;
  }
}

function inPool({ subscriptionId, orderId }: Pool, written: Written): Written {
  const { subscription_id, order_id } = written.seat;
  if (subscription_id === subscriptionId && order_id === orderId) return written;
  throw new UnusableAnswer("Polar answered with a seat of another subscription or order.");
}
