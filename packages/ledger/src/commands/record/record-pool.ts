// Records a pool as a source shows it: opens it as a mirror, or brings quantity, product and status up to date.

import type { PoolId } from "../../domain/ids.ts";
import { reject } from "../../domain/rejections.ts";
import { openShownPool, settlePool } from "../../domain/replay/settle-pool.ts";
import type { ShownPool } from "../../domain/replay/shown.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { readPoolItself } from "../../store/log-queries.ts";
import { findOrganization } from "../../store/organization-queries.ts";
import { findPool } from "../../store/pool-queries.ts";
import { opening } from "../open-pool.ts";
import { type Call, type Plan, planned } from "../shared/command.ts";
import { differingElsewhere, insideFence } from "../shared/inside-fence.ts";
import { poolAnchor, poolAppend } from "../shared/pool-append.ts";
import type { PoolFact, Recorded } from "./facts.ts";
import { recordedOf } from "./recorded.ts";

export function* recordPool(fact: PoolFact, call: Call): Plan<Recorded> {
  const organization = yield* findOrganization(fact.organizationId);
  if (!organization || !insideFence(fact.organizationId, call)) {
    return reject("OrganizationNotFound", { organizationId: fact.organizationId });
  }
  const customer = yield* findCustomer(fact.customerId);
  if (customer?.organization !== organization.stream) {
    return reject("CustomerNotFound", { customerId: fact.customerId });
  }
  const poolId = (fact.subscriptionId ?? fact.orderId) as PoolId;
  const observedAt = call.source.observedAt ?? call.now;
  const shown = shownPool(fact);
  const found = yield* findPool(poolId, null);
  if (!found) {
    const refs = { stream: call.newStream(), organization: organization.stream, customer: customer.stream };
    const append = opening(poolId, fact.organizationId, refs, openShownPool(shown, observedAt));
    return planned(refs.organization, append, poolAnchor(refs, append.after), recordedOf(append.events));
  }
  const refusal = otherPool(found.pool, fact, call);
  if (refusal) return refusal;
  const events = settlePool(found.pool, yield* readPoolItself(found.refs.stream), shown, observedAt);
  const append = poolAppend(found, events);
  return planned(organization.stream, append, poolAnchor(found.refs, append.after), recordedOf(append.events));
}

/** `record` never touches a pool of the ledger, nor one of another organization or kind. */
function otherPool(
  pool: { id: string; authority: string; organizationId: string; kind: string },
  fact: PoolFact,
  call: Call,
) {
  // Nothing else is told of another organization's pool.
  if (pool.organizationId !== fact.organizationId) {
    return reject("PoolExists", { poolId: pool.id, differing: differingElsewhere(call) });
  }
  const differing = [
    pool.authority === "polar" ? [] : ["authority"],
    pool.kind === shownKind(fact) ? [] : ["kind"],
  ].flat();
  return differing.length === 0 ? null : reject("PoolExists", { poolId: pool.id, differing });
}

function shownPool(fact: PoolFact): ShownPool {
  const { type: _, subscriptionId: __, orderId: ___, organizationId: ____, ...shown } = fact;
  return { ...shown, kind: shownKind(fact) };
}

function shownKind(fact: PoolFact): "subscription" | "order" {
  return fact.subscriptionId === null ? "order" : "subscription";
}
