// Claims, revokes and resends: of any seat and any token that the history has seen, alive or dead, and of unknown ones.

import { unknownSeatId } from "../cast.ts";
import { everySeat, type Model, type ModelSeat, seatOpenedBy, vacate } from "../model.ts";
import { type Step, step } from "../step.ts";

const unknownToken = "no-token-of-this-ledger";

export function claim(index: number): Step {
  const tokenIn = (model: Model) => model.tokens.at(-1 - index) ?? unknownToken;
  return step({
    label: `claim(token ${index} before the last)`,
    refusal: (model) => (seatOpenedBy(model, tokenIn(model)) ? null : "InvalidInvitationToken"),
    ask: (model) => {
      const invitationToken = tokenIn(model);
      return (ledger, context) => ledger.claimSeat({ invitationToken }, context);
    },
    follow: (model) => {
      const seat = seatOpenedBy(model, tokenIn(model));
      if (!seat) return;
      seat.status = "claimed";
      seat.token = null;
    },
  });
}

export function revoke(index: number): Step {
  return step({
    label: `revoke(seat ${index})`,
    refusal: (model) => (seatIn(model, index) ? null : "SeatNotFound"),
    ask: (model) => {
      const seatId = seatIn(model, index)?.id ?? unknownSeatId;
      return (ledger, context) => ledger.revokeSeat({ seatId }, context);
    },
    follow: (model) => {
      const seat = seatIn(model, index);
      if (seat) vacate(seat);
    },
  });
}

export function resend(index: number): Step {
  return step({
    label: `resend(seat ${index})`,
    refusal: (model) => {
      const seat = seatIn(model, index);
      if (!seat) return "SeatNotFound";
      return seat.status === "pending" ? null : "SeatNotPending";
    },
    ask: (model) => {
      const seatId = seatIn(model, index)?.id ?? unknownSeatId;
      return (ledger, context) => ledger.resendInvitation({ seatId }, context);
    },
    follow: (model, { invitation }) => {
      const seat = seatIn(model, index);
      if (!seat || !invitation) return;
      seat.token = invitation.token;
      seat.expiresAt = invitation.expiresAt.getTime();
      model.tokens.push(invitation.token);
    },
  });
}

/** Counted round over the seats that there are and one more, which is unknown. */
function seatIn(model: Model, index: number): ModelSeat | undefined {
  const seats = everySeat(model);
  return seats[index % (seats.length + 1)];
}
