// What a rule answers: the events that follow from a request, or why it is refused.

import type { ProposedEvent } from "../events.ts";
import type { Rejection } from "../rejections.ts";

export interface Accepted<Event extends ProposedEvent> {
  readonly kind: "accepted";
  /** Empty where the request changes nothing. */
  readonly events: readonly Event[];
}

export type Decision<Event extends ProposedEvent> = Accepted<Event> | Rejection;

export function accept<Event extends ProposedEvent>(...events: readonly Event[]): Accepted<Event> {
  return { kind: "accepted", events };
}
