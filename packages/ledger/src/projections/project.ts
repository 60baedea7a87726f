// What appended events change in the current views, written in the transaction that appends them. The states come from
// the domain's own fold, so that the views can hold nothing that the log doesn't.

import type { OrganizationEvent } from "../domain/events.ts";
import type { SeatId } from "../domain/ids.ts";
import { ordinalIn, type PoolState } from "../domain/pool.ts";
import { invariant, unreachable } from "../invariant.ts";
import { writeInvitation, writeSession } from "../store/access-queries.ts";
import type { Append, PoolAppend } from "../store/append.ts";
import { writeCustomer } from "../store/customer-queries.ts";
import { writeForgotten } from "../store/forgotten-queries.ts";
import { writeMember } from "../store/member-queries.ts";
import { writeOrganization } from "../store/organization-queries.ts";
import { changePool, writePool } from "../store/pool-queries.ts";
import type { Bound } from "../store/query.ts";
import { writeSeat } from "../store/seat-queries.ts";

export function project(append: Append): readonly Bound[] {
  switch (append.kind) {
    case "organization":
      return [writeOrganization(append.stream, append.after), ...append.events.flatMap(forgottenBy(append.stream))];
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

function forgottenBy(organization: number): (event: OrganizationEvent) => readonly Bound[] {
  return ({ type, personId }) =>
    type === "PersonForgotten" && personId !== null ? [writeForgotten({ person_id: personId, organization })] : [];
}

function projectPool({ refs, before, events, after }: PoolAppend): readonly Bound[] {
  const touched = new Set<SeatId>();
  for (const event of events) if (event.seatId !== null) touched.add(event.seatId);
  const seats = [...touched].map((id) => {
    const seat = after.seats.get(id);
    invariant(seat, `seat ${id} is in its pool after its event`);
    return writeSeat(refs.stream, seat);
  });
  const access = events.flatMap((event) => accessOf(refs.stream, event, after));
  return [before ? changePool(after, refs) : writePool(after, refs), ...seats, ...access];
}

/** What opens a door: an invitation's token opens its seat, a claim's session the portal. */
function accessOf(pool: number, event: PoolAppend["events"][number], after: PoolState): readonly Bound[] {
  const ordinal = ordinalIn(after, event);
  if (ordinal === null) return [];
  switch (event.type) {
    case "SeatAssigned":
    case "InvitationResent":
      if (!event.data.invitation) return [];
      return [writeInvitation({ hash: event.data.invitation.hash, pool, ordinal })];
    case "SeatClaimed": {
      if (!event.data.session) return [];
      const { hash, expiresAt } = event.data.session;
      return [writeSession({ hash, pool, ordinal, occupancy: event.occupancy, expires_at: expiresAt.getTime() })];
    }
    default:
      return [];
  }
}
