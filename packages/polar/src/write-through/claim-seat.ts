// Takes up an invitation of Polar, once: Polar does it, and the ledger records whose seat it was. The token and the session
// stand in nothing that is kept.

import { createHash } from "node:crypto";
import { type ClaimedSeat, type CommandContext, errors, isSeatLedgerError } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { read } from "../wire/read.ts";
import { claimedSeatSchema } from "../wire/written-seat.ts";
import { isPolars, refusedToken, type TokenArgs } from "./get-claim-info.ts";
import { PolarSeatsError } from "./polar-seats-error.ts";
import { readWritten } from "./read-written.ts";
import type { Written } from "./until-done.ts";
import { write } from "./write.ts";
import type { Writing } from "./writing.ts";

export async function claimSeat(writing: Writing, args: TokenArgs, context: CommandContext = {}): Promise<ClaimedSeat> {
  try {
    return await writing.ledger.claimSeat(args, context);
  } catch (error) {
    if (!isPolars(error, args)) throw error;
  }
  return await claimAtPolar(writing, args, context);
}

async function claimAtPolar(
  writing: Writing,
  { invitationToken }: TokenArgs,
  { idempotencyKey: _, ...context }: CommandContext,
): Promise<ClaimedSeat> {
  const client = writing.clientUntil(context.signal);
  const same = { tokenHash: createHash("sha256").update(invitationToken).digest("hex") };
  const session: { token: string | null } = { token: null };
  const seat = await write(
    writing,
    {
      wanted: { operation: "claimSeat", asked: same, same, pool: null, people: [] },
      ask: async () => {
        const { seat, customer_session_token } = await askedClaim(client, invitationToken);
        session.token = customer_session_token;
        return seat;
      },
      // Whose seat it is only the answer tells.
      look: async () => null,
      asksAgain: true,
      // A token that is dead after an attempt without an answer may be so by that attempt.
      errorOf: async (_refusal, isInDoubt, cause) =>
        isInDoubt ? new PolarSeatsError("OutcomeUnknown", { cause }) : refusedToken(cause),
    },
    context,
  ).catch((error: unknown) => {
    throw isSeatLedgerError(error, "OrganizationNotFound") ? new errors.InvalidInvitationToken({}) : error;
  });
  if (session.token === null) throw new PolarSeatsError("OutcomeUnknown");
  return { seat, customerSessionToken: session.token };
}

async function askedClaim(
  client: PolarClient,
  invitationToken: string,
): Promise<{ readonly seat: Written; readonly customer_session_token: string }> {
  const { body, observedAt } = await client.claimSeat(invitationToken);
  const { seat, customer_session_token } = read(claimedSeatSchema, "claimed seat", body);
  return { seat: readWritten({ body: seat, observedAt }), customer_session_token };
}
