// What can be asked of events.

import type { EventType } from "../domain/events.ts";

/** What is asked for; null where it does not matter. Streams are named by their numbers. */
export interface EventFilter {
  readonly seatId: string | null;
  /** Every event of a holding in which this e-mail was ever shown: more than those at which it was. */
  readonly emailKey: string | null;
  readonly personId: string | null;
  /** A member's events are those about the person with its id. */
  readonly memberId: string | null;
  readonly pool: number | null;
  /** The customer's own events, and those of the pools that it pays for. */
  readonly customer: number | null;
  readonly actorId: string | null;
  readonly types: readonly EventType[] | null;
  readonly actorType: string | null;
  readonly organization: number | null;
}
