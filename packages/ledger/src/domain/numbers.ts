// How many seats of a pool were bought and are live, and what each event adds to that: for walking from numbers that are
// known to others, in either direction, without the seats. Pure.

import type { EventData } from "./events.ts";

/** How many seats of a pool are live. */
export interface LiveCounts {
  readonly pending: number;
  readonly claimed: number;
}

/** The numbers of a pool. */
export interface PoolNumbers extends LiveCounts {
  /** Bought. */
  readonly seats: number;
}

/** What was added to the numbers at a time; `seats` is how many were bought from then on, null where that stayed. */
export interface NumbersChange extends LiveCounts {
  readonly at: Date;
  readonly seats: number | null;
}

/** The events that change the numbers, with what of them does. */
export type CountedEvent = { readonly occurredAt: Date } & (
  | { readonly type: "SeatAssigned" | "SeatGranted" | "SeatClaimed" | "InvitationLapsed" }
  | { readonly type: "InvitationResumed" | "SeatResumed" }
  | { readonly type: "SeatRevoked"; readonly data: EventData["SeatRevoked"] }
  | { readonly type: "PoolOpened"; readonly data: EventData["PoolOpened"] }
  | { readonly type: "PoolResized"; readonly data: EventData["PoolResized"] }
);

export const noNumbers: PoolNumbers = { seats: 0, pending: 0, claimed: 0 };

/** What an event of a pool's stream adds to its numbers. What is learned late has no place here: it has no order. */
export function changeBy(event: CountedEvent): NumbersChange {
  const none = { at: event.occurredAt, seats: null, pending: 0, claimed: 0 };
  switch (event.type) {
    case "PoolOpened":
    case "PoolResized":
      return { ...none, seats: event.data.seats };
    case "SeatAssigned":
    case "InvitationResumed":
      return { ...none, pending: 1 };
    case "SeatGranted":
    case "SeatResumed":
      return { ...none, claimed: 1 };
    case "SeatClaimed":
      return { ...none, pending: -1, claimed: 1 };
    case "InvitationLapsed":
      return { ...none, pending: -1 };
    case "SeatRevoked":
      return { ...none, [event.data.was]: -1 };
  }
}

/** The counts after the changes. */
export function countsAfter(counts: LiveCounts, changes: readonly NumbersChange[]): LiveCounts {
  const added = (which: keyof LiveCounts) => changes.reduce((sum, change) => sum + change[which], counts[which]);
  return { pending: added("pending"), claimed: added("claimed") };
}

/** The counts before the changes that led to these. */
export function countsBefore(counts: LiveCounts, changes: readonly NumbersChange[]): LiveCounts {
  const added = countsAfter(noNumbers, changes);
  return { pending: counts.pending - added.pending, claimed: counts.claimed - added.claimed };
}
