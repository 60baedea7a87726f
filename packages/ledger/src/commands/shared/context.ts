// The second argument of every command: who asks, and how the request is to be taken.

import { z } from "zod";
import { instant, maybe, text } from "../../arguments.ts";
import type { Personal } from "../../domain/events.ts";

/** Who does it and how the request is to be taken. Everything is optional. */
export interface CommandContext {
  /** An opaque id, never an e-mail: it stands in the log for ever. Defaults to `{ type: "system" }`. */
  readonly actor?:
    | { readonly type: "user" | "customer" | "member" | "system" | "polar"; readonly id?: string }
    | undefined;
  /**
   * Why: told by `history`, of each event that follows; erased with whom the event is about, at most 1,000 characters. Name
   * other people in it by their ids, or by e-mail, which is found when they are forgotten.
   */
  readonly reason?: string | undefined;
  /** From where it was asked for: told by `history`; erased with whom the event is about and with the actor. */
  readonly ip?: string | undefined;
  /** With what: told and erased as `ip` is. */
  readonly userAgent?: string | undefined;
  /** The same key with the same request answers again what was answered first; kept for 30 days. */
  readonly idempotencyKey?: string | undefined;
  /** When it happened; not before the pool's last event, not in the future. Defaults to now. */
  readonly occurredAt?: Date | undefined;
  /** Refuse with `VersionConflict` unless the pool is at this version. */
  readonly expectedVersion?: number | undefined;
  /** Gives up while the command waits for its turn. */
  readonly signal?: AbortSignal | undefined;
}

const actorTypes = ["user", "customer", "member", "system", "polar"] as const;

export const actorSchema = z.strictObject({ type: z.enum(actorTypes), id: maybe(text) });

/** What is told of a request besides who makes it. */
export const requestShape = { reason: text.optional(), ip: text.optional(), userAgent: text.optional() };

export const contextSchema = z
  .strictObject({
    actor: actorSchema.nullish().transform((actor) => actor ?? { type: "system" as const, id: null }),
    ...requestShape,
    idempotencyKey: maybe(text),
    occurredAt: maybe(instant),
    expectedVersion: maybe(z.int("must be a whole number").nonnegative("must not be negative")),
    signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).nullish(),
  })
  .prefault({});

const nothingTold = {} as const;

/** What is told of a request, as it stands beside each event of it. */
export function requestOf({
  reason,
  ip,
  userAgent,
}: { readonly [Name in keyof typeof requestShape]?: string | undefined }): Pick<
  Personal,
  "reason" | "ip" | "userAgent"
> {
  if (reason === undefined && ip === undefined && userAgent === undefined) return nothingTold;
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
