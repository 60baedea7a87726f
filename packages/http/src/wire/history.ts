// The history on the wire. Of an event only these facts are shown, and no record of a token. Why it was asked for and from
// where is shown here alone, to whoever may read the history: the events of a stream tell nothing of it.

import type { HistoryEntry, HistoryPage } from "seat-ledger";
import { z } from "zod";
import { count, id, instant, nextCursor } from "./answers.ts";
import { documented } from "./documented.ts";

const status = z.enum(["vacant", "pending", "claimed", "revoked"]);

export const historyEntry = documented(
  z.object({
    position: documented(count, { description: "The place in the ledger's log: order is by it, never by a time" }),
    type: documented(z.string(), { description: "What happened", examples: ["SeatAssigned"] }),
    stream: documented(z.object({ kind: z.enum(["organization", "customer", "pool"]), id }), {
      description: "What it happened to; a pool has the id of its subscription or order",
    }),
    version: documented(count, { description: "Grows by one with each event of the stream" }),
    seat_id: id.nullable(),
    occupancy: count.nullable(),
    status_before: status.nullable(),
    status_after: status.nullable(),
    seats: documented(count, { description: "How many are bought from then on, where the event says it" }).nullable(),
    holder: z
      .object({
        person_id: id,
        email: documented(z.string(), { description: "As it was then; null once the person was forgotten" }).nullable(),
        member_id: id.nullable(),
        customer_id: id.nullable(),
      })
      .nullable(),
    inferred: documented(z.boolean(), { description: "Nobody showed this step: it follows from what was shown" }),
    occurred_at: documented(instant, { description: "When it happened" }),
    recorded_at: documented(instant, { description: "When the ledger wrote it down" }),
    actor: z.object({ type: z.string(), id: z.string().nullable() }),
    cause: z.string().nullable(),
    request: documented(
      z.object({
        reason: documented(z.string(), { description: "Why", examples: ["left the team"] }).nullable(),
        ip: documented(z.string(), {
          description: "From where; null also once the actor was forgotten",
          examples: ["203.0.113.7"],
        }).nullable(),
        user_agent: documented(z.string(), {
          description: "With what; null also once the actor was forgotten",
          examples: ["Mozilla/5.0"],
        }).nullable(),
      }),
      { description: "How it was asked for, where that was said; null once whom it is about was forgotten" },
    ).nullable(),
  }),
  { id: "HistoryEntry", description: "One event; of a seat, with who held it then." },
);

export const history = documented(
  z.object({
    entries: z.array(historyEntry),
    next: nextCursor,
  }),
  { id: "History" },
);

export function historyToWire({ entries, next }: HistoryPage): z.output<typeof history> {
  return { entries: entries.map(historyEntryToWire), next };
}

export function historyEntryToWire({ event, holder, request, ...entry }: HistoryEntry): WireEntry {
  return {
    position: entry.position,
    type: event.type,
    stream: event.stream,
    version: event.version,
    seat_id: entry.seatId,
    occupancy: entry.occupancy,
    status_before: entry.statusBefore,
    status_after: entry.statusAfter,
    seats: "seats" in event.data ? event.data.seats : null,
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
    request: request && { reason: request.reason, ip: request.ip, user_agent: request.userAgent },
  };
}

export type WireEntry = z.output<typeof historyEntry>;
