// resendInvitation: a new token with a new expiry; the old one is dead. The rule is in domain/decide/resend-invitation.ts.

import { z } from "zod";
import { uuid } from "../arguments.ts";
import { decideResendInvitation } from "../domain/decide/resend-invitation.ts";
import type { AssignedSeat } from "./assign-seat.ts";
import { type Command, planned } from "./shared/command.ts";
import { invitationOf, newInvitation } from "./shared/invitation.ts";
import { poolAppend, seatIn } from "./shared/pool-append.ts";
import { answerSeat, readySeat, seatAgain, seatAnchor } from "./shared/seat-command.ts";

const schema = z.strictObject({ seatId: uuid });

/** The seat whose invitation is sent again. */
export type ResendInvitationArgs = z.input<typeof schema>;

export const resendInvitation: Command<z.output<typeof schema>, AssignedSeat> = {
  name: "resendInvitation",
  args: schema,

  *plan({ seatId }, call) {
    const ready = yield* readySeat(seatId, call);
    if (ready.kind !== "ready") return ready;
    const { token, record, expiresAt } = newInvitation(call);
    const { seatsEnabled } = ready.organization;
    const decision = decideResendInvitation(ready.pool, ready.seat, {
      seatsEnabled,
      invitation: record,
      expiresAt,
      at: ready.at,
    });
    if (decision.kind === "rejected") return decision;
    const append = poolAppend(ready, decision.events);
    const seat = seatIn(append.after, seatId);
    const answer = { seat: yield* answerSeat(ready, seat, call), invitation: { token, expiresAt } };
    return planned(ready.refs.organization, append, seatAnchor(ready, seat), answer);
  },

  isAboutOneSeat: true,

  *again(events, call) {
    const { seat, answer } = yield* seatAgain(events);
    return { seat: answer, invitation: invitationOf(seat, call) };
  },
};
