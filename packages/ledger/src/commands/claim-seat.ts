// claimSeat: takes up an invitation, once. The rule is in domain/decide/claim-seat.ts.

import { z } from "zod";
import type { Seat } from "../answers/seat.ts";
import { decideClaimSeat } from "../domain/decide/claim-seat.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { hashOf } from "../tokens/tokens.ts";
import { type Command, planned } from "./shared/command.ts";
import { poolOfInvitation } from "./shared/find-pool.ts";
import { poolAppend, seatIn } from "./shared/pool-append.ts";
import { readyPool } from "./shared/preconditions.ts";
import { answerSeat, seatAgain, seatAnchor } from "./shared/seat-command.ts";

export interface ClaimedSeat {
  readonly seat: Seat;
  /** Opens the portal for the holder for one hour (`ledger.getSession`). */
  readonly customerSessionToken: string;
}

const sessionTtlMs = 60 * 60 * 1_000;

/** Any text is looked up: a token that was never ours is answered like one that is dead. */
const schema = z.strictObject({ invitationToken: z.string("must be text") });

/** The token from the invitation. */
export type ClaimSeatArgs = z.input<typeof schema>;

export const claimSeat: Command<z.output<typeof schema>, ClaimedSeat> = {
  name: "claimSeat",
  args: schema,

  *plan({ invitationToken }, call) {
    const tokenHash = hashOf(invitationToken);
    const invited = yield* poolOfInvitation(tokenHash, call);
    const ready = yield* readyPool(invited?.found ?? null, reject("InvalidInvitationToken", {}), call);
    if (ready.kind !== "ready") return ready;
    invariant(invited, "a pool that is ready was found");
    const { token, record } = call.tokens.issue("session", call.newId());
    const decision = decideClaimSeat(ready.pool, seatIn(ready.pool, invited.seatId), {
      tokenHash,
      seatsEnabled: ready.organization.seatsEnabled,
      session: { ...record, expiresAt: new Date(call.now.getTime() + sessionTtlMs) },
      at: ready.at,
      now: call.now,
    });
    if (decision.kind === "rejected") return decision;
    const append = poolAppend(ready, decision.events);
    const seat = seatIn(append.after, invited.seatId);
    return planned(ready.refs.organization, append, seatAnchor(ready, seat), {
      seat: yield* answerSeat(ready, seat, call),
      customerSessionToken: token,
    });
  },

  isAboutOneSeat: true,

  *again(events, call) {
    const claimed = events.at(-1);
    invariant(claimed?.type === "SeatClaimed" && claimed.data.session, "a claim is anchored at its own event");
    const customerSessionToken = call.tokens.derive("session", claimed.data.session);
    return { seat: (yield* seatAgain(events)).answer, customerSessionToken };
  },
};
