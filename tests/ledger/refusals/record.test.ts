// The facts that adapters record: every refusal, in the order of precedence. Facts have no idempotency key, no expected
// version and no rule of capacity, so their ladders are short.

import { randomUUID } from "node:crypto";
import type { Fact } from "seat-ledger";
import { product } from "../setting.ts";
import { climb, nobody, type Rung, type World } from "./ladder.ts";

type FactOf<Type extends Fact["type"]> = Extract<Fact, { readonly type: Type }>;

const openedAt = new Date("2026-03-01T12:00:00.000Z");
const source = { origin: "listing", originId: "1", observedAt: openedAt } as const;
const record = ({ ledger }: World, ...facts: readonly Fact[]) => ledger.record(facts, source);
const behindOther = ({ ledger, other }: World, fact: Fact) =>
  ledger.forOrganization(other.organizationId).record([fact], source);

const organization = (id: string, slug: string): Fact => ({
  ...{ type: "organization", id, slug, name: "Named" },
  ...{ memberModel: true, seatsEnabled: true },
});
const customer = (id: string, organizationId: string): Fact => ({ type: "customer", id, organizationId });
const pool = (
  { organizationId, customerId }: Readonly<Record<"organizationId" | "customerId", string>>,
  ref: { readonly subscriptionId?: string; readonly orderId?: string },
): FactOf<"pool"> => ({
  type: "pool",
  ...ref,
  organizationId,
  customerId,
  product,
  seats: 1,
  status: "active",
  openedAt,
});

const member = (id: string, organizationId: string, customerId: string): Fact => ({
  ...{ type: "member", id, organizationId, customerId },
  ...{ role: "member", createdAt: openedAt },
});
const removal = (organizationId: string, who: { readonly customerId?: string; readonly memberId?: string }): Fact => ({
  ...{ type: "removal", organizationId, ...who, at: openedAt },
});

const own = ({ subscriptionId }: World) => ({ subscriptionId });

type Shown = FactOf<"seat">["seat"];
type OfPool = (ref: { readonly subscriptionId: string }, shown?: Partial<Shown>) => Fact;

const seatShown = (shown: Partial<Shown>): Shown => ({
  ...{ id: randomUUID(), status: "pending", createdAt: openedAt },
  ...shown,
});
const seat: OfPool = (ref, shown = {}) => ({ type: "seat", ...ref, seat: seatShown(shown), shownAt: openedAt });
const listing: OfPool = (ref, shown = {}) => ({ type: "listing", ...ref, poolVersion: 2, seats: [seatShown(shown)] });
const quantity: OfPool = (ref) => ({ type: "quantity", ...ref, seats: 2, at: openedAt });

/** What every fact about a known pool checks first. */
function aboutMirrors(fact: OfPool, [path, wrong]: readonly [string, object]): readonly Rung[] {
  return [
    [
      `InvalidRequest ${path}`,
      "PoolNotFound",
      (world) => record(world, { ...fact({ subscriptionId: nobody }), ...wrong }),
    ],
    ["PoolNotFound", "PoolExists", (world) => behindOther(world, fact(own(world)))],
  ];
}

/** And what those check that show seats. */
function aboutSeats(fact: OfPool): readonly Rung[] {
  return [
    [
      "PoolExists",
      "IdentityConflict",
      async (world) =>
        record(world, fact(own(world), { id: (await world.invited()).seatId, memberId: world.otherMember.memberId })),
    ],
    [
      "IdentityConflict",
      "",
      async (world) => record(world, fact(world.mirrored, { id: (await world.invited()).seatId })),
    ],
  ];
}

const ofOthers: Readonly<Record<string, (world: World) => Partial<Shown>>> = {
  "of a member": ({ otherMember }) => otherMember,
  "of a shown member": ({ other, otherMember }) => ({
    member: { id: otherMember.memberId, customerId: other.customerId, role: "member", createdAt: openedAt },
  }),
  "of a customer": ({ other }) => ({ customerId: other.customerId }),
};

climb({
  "record, an organization": [
    [
      "InvalidRequest 0.name",
      "OrganizationNotFound",
      (world) => behindOther(world, { ...organization(nobody, "acme"), ...{ name: "" } }),
    ],
    ["OrganizationNotFound", "IdentityConflict", (world) => behindOther(world, organization(nobody, "acme"))],
    ["IdentityConflict", "", (world) => record(world, organization(nobody, "acme"))],
  ],
  "record, a customer": [
    [
      "InvalidRequest 0.colour",
      "OrganizationNotFound",
      (world) => record(world, { ...customer(nobody, nobody), ...{ colour: 1 } }),
    ],
    ["OrganizationNotFound", "IdentityConflict", (world) => record(world, customer(world.customerId, nobody))],
    ["IdentityConflict", "", (world) => record(world, customer(world.customerId, world.other.organizationId))],
  ],
  "record, a customer by the id of a pool": [
    ["IdentityConflict", "", async (world) => record(world, customer(world.subscriptionId, world.organizationId))],
  ],
  "record, a member": [
    [
      "InvalidRequest 0.role",
      "OrganizationNotFound",
      (world) => record(world, { ...member(nobody, nobody, nobody), ...{ role: "x" as never } }),
    ],
    ["OrganizationNotFound", "CustomerNotFound", (world) => record(world, member(nobody, nobody, nobody))],
    [
      "CustomerNotFound",
      "IdentityConflict",
      (world) => record(world, member(world.otherMember.memberId, world.organizationId, world.other.customerId)),
    ],
    [
      "IdentityConflict",
      "",
      (world) => record(world, member(world.otherMember.memberId, world.organizationId, world.customerId)),
    ],
  ],
  "record, a member behind a fence": [
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      (world) => behindOther(world, member(nobody, world.organizationId, nobody)),
    ],
  ],
  "record, a removal": [
    [
      "InvalidRequest 0",
      "OrganizationNotFound",
      (world) => record(world, removal(nobody, { customerId: nobody, memberId: nobody })),
    ],
    ["OrganizationNotFound", "IdentityConflict", (world) => record(world, removal(nobody, world.otherMember))],
    ["IdentityConflict", "", (world) => record(world, removal(world.organizationId, world.otherMember))],
  ],
  "record, the removal of a customer of another organization": [
    [
      "IdentityConflict",
      "",
      (world) => record(world, removal(world.organizationId, { customerId: world.other.customerId })),
    ],
  ],
  "record, a removal behind a fence": [
    [
      "OrganizationNotFound",
      "IdentityConflict",
      (world) => behindOther(world, removal(world.organizationId, { customerId: world.customerId })),
    ],
  ],
  "record, a pool": [
    [
      "InvalidRequest 0.seats",
      "OrganizationNotFound",
      (world) =>
        record(world, { ...pool({ organizationId: nobody, customerId: nobody }, { orderId: nobody }), seats: -1 }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      (world) => record(world, pool({ organizationId: nobody, customerId: nobody }, { orderId: nobody })),
    ],
    [
      "CustomerNotFound",
      "PoolExists",
      (world) => record(world, pool({ ...world, customerId: world.other.customerId }, own(world))),
    ],
    ["PoolExists", "", (world) => record(world, pool(world, own(world)))],
  ],
  "record, a pool behind a fence": [
    ["OrganizationNotFound", "CustomerNotFound", (world) => behindOther(world, pool(world, world.mirrored))],
  ],
  "record, another's pool": [["PoolExists", "", (world) => record(world, pool(world.other, world.mirrored))]],
  "record, an order by the id of a subscription": [
    ["PoolExists", "", (world) => record(world, pool(world, { orderId: world.mirrored.subscriptionId }))],
  ],
  "record, a listing": [...aboutMirrors(listing, ["0.poolVersion", { poolVersion: -1 }]), ...aboutSeats(listing)],
  "record, a seat": [...aboutMirrors(seat, ["0.shownAt", { shownAt: "now" }]), ...aboutSeats(seat)],
  "record, a quantity": [
    ...aboutMirrors(quantity, ["0.at", { at: "now" }]),
    ["PoolExists", "", (world) => record(world, quantity(own(world)))],
  ],
  ...Object.fromEntries(
    Object.entries(ofOthers).flatMap(([what, shown]) =>
      ([seat, listing] as const).map((fact) => [
        `record, ${fact === seat ? "a seat" : "a listing"} ${what} of another organization`,
        [["IdentityConflict", "", (world: World) => record(world, fact(world.mirrored, shown(world)))] as Rung],
      ]),
    ),
  ),
  "record, where it comes from": [
    [
      "InvalidRequest observedAt",
      "InvalidRequest 0.type",
      ({ ledger }) => ledger.record([{ type: "x" } as never], { ...source, observedAt: "now" as never }),
    ],
    ["InvalidRequest 0.type", "", ({ ledger }) => ledger.record([{ type: "x" } as never], source)],
  ],
  "record, who asked for what a source shows by itself": [
    [
      "InvalidRequest actor",
      "InvalidRequest ip",
      ({ ledger }) => ledger.record([], { ...source, actor: { type: "user" }, ip: "203.0.113.7" }),
    ],
    ["InvalidRequest ip", "", ({ ledger }) => ledger.record([], { ...source, ip: "203.0.113.7" })],
  ],
});
