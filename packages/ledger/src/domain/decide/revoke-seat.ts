// Taking a seat back. A revoked seat stays as it is: revoking twice is no mistake.

import type { Cause, PoolStreamEvent } from "../events.ts";
import type { PoolState } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { reject } from "../rejections.ts";
import type { SeatState } from "../seat.ts";
import { isLive, statusAfter } from "../seat-machine.ts";
import { accept, type Decision } from "./decision.ts";
import { subjectOf } from "./seat-subject.ts";

export interface RevokeSeat {
  readonly seatsEnabled: boolean;
  readonly at: Date;
}

export function decideRevokeSeat(pool: PoolState, seat: SeatState, command: RevokeSeat): Decision<PoolStreamEvent> {
  if (!command.seatsEnabled) return reject("SeatsNotEnabled", { organizationId: pool.organizationId });
  return accept(...revocations([seat], command.at, null));
}

/** The events that take back those of the seats that are live. */
export function revocations(seats: readonly SeatState[], at: Date, cause: Cause | null): readonly PoolStreamEvent[] {
  return seats.flatMap((seat) =>
    isLive(seat.status) && statusAfter(seat.status, "SeatRevoked")
      ? [seatEvent("SeatRevoked", subjectOf(seat), { was: seat.status }, { at, cause })]
      : [],
  );
}
