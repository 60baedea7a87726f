// Brings an event that was written by an older schema to today's shape as it is read. The log itself is never rewritten.
// Events of a type are upcast one version at a time; an upcaster that was released is never changed.

import type { EventType } from "../domain/events.ts";
import { schemaVersionOf } from "./event-schemas.ts";

/** What an upcaster may change: the subject and the data of the event. */
export interface StoredEvent {
  readonly stream_id: string;
  readonly person_id: string | null;
  readonly data: object;
}

type Upcaster = (event: StoredEvent) => StoredEvent;

/** Schema 1 did not say that a customer's facts are about the customer: schema 2 names it, so that it can be forgotten. */
const namesTheCustomer: Upcaster = (event) => ({ ...event, person_id: event.stream_id });

/** For each type the upcasters from schema 1 to 2, from 2 to 3, and so on. */
const upcasters: { readonly [Type in EventType]?: readonly Upcaster[] } = {
  CustomerRegistered: [namesTheCustomer],
  CustomerChanged: [namesTheCustomer],
};

/** The event in the shape of today's schema. */
export function upcast(type: EventType, schemaVersion: number, event: StoredEvent): StoredEvent {
  const due = (upcasters[type] ?? []).slice(schemaVersion - 1, schemaVersionOf(type) - 1);
  return due.reduce((shape, upcaster) => upcaster(shape), event);
}
