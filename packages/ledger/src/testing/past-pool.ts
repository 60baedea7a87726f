// Past events of a pool as a whole.

import { opening } from "../commands/open-pool.ts";
import type { Call } from "../commands/shared/command.ts";
import { poolAppend } from "../commands/shared/pool-append.ts";
import type { PoolStatus, PoolStreamEvent } from "../domain/events.ts";
import type { PoolId } from "../domain/ids.ts";
import { later, type PoolState } from "../domain/pool.ts";
import { plainEvent } from "../domain/propose.ts";
import { invariant, unreachable } from "../invariant.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { type FoundPool, findPool, withSeats } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { ids, unnamed } from "./ids.ts";
import { presumedCustomer } from "./past-people.ts";
import { poolOpened, type StoryEvent } from "./story-events.ts";
import { impossible, presumed, type Written } from "./written.ts";

type OpeningStory = StoryEvent<"PoolOpened">;
type LaterStory = StoryEvent<"PoolActivated" | "PoolResized" | "PoolProductChanged" | "PoolClosed" | "PoolReopened">;

/** The events of a pool as a whole. */
export type PoolStory = OpeningStory | LaterStory;

const product = { id: "0b3d1f3e-6d3a-4a56-9a9e-0d9b7c1f2a10", name: "Team" };

/** In which status a pool must be for these to happen. */
const admittedIn: { readonly [Type in LaterStory["type"]]?: PoolStatus } = {
  PoolActivated: "unpaid",
  PoolClosed: "active",
  PoolReopened: "closed",
};

/** What an event of a pool presupposes and nobody told. */
export function* presupposedByPool(event: PoolStory): Reads<StoryEvent | null> {
  return event.type === "PoolOpened" ? yield* presumedCustomer(event) : yield* presumedPool(event, event.facts.pool);
}

/** The pool that an event names, told by default where it is the default one. */
export function* presumedPool(event: StoryEvent, name: string = unnamed.pool): Reads<StoryEvent | null> {
  const named = { name, byDefault: unnamed.pool, tell: poolOpened({ pool: name }) };
  return presumed(event, yield* findPool(ids.pool(name) as PoolId, null), named);
}

/** Writes an event of a pool as a whole. */
export function* writePool(story: PoolStory, call: Call): Reads<Written> {
  if (story.type === "PoolOpened") return yield* writeOpening(story, call);
  const found = yield* poolNamed(story.facts.pool);
  const needed = admittedIn[story.type];
  if (needed !== undefined && found.pool.status !== needed) {
    throw impossible(story, `the pool is ${found.pool.status}; this happens to one that is ${needed}.`);
  }
  return { organization: found.refs.organization, append: poolAppend(found, [laterEvent(story, found.pool, call)]) };
}

/** A pool that is known, with its seats. */
export function* poolNamed(name: string | undefined): Reads<FoundPool> {
  const found = yield* findPool(ids.pool(name) as PoolId, null);
  invariant(found, "a pool is told of before what happens to it");
  return yield* withSeats(found);
}

/** When a past event of a pool happened: as it says, or now, but not before what happened already. */
export function momentIn(pool: PoolState, { facts }: StoryEvent, call: Call): Date {
  return facts.occurredAt ?? later(call.now, pool.lastOccurredAt);
}

function laterEvent(story: LaterStory, pool: PoolState, call: Call): PoolStreamEvent {
  const circumstances = { at: momentIn(pool, story, call), cause: story.facts.cause ?? null };
  switch (story.type) {
    case "PoolResized": {
      const { seats = pool.bought + 1, previous = pool.bought } = story.facts;
      return plainEvent(story.type, { seats, previous }, circumstances);
    }
    case "PoolProductChanged": {
      const { product: now = { ...pool.product, name: `${pool.product.name} (new)` } } = story.facts;
      return plainEvent(story.type, { product: now }, circumstances);
    }
    case "PoolActivated":
    case "PoolClosed":
    case "PoolReopened":
      return plainEvent(story.type, {}, circumstances);
    default:
      return unreachable(story);
  }
}

function* writeOpening(story: OpeningStory, call: Call): Reads<Written> {
  const { facts } = story;
  const id = ids.pool(facts.pool) as PoolId;
  if (yield* findPool(id, null)) throw impossible(story, "this pool is open already. Give another one another name.");
  const customer = yield* findCustomer(ids.customer(facts.customer));
  invariant(customer, "a customer is told of before its pools");
  const event = plainEvent(
    story.type,
    {
      kind: facts.kind ?? (facts.status === "unpaid" ? "order" : "subscription"),
      customerId: customer.customer.id,
      product: facts.product ?? product,
      seats: facts.seats ?? 3,
      status: facts.status ?? "active",
      authority: facts.authority ?? "ledger",
      checkoutId: facts.checkoutId ?? null,
    },
    { at: facts.occurredAt ?? call.now, cause: facts.cause ?? null },
  );
  const refs = { stream: call.newStream(), organization: customer.organization, customer: customer.stream };
  return { organization: refs.organization, append: opening(id, customer.customer.organizationId, refs, [event]) };
}
