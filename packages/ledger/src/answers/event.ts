// An event as callers see it: everything but the personal data, which is kept beside the log.

import { type EventData, type EventType, type RecordedEvent, streamKindOf } from "../domain/events.ts";

/** The names of all events: the keys of a record that has one for each. */
export const eventTypes = Object.keys(streamKindOf) as [EventType, ...EventType[]];

/** One event of the log. Narrow by `type` to get the type of `data`. Order is by `position`, never by a clock. */
export type LedgerEvent<Type extends EventType = EventType> = {
  readonly [T in Type]: {
    readonly type: T;
    readonly data: EventData[T];
    /** Grows by one with each event of the ledger. */
    readonly position: number;
    readonly stream: { readonly kind: "organization" | "customer" | "pool"; readonly id: string };
    /** Grows by one with each event of the stream. */
    readonly version: number;
    readonly schemaVersion: number;
    readonly organizationId: string;
    readonly personId: string | null;
    readonly seatId: string | null;
    readonly occupancy: number | null;
    readonly holdingId: string | null;
    /** When it happened. */
    readonly occurredAt: Date;
    /** When the ledger wrote it down; never decreases. */
    readonly recordedAt: Date;
    readonly actor: { readonly type: string; readonly id: string | null };
    readonly origin: "command" | "webhook" | "delivery-log" | "listing" | "polar-events" | "write-through";
    readonly originId: string | null;
    readonly observedAt: Date | null;
    /** Nobody showed this step: it must have happened between `notBefore` and `notAfter`. */
    readonly inferred: boolean;
    readonly notBefore: Date | null;
    readonly notAfter: Date | null;
    readonly cause: string | null;
    /** The version of the event of the same stream that holds no longer since this one. */
    readonly supersedes: number | null;
  };
}[Type];

export function eventAnswer(event: RecordedEvent): LedgerEvent {
  const { personal: _, certainty, ...rest } = event;
  return {
    ...rest,
    inferred: certainty.inferred,
    notBefore: certainty.inferred ? certainty.notBefore : null,
    notAfter: certainty.inferred ? certainty.notAfter : null,
    // The parts come from one event of the union, so the whole is one again.
  } as LedgerEvent;
}
