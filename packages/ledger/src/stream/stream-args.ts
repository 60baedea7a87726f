// The doors of the streams.

import { z } from "zod";
import { eventTypes, type LedgerEvent } from "../answers/event.ts";
import { exactlyOneSourceOrCheckout, idOf, maybe, poolRefShape, poolRefWithCheckoutShape, text } from "../arguments.ts";
import type { CustomerId, OrganizationId } from "../domain/ids.ts";

/** Which events: every filter that is given has to match. */
export const filterShape = {
  ...poolRefShape,
  types: maybe(z.array(z.enum(eventTypes)).min(1, "must name a type, or be left out")),
};

interface PoolNames {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
}

export function atMostOneSource({ subscriptionId, orderId }: PoolNames, context: z.RefinementCtx): void {
  if (subscriptionId === null || orderId === null) return;
  const message = "At most one of subscriptionId or orderId must be given";
  context.addIssue({ code: "custom", path: [], message });
}

function aFunction<Given>(what: string) {
  return z.custom<Given>((given) => typeof given === "function", what);
}

const position = z.int("must be a whole number").nonnegative("must not be negative");
const signal = maybe(z.instanceof(AbortSignal, { error: "must be an AbortSignal" }));
const onCaughtUp = maybe(aFunction<(position: number) => void>("must be a function that takes a position"));

const onPosition = maybe(aFunction<(position: number) => void>("must be a function that takes a position"));

export const watchSeatsSchema = z
  .strictObject({ ...poolRefWithCheckoutShape, onPosition })
  .superRefine(exactlyOneSourceOrCheckout);
export const watchPoolsSchema = z.strictObject({
  organizationId: maybe(idOf<OrganizationId>()),
  customerId: maybe(idOf<CustomerId>()),
  onPosition,
});

const observedShape = { ...filterShape, after: position.default(0), onCaughtUp };
export const observedEventsSchema = z.strictObject(observedShape).superRefine(atMostOneSource);
export const eventsSchema = z.strictObject({ ...observedShape, signal }).superRefine(atMostOneSource);

export const subscribeSchema = z
  .strictObject({
    ...filterShape,
    name: text.max(200, "must have at most 200 characters"),
    handler: aFunction<SubscribeArgs["handler"]>("must be a function that takes an event"),
    after: maybe(position),
    tries: z.int("must be a whole number").min(1, "must be at least 1").max(1_000, "must be at most 1,000").default(10),
    onCaughtUp,
    signal,
  })
  .superRefine(atMostOneSource);

/** Which events: those that match every filter that is given. */
export interface EventsFilter {
  /** Of the pool of this subscription; not together with `orderId`. */
  readonly subscriptionId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
  readonly types?: readonly LedgerEvent["type"][] | null | undefined;
}

/** How a list is watched. */
export interface WatchArgs {
  /**
   * Called before each list, with a position of the log up to which the list holds everything: what comes after it, `events`
   * tells from there, and a list that is shown later is of a later one.
   */
  readonly onPosition?: ((position: number) => void) | null | undefined;
}

/** Which events, from where in the log on. */
export interface EventsArgs extends EventsFilter {
  /** The last position that was seen already; 0, the default, is the beginning. */
  readonly after?: number | undefined;
  /**
   * Called once, when everything was told that was committed before the beginning: from then on it is live. `position` is
   * where the log ended then. What it throws ends the stream.
   */
  readonly onCaughtUp?: ((position: number) => void) | null | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | null | undefined;
}

/** A durable subscription: what is handled, by whom, and what becomes of what can't be. */
export interface SubscribeArgs extends EventsFilter {
  /** Its checkpoint is kept under this name, of at most 200 characters; a fenced ledger has names of its own. */
  readonly name: string;
  /** Called with one event after the other; the next one waits for its promise. Where it rejects it is called again. */
  readonly handler: (event: LedgerEvent) => unknown;
  /** The last position that needs no handling; 0, the default, is the beginning. Counts only while the name is new. */
  readonly after?: number | null | undefined;
  /** After how many tries of one event the subscription is parked, from 1 to 1,000. Defaults to 10: some two minutes. */
  readonly tries?: number | undefined;
  /** Called once, when everything was handled that was committed before this process began to run it. */
  readonly onCaughtUp?: ((position: number) => void) | null | undefined;
  /** Stops it, as `stop` does. Rejects with its reason where it was aborted before. */
  readonly signal?: AbortSignal | null | undefined;
}
