// revokeSeat: takes a seat back. The rule is in domain/decide/revoke-seat.ts.

import { z } from "zod";
import type { Seat } from "../answers/seat.ts";
import { uuid } from "../arguments.ts";
import { decideRevokeSeat } from "../domain/decide/revoke-seat.ts";
import { type Command, planned } from "./shared/command.ts";
import { poolAppend, seatIn } from "./shared/pool-append.ts";
import { answerSeat, readySeat, seatAgain, seatAnchor } from "./shared/seat-command.ts";

const schema = z.strictObject({ seatId: uuid });

/** The seat to take back. */
export type RevokeSeatArgs = z.input<typeof schema>;

export const revokeSeat: Command<z.output<typeof schema>, Seat> = {
  name: "revokeSeat",
  args: schema,

  *plan({ seatId }, call) {
    const ready = yield* readySeat(seatId, call);
    if (ready.kind !== "ready") return ready;
    const { seatsEnabled } = ready.organization;
    const decision = decideRevokeSeat(ready.pool, ready.seat, { seatsEnabled, at: ready.at });
    if (decision.kind === "rejected") return decision;
    const append = poolAppend(ready, decision.events);
    const seat = seatIn(append.after, seatId);
    const answer = yield* answerSeat(ready, seat, call);
    return planned(ready.refs.organization, append, seatAnchor(ready, seat), answer);
  },

  isAboutOneSeat: true,

  *again(events) {
    return (yield* seatAgain(events)).answer;
  },
};
