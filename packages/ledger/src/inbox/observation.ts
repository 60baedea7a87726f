// What came in from outside, as it came: its shape at the door, as callers see it once it is kept, and as a row.

import { createHash } from "node:crypto";
import { z } from "zod";
import { isWholeText, wholeTextMessage } from "../arguments/json.ts";
import { idOf, instant, maybe, text, uuid } from "../arguments.ts";
import type { Origin } from "../domain/events.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { dateOrNull } from "../store/event-codec.ts";
import type { ObservationsTable } from "../store/tables.ts";

const origins = ["webhook", "delivery-log", "listing", "polar-events", "write-through"] as const satisfies Origin[];
const states = ["waiting", "applied", "unread"] as const;

export const originSchema = z.enum(origins);
export const stateSchema = z.enum(states);
export const settledSchema = z.enum(["applied", "unread"]);

const largestBody = 16 * 1024 * 1024;
const mostPeople = 100_000;

/** Which kind of source it came from. */
export type ObservationOrigin = (typeof origins)[number];

/** `waiting` until somebody has derived facts from it (`applied`), or told that it cannot be read (`unread`). */
export type ObservationState = (typeof states)[number];

/** One input, as it came. */
export interface Observation {
  readonly origin: ObservationOrigin;
  /**
   * By which the source knows it, unique for good in the whole ledger: a webhook event has the same id in the delivery log.
   * At most 1,000 characters, as every text here but the body.
   */
  readonly originId: string;
  /** Whose it is; null where that can't be told, and then a fenced ledger neither keeps nor sees it. */
  readonly organizationId: string | null;
  /** What it is, in the source's words, such as `customer_seat.claimed`. */
  readonly type: string;
  /** What it is about, such as `subscriptions/<id>`: `newest` finds it by that. */
  readonly subject: string | null;
  /** By which version of the source's interface it was written. */
  readonly apiVersion: string | null;
  /** The source's own time of what it shows. */
  readonly sourceAt: Date | null;
  /** When it came to us. */
  readonly observedAt: Date;
  /** The text as it came, at most 16 MiB as UTF-8, perhaps empty. */
  readonly body: string;
  /** The ids of the members and customers whom the body names: where one of them was forgotten, the body isn't kept. */
  readonly people: readonly string[];
  /** Defaults to `waiting`. */
  readonly state?: ObservationState | undefined;
  /** Why it can't be read: names of fields, never what stood in them. */
  readonly problem?: string | null | undefined;
}

/** An observation as it is kept. */
export interface KeptObservation extends Omit<Observation, "body" | "state" | "problem"> {
  /** 1, 2, 3 ... in the order in which they came, over all organizations. */
  readonly arrival: number;
  readonly state: ObservationState;
  readonly problem: string | null;
  /** SHA-256 of the body as UTF-8, in hexadecimal digits; null where the body is erased. */
  readonly hash: string | null;
  /** Null where it named a person who was forgotten; then `people` is empty. */
  readonly body: string | null;
}

export const observationSchema = z.strictObject({
  origin: originSchema,
  originId: text,
  organizationId: maybe(idOf<OrganizationId>()),
  type: text,
  subject: maybe(text),
  apiVersion: maybe(text),
  sourceAt: maybe(instant),
  observedAt: instant,
  body: z
    .string("must be text")
    .refine(isWholeText, wholeTextMessage)
    .refine((body) => Buffer.byteLength(body) <= largestBody, "must have at most 16 MiB"),
  people: z.array(uuid).max(mostPeople, "must name at most 100,000 people"),
  state: stateSchema.optional().default("waiting"),
  problem: maybe(text),
});

export function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

/** As a row; without what names people where they were forgotten. */
export function rowOf(
  observation: z.output<typeof observationSchema>,
  arrival: number,
  isErased: boolean,
): ObservationsTable {
  const { sourceAt, observedAt, body, people } = observation;
  return {
    arrival,
    origin: observation.origin,
    origin_id: observation.originId,
    organization_id: observation.organizationId,
    type: observation.type,
    subject: observation.subject,
    api_version: observation.apiVersion,
    source_at: sourceAt?.getTime() ?? null,
    observed_at: observedAt.getTime(),
    ordered_at: (sourceAt ?? observedAt).getTime(),
    state: observation.state,
    problem: observation.problem,
    people: JSON.stringify(isErased ? [] : people),
    hash: isErased ? null : hashOf(body),
    body: isErased ? null : body,
  };
}

/** As callers see it. */
export function keptObservation(row: ObservationsTable): KeptObservation {
  return {
    arrival: row.arrival,
    origin: row.origin as ObservationOrigin,
    originId: row.origin_id,
    organizationId: row.organization_id,
    type: row.type,
    subject: row.subject,
    apiVersion: row.api_version,
    sourceAt: dateOrNull(row.source_at),
    observedAt: new Date(row.observed_at),
    state: row.state as ObservationState,
    problem: row.problem,
    people: JSON.parse(row.people),
    hash: row.hash,
    body: row.body,
  };
}
