// The door of the streams.

import { z } from "zod";
import { maybe } from "../arguments.ts";

export const eventsSchema = z.strictObject({
  after: z.int("must be a whole number").nonnegative("must not be negative").default(0),
  signal: maybe(z.instanceof(AbortSignal, { error: "must be an AbortSignal" })),
});

/** From where in the log, and until when. */
export interface EventsArgs {
  /** The last position that was seen already; 0, the default, is the beginning. */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
