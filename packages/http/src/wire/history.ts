// A page of a seat's history on the wire. Only facts of the seat are shown: no token record, no details of a request.

import type { HistoryEntry, HistoryPage } from "seat-ledger";

export interface WireHistory {
  readonly entries: readonly WireEntry[];
  readonly next: string | null;
}

export interface WireEntry {
  readonly position: number;
  readonly type: string;
  readonly seat_id: string | null;
  readonly occupancy: number | null;
  readonly status_before: HistoryEntry["statusBefore"];
  readonly status_after: HistoryEntry["statusAfter"];
  readonly holder: {
    readonly person_id: string;
    readonly email: string | null;
    readonly member_id: string | null;
    readonly customer_id: string | null;
  } | null;
  readonly inferred: boolean;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly cause: string | null;
}

export function historyToWire({ entries, next }: HistoryPage): WireHistory {
  return { entries: entries.map(entryToWire), next };
}

function entryToWire({ event, holder, ...entry }: HistoryEntry): WireEntry {
  return {
    position: entry.position,
    type: event.type,
    seat_id: entry.seatId,
    occupancy: entry.occupancy,
    status_before: entry.statusBefore,
    status_after: entry.statusAfter,
    holder: holder && {
      person_id: holder.personId,
      email: holder.email,
      member_id: holder.memberId,
      customer_id: holder.customerId,
    },
    inferred: entry.inferred,
    occurred_at: event.occurredAt.toISOString(),
    recorded_at: event.recordedAt.toISOString(),
    actor: event.actor,
    cause: event.cause,
  };
}
