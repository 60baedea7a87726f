// Everything that the sandbox remembers: plain maps, in the order of insertion, and indexes over them. It knows no rules.

import type { SystemEventRecord } from "./events/system-event.ts";
import type { FaultState } from "./faults/fault-state.ts";
import type { SandboxPoolFact } from "./record/pool-fact.ts";
import type { SandboxFact } from "./record/sandbox-fact.ts";
import type {
  CustomerRecord,
  MemberRecord,
  OrderRecord,
  OrganizationRecord,
  ProductRecord,
  SeatRecord,
  SubscriptionRecord,
} from "./records.ts";
import { createSeededIds, type SeededIds } from "./seeded-ids.ts";
import { createWebhookState, type WebhookState } from "./webhooks/webhook-records.ts";

export type SandboxState = {
  readonly now: () => Date;
  readonly ids: SeededIds;
  readonly organizations: Map<string, OrganizationRecord>;
  readonly organizationByToken: Map<string, string>;
  readonly products: Map<string, ProductRecord>;
  readonly customers: Map<string, CustomerRecord>;
  readonly members: Map<string, MemberRecord>;
  readonly memberIdsByCustomer: Map<string, string[]>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  readonly orders: Map<string, OrderRecord>;
  readonly seats: Map<string, SeatRecord>;
  readonly seatIdsByPool: Map<string, string[]>;
  readonly seatIdByToken: Map<string, string>;
  readonly tokenBySeatId: Map<string, string>;
  readonly facts: SandboxFact[];
  readonly poolFacts: SandboxPoolFact[];
  readonly lastPoolFact: Map<string, SandboxPoolFact>;
  /** What the events API lists, in order. */
  readonly systemEvents: SystemEventRecord[];
  readonly systemEventIds: SeededIds;
  readonly webhooks: WebhookState;
  readonly faults: FaultState;
};

export function createState(now: () => Date, seed: number): SandboxState {
  return {
    now,
    ids: createSeededIds(seed),
    organizations: new Map(),
    organizationByToken: new Map(),
    products: new Map(),
    customers: new Map(),
    members: new Map(),
    memberIdsByCustomer: new Map(),
    subscriptions: new Map(),
    orders: new Map(),
    seats: new Map(),
    seatIdsByPool: new Map(),
    seatIdByToken: new Map(),
    tokenBySeatId: new Map(),
    facts: [],
    poolFacts: [],
    lastPoolFact: new Map(),
    // Sequences of their own: who listens must not change the ids of anything else.
    systemEvents: [],
    systemEventIds: createSeededIds(`${seed}/events`),
    webhooks: createWebhookState(createSeededIds(`${seed}/webhooks`)),
    faults: { current: null },
  };
}

/** Which organizations a caller may see: a thing of any other is answered like an unknown one. */
export type Viewer = (organizationId: string) => boolean;

/** The merchant and the buyers, who act directly and see everything. */
export const seesEverything: Viewer = () => true;

/** The record with this id, or what `missing` makes of its absence. */
export function required<Thing>(things: ReadonlyMap<string, Thing>, id: string, missing: () => Error): Thing {
  const thing = things.get(id);
  if (thing === undefined) throw missing();
  return thing;
}

/** Adds an id to the list that an index keeps under a key. */
export function addToIndex(index: Map<string, string[]>, key: string, id: string): void {
  const listed = index.get(key);
  if (listed === undefined) index.set(key, [id]);
  else listed.push(id);
}

/** What begins every record: an id and the time. */
export function stamp(state: SandboxState): { id: string; createdAt: Date; modifiedAt: null } {
  return { id: state.ids.uuid(), createdAt: state.now(), modifiedAt: null };
}
