// Opening a pool: a subscription with seats was started, or an order of seats was made.

import type { Authority, PoolKind, PoolStreamEvent, Product } from "../events.ts";
import type { CustomerId, PoolId } from "../ids.ts";
import type { PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";
import { reject } from "../rejections.ts";
import { accept, type Decision } from "./decision.ts";

/** What a pool is opened with: the same facts again change nothing, other facts are refused. */
export interface OpeningFacts {
  readonly kind: PoolKind;
  readonly customerId: CustomerId;
  readonly product: Product;
  readonly seats: number;
  readonly status: "active" | "unpaid";
  readonly authority: Authority;
  readonly checkoutId: string | null;
}

export function decideOpenPool(
  opened: { readonly facts: OpeningFacts; readonly pool: PoolState } | null,
  command: { readonly poolId: PoolId; readonly facts: OpeningFacts; readonly at: Date },
): Decision<PoolStreamEvent> {
  if (!opened) return accept(plainEvent("PoolOpened", command.facts, { at: command.at }));
  const differing = differences(opened.facts, command.facts);
  return differing.length === 0 ? accept() : reject("PoolExists", { poolId: command.poolId, differing });
}

function differences(before: OpeningFacts, now: OpeningFacts): readonly string[] {
  const { product: productBefore, ...restBefore } = before;
  const { product: productNow, ...restNow } = now;
  const differing = (Object.keys(restBefore) as (keyof typeof restBefore)[]).filter(
    (key) => restBefore[key] !== restNow[key],
  );
  const sameProduct = productBefore.id === productNow.id && productBefore.name === productNow.name;
  return sameProduct ? differing : [...differing, "product"];
}
