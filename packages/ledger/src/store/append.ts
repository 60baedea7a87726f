// What a transaction appends: the events of one stream, and what is true before and after them.

import type { CustomerState, MemberState, OrganizationState } from "../domain/directory.ts";
import type { CustomerStreamEvent, OrganizationEvent, PoolStreamEvent } from "../domain/events.ts";
import type { PoolState } from "../domain/pool.ts";
import type { PoolRefs } from "./pool-queries.ts";

export interface OrganizationAppend {
  readonly kind: "organization";
  readonly stream: number;
  readonly before: OrganizationState | null;
  readonly events: readonly OrganizationEvent[];
  readonly after: OrganizationState;
}

export interface CustomerAppend {
  readonly kind: "customer";
  readonly stream: number;
  readonly organization: number;
  readonly before: CustomerState | null;
  readonly events: readonly CustomerStreamEvent[];
  readonly after: CustomerState;
  /** The members whom the events changed, as they are after them. */
  readonly members: readonly MemberState[];
}

export interface PoolAppend {
  readonly kind: "pool";
  readonly refs: PoolRefs;
  readonly before: PoolState | null;
  readonly events: readonly PoolStreamEvent[];
  readonly after: PoolState;
}

/** Events of one stream, with what is true before and after them. */
export type Append = OrganizationAppend | CustomerAppend | PoolAppend;
