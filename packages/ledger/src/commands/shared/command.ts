// What every command is made of: a door (its schema), a plan (the reads it asks for and the events that follow), and how
// its first answer is built again for a repeated idempotency key. Plans know no database and no clock.

import type { z } from "zod";
import type { Actor, Origin, Personal, RecordedEvent } from "../../domain/events.ts";
import type { OrganizationId } from "../../domain/ids.ts";
import type { Rejection } from "../../domain/rejections.ts";
import type { Append } from "../../store/append.ts";
import type { Reads } from "../../store/port.ts";
import type { Bound } from "../../store/query.ts";
import type { Tokens } from "../../tokens/tokens.ts";
import type { PoolMemory } from "./pool-memory.ts";

/** What a plan may know of the moment and of its caller. */
export interface Call {
  /** The clock's time, or the last recorded one where the clock has gone back. */
  readonly now: Date;
  readonly actor: Actor;
  /** Facts of the request that describe a person: they go beside every event of it. */
  readonly request: Pick<Personal, "reason" | "ip" | "userAgent">;
  readonly idempotencyKey: string | null;
  /** The command's name and arguments as text: a key that comes back with others is a conflict. */
  readonly asked: string;
  readonly expectedVersion: number | null;
  readonly occurredAt: Date | null;
  readonly source: { readonly origin: Origin; readonly originId: string | null; readonly observedAt: Date | null };
  /** Everything of other organizations is not found. */
  readonly fence: OrganizationId | null;
  readonly invitationTtlMs: number;
  readonly lapsedInvitations: LapsedInvitations;
  readonly tokens: Tokens;
  readonly memory: PoolMemory;
  /** A new version-4 UUID. */
  readonly newId: () => string;
  /** A number for a stream that begins with this transaction. */
  readonly newStream: () => number;
}

/** What becomes of a seat whose invitation is past: it stays taken, as in Polar, or is freed when a seat is needed. */
export type LapsedInvitations = "hold" | "release";

/** Where the answer of a command comes from: its event, or the state that it left as it was. */
export interface Anchor {
  readonly stream: number;
  readonly version: number;
}

export interface Planned<Answer> {
  readonly kind: "planned";
  /** The organization's stream, which idempotency keys belong to; 0 for commands about organizations. */
  readonly organization: number;
  readonly appends: readonly Append[];
  /** What is erased of personal data, written after the events; what deleted rows left in the files goes after the commit. */
  readonly erasures?: readonly Bound[];
  readonly anchor: Anchor;
  readonly answer: Answer;
}

/** The idempotency key was used for this very request before. */
export interface Repeated {
  readonly kind: "repeated";
  readonly anchor: Anchor;
}

export type Plan<Answer> = Reads<Planned<Answer> | Repeated | Rejection>;

export interface Command<Args, Answer> {
  readonly name: string;
  readonly args: z.ZodType<Args>;
  readonly plan: (args: Args, call: Call) => Plan<Answer>;
  /** The first answer again, from the stream's events up to the anchor (the last of them is the anchor's own). */
  readonly again: (events: readonly RecordedEvent[], call: Call) => Reads<Answer>;
  /** The answer is about one seat: `again` gets the pool's opening and this seat's events, not the whole stream. */
  readonly isAboutOneSeat?: true;
}

/** The same command several times, one after the other, in one call. */
export interface CommandSeries<Args, Step, Answer> {
  readonly name: string;
  readonly args: z.ZodType<Args>;
  readonly command: Command<Step, Answer>;
  readonly steps: (args: Args) => readonly Step[];
  /** Why the series as a whole is refused before its first step, or where it begins. */
  readonly guard: (args: Args, call: Call) => Reads<SeriesBegun | Rejection>;
  /** Whether a refusal of the first step is about all of them; not where some step was done before. */
  readonly refusesAll: (rejection: Rejection) => boolean;
}

/** Where a series begins. */
export interface SeriesBegun {
  readonly kind: "begun";
  readonly organization: number;
  readonly anchor: Anchor;
  /** Some step was done before under the same idempotency key. */
  readonly before: boolean;
}

/** A planned outcome with a single stream to append to. */
export function planned<Answer>(
  organization: number,
  append: Append | null,
  anchor: Anchor,
  answer: Answer,
): Planned<Answer> {
  const appends = append && append.events.length > 0 ? [append] : [];
  return { kind: "planned", organization, appends, anchor, answer };
}
