// What a pass found to differ between Polar and the ledger, entry by entry. An entry tells ids, statuses, numbers and
// times, and never an e-mail, a name or metadata: reports are logged and shown.

import { z } from "zod";
import type { PoolRef } from "../pool-ref.ts";

/** What one side says of a pool or a seat. */
export interface DriftSide {
  readonly status: string;
}

/** One field in which the two sides differed. Of e-mails and metadata only that they differ is told. */
export interface DriftField {
  readonly field: string;
  readonly polar: string | number | null;
  readonly ledger: string | number | null;
}

/** A seat of the pool, or the pool itself where `seatId` is null. */
interface About extends PoolRef {
  readonly seatId: string | null;
}

/** Polar has it and the ledger had not: it was recorded. */
export interface MissingDrift extends About {
  readonly kind: "missing";
  readonly polar: DriftSide;
  readonly ledger: null;
  readonly done: "recorded";
}

/**
 * The ledger has it live and Polar doesn't show it. It is `awaited` until the end of the second complete pass without it, and
 * then `ended`: by an inferred revoke with the cause `drift`, a pool by its closing.
 */
export interface ExtraDrift extends About {
  readonly kind: "extra";
  readonly polar: null;
  readonly ledger: DriftSide;
  readonly done: "awaited" | "ended";
}

/** Both have it and say different things. What Polar says was `recorded`; what it no longer says the ledger has `kept`. */
export interface DifferentDrift extends About {
  readonly kind: "different";
  readonly fields: readonly DriftField[];
  readonly done: "recorded" | "kept";
}

/** A step that must have happened and that nobody showed. It lies between the two times (ISO 8601; null: at any time before). */
export interface InferredDrift extends About {
  readonly kind: "inferred";
  readonly step: string;
  readonly notBefore: string | null;
  readonly notAfter: string;
  readonly done: "recorded";
}

/**
 * A change that a pass found and of which no webhook has come, though the organization's webhooks were coming by then. Told when
 * Polar has stopped trying: 40 minutes after the change, by the first pass from then on.
 */
export interface LostWebhookDrift extends About {
  readonly kind: "lost-webhook";
  /** The webhook that would have told it. */
  readonly type: string;
  /** When it happened (ISO 8601). */
  readonly at: string;
  readonly done: "recorded";
}

/**
 * A pool whose seats this pass did not list: it failed, its organization sells no seats any more, or it is none that has seats as a
 * rule (it never began, is a draft or void) and the requests of the pass were needed for others. What the ledger says of it is as
 * old as `listedAt` (ISO 8601; null: never listed).
 */
export interface StaleDrift extends About {
  readonly kind: "stale";
  readonly listedAt: string | null;
  readonly done: "left";
}

/** One thing in which Polar and the ledger differed, and what was done. Narrow by `kind`. */
export type ReplayDrift = MissingDrift | ExtraDrift | DifferentDrift | InferredDrift | LostWebhookDrift | StaleDrift;

const about = { subscriptionId: z.string().nullable(), orderId: z.string().nullable(), seatId: z.string().nullable() };
const side = z.object({ status: z.string() });
const value = z.union([z.string(), z.number()]).nullable();

export const lostWebhookSchema = z.object({
  kind: z.literal("lost-webhook"),
  ...about,
  type: z.string(),
  at: z.string(),
  done: z.literal("recorded"),
});

/** How an entry is read back from a note: a pass that goes on after a crash still tells what it found before. */
export const driftSchema: z.ZodType<ReplayDrift> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("missing"), ...about, polar: side, ledger: z.null(), done: z.literal("recorded") }),
  z.object({
    kind: z.literal("extra"),
    ...about,
    polar: z.null(),
    ledger: side,
    done: z.enum(["awaited", "ended"]),
  }),
  z.object({
    kind: z.literal("different"),
    ...about,
    fields: z.array(z.object({ field: z.string(), polar: value, ledger: value })),
    done: z.enum(["recorded", "kept"]),
  }),
  z.object({
    kind: z.literal("inferred"),
    ...about,
    step: z.string(),
    notBefore: z.string().nullable(),
    notAfter: z.string(),
    done: z.literal("recorded"),
  }),
  lostWebhookSchema,
  z.object({ kind: z.literal("stale"), ...about, listedAt: z.string().nullable(), done: z.literal("left") }),
]);
