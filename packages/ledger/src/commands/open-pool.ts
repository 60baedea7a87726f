// openPool: a subscription with seats was started, or an order of seats was made. The rule is in domain/decide/open-pool.ts.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { exactlyOneSource, idOf, maybe, poolRefShape, seatCount, text } from "../arguments.ts";
import { decideOpenPool, type OpeningFacts } from "../domain/decide/open-pool.ts";
import type { CustomerId, OrganizationId, PoolId } from "../domain/ids.ts";
import { evolvePoolAll } from "../domain/pool.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import type { PoolAppend } from "../store/append.ts";
import { type FoundCustomer, findCustomer } from "../store/customer-queries.ts";
import { readStream } from "../store/log-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { type FoundPool, findPool, type PoolRefs } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { type Call, type Command, planned } from "./shared/command.ts";
import { differingElsewhere, insideFence } from "./shared/inside-fence.ts";
import { foldedPool, poolAnchor } from "./shared/pool-append.ts";
import { earlier, noExpectedVersion, occurredAt, versionConflict } from "./shared/preconditions.ts";

const schema = z
  .strictObject({
    ...poolRefShape,
    organizationId: idOf<OrganizationId>(),
    customerId: idOf<CustomerId>(),
    product: z.strictObject({ id: text, name: text }),
    seats: seatCount,
    checkoutId: maybe(text),
    status: z
      .enum(["active", "unpaid"])
      .nullish()
      .transform((given) => given ?? "active"),
    authority: z
      .enum(["ledger", "polar"])
      .nullish()
      .transform((given) => given ?? "ledger"),
  })
  .superRefine(exactlyOneSource)
  .refine((given) => given.status === "active" || given.orderId !== null, {
    path: ["status"],
    message: "only an order can be unpaid; a subscription that is unpaid is closed",
  });

/** The opening facts of a pool: see `SeatLedger.openPool`. */
export type OpenPoolArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;

export const openPool: Command<Args, Pool> = {
  name: "openPool",
  args: schema,

  *plan(args, call) {
    const owner = yield* ownerOf(args, call);
    if (owner.kind === "rejected") return owner;
    const { customer } = owner;
    const repeated = yield* earlier(customer.organization, call);
    if (repeated) return repeated;
    const poolId = (args.subscriptionId ?? args.orderId) as PoolId;
    const found = yield* findPool(poolId, null);
    if (found && found.refs.organization !== customer.organization) {
      return reject("PoolExists", { poolId, differing: differingElsewhere(call) });
    }
    const conflict = found ? versionConflict(found.pool, call) : noExpectedVersion(call);
    if (conflict) return conflict;
    const at = occurredAt(call, found?.pool.lastOccurredAt ?? null);
    if (!(at instanceof Date)) return at;
    const opened = found && { facts: yield* openingFacts(found), pool: found.pool };
    const decision = decideOpenPool(opened, { poolId, facts: factsOf(args), at });
    if (decision.kind === "rejected") return decision;
    if (found) return planned(customer.organization, null, poolAnchor(found.refs, found.pool), poolAnswer(found.pool));
    const refs = { stream: call.newStream(), organization: customer.organization, customer: customer.stream };
    const append = opening(poolId, args.organizationId, refs, decision.events);
    return planned(customer.organization, append, poolAnchor(refs, append.after), poolAnswer(append.after));
  },

  // biome-ignore lint/correctness/useYield: nothing to read
  *again(events) {
    return poolAnswer(foldedPool(events));
  },
};

export function opening(
  id: PoolId,
  organizationId: OrganizationId,
  refs: PoolRefs,
  events: PoolAppend["events"],
): PoolAppend {
  return { kind: "pool", refs, before: null, events, after: evolvePoolAll(null, events, { id, organizationId }) };
}

function* ownerOf(args: Args, call: Call) {
  const organization = yield* findOrganization(args.organizationId);
  if (!organization || !insideFence(args.organizationId, call)) {
    return reject("OrganizationNotFound", { organizationId: args.organizationId });
  }
  const customer: FoundCustomer | null = yield* findCustomer(args.customerId);
  if (customer?.organization !== organization.stream || customer.customer.removedAt) {
    return reject("CustomerNotFound", { customerId: args.customerId });
  }
  return { kind: "owner" as const, customer };
}

function factsOf(args: Args): OpeningFacts {
  const { customerId, product, seats, status, authority, checkoutId } = args;
  const kind = args.subscriptionId === null ? "order" : "subscription";
  return { kind, customerId, product, seats, status, authority, checkoutId };
}

/** What the pool was opened with, as its first event tells. */
function* openingFacts({ refs }: FoundPool): Reads<OpeningFacts> {
  const [first] = yield* readStream(refs.stream, 1);
  invariant(first?.type === "PoolOpened", "a pool's stream begins with its opening");
  const { status, ...facts } = first.data;
  return { ...facts, status: status === "unpaid" ? "unpaid" : "active" };
}
