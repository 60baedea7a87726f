// What appended events change in the current views, written in the transaction that appends them. The states come from
// the domain's own fold, so that the views can hold nothing that the log doesn't.

import type { SeatId } from "../domain/ids.ts";
import { invariant, unreachable } from "../invariant.ts";
import { writeSession } from "../store/access-queries.ts";
import type { Append, PoolAppend } from "../store/append.ts";
import { writeCustomer } from "../store/customer-queries.ts";
import { writeMember } from "../store/member-queries.ts";
import { writeOrganization } from "../store/organization-queries.ts";
import { writePool } from "../store/pool-queries.ts";
import type { Bound } from "../store/query.ts";
import { writeSeat } from "../store/seat-queries.ts";

export function project(append: Append): readonly Bound[] {
  switch (append.kind) {
    case "organization":
      return [writeOrganization(append.stream, append.after)];
    case "customer":
      return [
        writeCustomer(append.stream, append.organization, append.after),
        ...append.members.map((member) => writeMember(append.stream, member)),
      ];
    case "pool":
      return projectPool(append);
    default:
      return unreachable(append);
  }
}

function projectPool({ refs, events, after }: PoolAppend): readonly Bound[] {
  const touched = new Set<SeatId>();
  for (const event of events) if (event.seatId !== null) touched.add(event.seatId);
  const seats = [...touched].map((id) => {
    const seat = after.seats.get(id);
    invariant(seat, `seat ${id} is in its pool after its event`);
    return writeSeat(refs.stream, seat);
  });
  return [writePool(after, refs), ...seats, ...sessions(refs.stream, events)];
}

/** A claim opens a session for the holder. */
function sessions(pool: number, events: PoolAppend["events"]): readonly Bound[] {
  return events.flatMap((event) => {
    if (event.type !== "SeatClaimed" || !event.data.session) return [];
    invariant(event.personId, "who claims is known");
    const { hash, expiresAt } = event.data.session;
    return [
      writeSession({ hash, pool, seat_id: event.seatId, person_id: event.personId, expires_at: expiresAt.getTime() }),
    ];
  });
}
