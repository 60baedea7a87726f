// Gives a seat of a mirrored pool to a person: Polar does it, and the ledger records what came of it.

import { type AssignedSeat, type AssignSeatArgs, type CommandContext, isSeatLedgerError, type Pool } from "seat-ledger";
import { UnusableAnswer } from "../failures.ts";
import { knownSeat } from "../inbox/known-seat.ts";
import type { Intent, Wanted } from "../intents/intent.ts";
import type { Holder } from "../intents/wish.ts";
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

  /** A seat that was theirs before the first call is another one's doing. */
  const look = async (_: Wanted, open: readonly Intent[]): Promise<Written | null> => {
    const isTheirs = await isHolder();
    const listed = readListed(await client.seats(refOf(pool)));
    const held = listed.find(({ seat }) => seat.status !== "revoked" && isTheirs(seat));
    if (!held) return null;
    const version = Math.min(pool.version, ...open.map(({ wish }) => wish?.poolVersion ?? 0));
    const before = await unchangedSeat(writing, held.seat.id, version);
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
        holder: await holderAsKnown(writing, pool, args),
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

/** A live seat as the ledger had it at this version of the pool; null where it has changed since, or is new. */
async function unchangedSeat({ ledger }: Writing, seatId: string, poolVersion: number): Promise<HeldSeat | null> {
  const seat = await knownSeat(ledger, seatId);
  return seat && seat.status !== "revoked" && seat.version <= poolVersion ? heldSeat(seat) : null;
}

/**
 * By what the recipient is found among seats without asking Polar; null where it can't be told so. With the member model a
 * customer's seat is known by the e-mail alone.
 */
async function holderAsKnown({ ledger }: Writing, pool: Pool, args: AssignSeatArgs): Promise<Holder | null> {
  const { memberId, externalMemberId, email, customerId } = args;
  if (memberId) return { memberId: memberId.toLowerCase() };
  if (externalMemberId) return { externalMemberId };
  if (email) return { email: email.trim().toLowerCase() };
  if (!customerId) return null;
  const { memberModel } = await ledger.getOrganization({ organizationId: pool.organizationId });
  if (!memberModel) return { customerId: customerId.toLowerCase() };
  const known = await ledger.getCustomer({ customerId }).catch((error: unknown) => {
    if (isSeatLedgerError(error, "CustomerNotFound")) return null;
    throw error;
  });
  return known?.email ? { email: known.email.trim().toLowerCase() } : null;
}

function inPool({ subscriptionId, orderId }: Pool, written: Written): Written {
  const { subscription_id, order_id } = written.seat;
  if (subscription_id === subscriptionId && order_id === orderId) return written;
  throw new UnusableAnswer("Polar answered with a seat of another subscription or order.");
}
