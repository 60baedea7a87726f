// Every public method with arguments that are good, and what each field is for. A row without `required` may be left out.

import { randomUUID } from "node:crypto";
import { firstValueFrom, type Observable } from "rxjs";
import type { SeatLedger } from "seat-ledger";
import { product, type Setting } from "../ledger/setting.ts";
import type { Kind } from "./badness.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments are wrong on purpose.
export type Loose = any;

export interface Operation {
  readonly call: (ledger: SeatLedger, args: Loose, context?: Loose) => Promise<unknown>;
  readonly good: (setting: Setting) => Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
  /** Where the fields stand in what is sent, where they are not at its top: `recipients.1.` */
  readonly at?: string;
  /** Null says that there is none. */
  readonly mayBeNull?: true;
}

const poolFields = { subscriptionId: "id", orderId: "id" } as const;
const pool = ({ subscriptionId }: Setting) => ({ subscriptionId });
const seat = () => ({ seatId: randomUUID() });
const recipientFields = {
  email: "email",
  customerId: "id",
  externalCustomerId: "text",
  memberId: "id",
  externalMemberId: "text",
  metadata: "object",
  immediateClaim: "flag",
} as const;

const filterFields = {
  ...poolFields,
  seatId: "id",
  email: "text",
  personId: "id",
  customerId: "id",
  memberId: "id",
  organizationId: "id",
  actor: "object",
  types: "list",
  from: "instant",
  until: "instant",
} as const;
const eventFields = { ...poolFields, types: "list" } as const;
const span = ({ subscriptionId, clock }: Setting) => ({ subscriptionId, from: new Date(0), until: clock.now() });

export const commands: Readonly<Record<string, Operation>> = {
  registerOrganization: {
    call: (ledger, args, context) => ledger.registerOrganization(args, context),
    good: () => ({ name: "Beta", slug: "beta" }),
    fields: { id: "id", name: "text", slug: "text", memberModel: "flag", seatsEnabled: "flag" },
    required: ["name", "slug"],
  },
  registerCustomer: {
    call: (ledger, args, context) => ledger.registerCustomer(args, context),
    good: ({ organizationId }) => ({ organizationId, email: "new@acme.example" }),
    fields: { id: "id", organizationId: "id", email: "email", name: "text", externalId: "text" },
    required: ["organizationId"],
  },
  registerMember: {
    call: (ledger, args, context) => ledger.registerMember(args, context),
    good: ({ customerId }) => ({ customerId, email: "new@acme.example" }),
    fields: { id: "id", customerId: "id", email: "email", name: "text", externalId: "text", role: "choice" },
    required: ["customerId", "email"],
  },
  removeMember: {
    call: (ledger, args, context) => ledger.removeMember(args, context),
    good: () => ({ memberId: randomUUID() }),
    fields: { memberId: "id" },
    required: ["memberId"],
  },
  removeCustomer: {
    call: (ledger, args, context) => ledger.removeCustomer(args, context),
    good: () => ({ customerId: randomUUID() }),
    fields: { customerId: "id" },
    required: ["customerId"],
  },
  forgetPerson: {
    call: (ledger, args, context) => ledger.forgetPerson(args, context),
    good: () => ({ personId: randomUUID() }),
    fields: { personId: "id" },
    required: ["personId"],
  },
  "forgetPerson, by e-mail": {
    call: (ledger, args, context) => ledger.forgetPerson(args, context),
    good: ({ organizationId }) => ({ organizationId, email: "new@acme.example" }),
    fields: { organizationId: "id", email: "address" },
    required: ["organizationId", "email"],
  },
  openPool: {
    call: (ledger, args, context) => ledger.openPool(args, context),
    good: ({ organizationId, customerId }) => ({
      orderId: randomUUID(),
      organizationId,
      customerId,
      product,
      seats: 1,
    }),
    fields: {
      ...poolFields,
      organizationId: "id",
      customerId: "id",
      product: "object",
      seats: "count",
      checkoutId: "text",
      status: "choice",
      authority: "choice",
    },
    required: ["orderId", "organizationId", "customerId", "product", "seats"],
  },
  activatePool: {
    call: (ledger, args, context) => ledger.activatePool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
  resizePool: {
    call: (ledger, args, context) => ledger.resizePool(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, seats: 5 }),
    fields: { ...poolFields, seats: "count" },
    required: ["subscriptionId", "seats"],
  },
  closePool: {
    call: (ledger, args, context) => ledger.closePool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
  reopenPool: {
    call: (ledger, args, context) => ledger.reopenPool(args, context),
    good: pool,
    fields: poolFields,
    required: ["subscriptionId"],
  },
  assignSeat: {
    call: (ledger, args, context) => ledger.assignSeat(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, email: "new@acme.example" }),
    fields: {
      ...poolFields,
      checkoutId: "text",
      ...recipientFields,
    },
    required: ["subscriptionId", "email"],
  },
  assignSeats: {
    call: (ledger, args, context) => ledger.assignSeats(args, context),
    good: ({ subscriptionId }) => ({ subscriptionId, recipients: [{ email: "new@acme.example" }] }),
    fields: { ...poolFields, checkoutId: "text", recipients: "list" },
    required: ["subscriptionId", "recipients"],
  },
  "assignSeats, one of the recipients": {
    call: (ledger, args, context) =>
      ledger.assignSeats({ subscriptionId: randomUUID(), recipients: [{ email: "new@acme.example" }, args] }, context),
    good: () => ({ email: "second@acme.example" }),
    fields: recipientFields,
    required: ["email"],
    at: "recipients.1.",
  },
  claimSeat: {
    call: (ledger, args, context) => ledger.claimSeat(args, context),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  revokeSeat: {
    call: (ledger, args, context) => ledger.revokeSeat(args, context),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  resendInvitation: {
    call: (ledger, args, context) => ledger.resendInvitation(args, context),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
};

const queries: Readonly<Record<string, Operation>> = {
  listSeats: {
    call: (ledger, args) => ledger.listSeats(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  getSeat: { call: (ledger, args) => ledger.getSeat(args), good: seat, fields: { seatId: "id" }, required: ["seatId"] },
  getPool: {
    call: (ledger, args) => ledger.getPool(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  listPools: {
    call: (ledger, args) => ledger.listPools(args),
    good: () => ({}),
    fields: { organizationId: "id", customerId: "id", cursor: "token", limit: "count" },
    required: [],
  },
  getClaimInfo: {
    call: (ledger, args) => ledger.getClaimInfo(args),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  getInvitedSeat: {
    call: (ledger, args) => ledger.getInvitedSeat(args),
    good: () => ({ invitationToken: "unknown" }),
    fields: { invitationToken: "token" },
    required: ["invitationToken"],
  },
  getOrganization: {
    call: (ledger, args) => ledger.getOrganization(args),
    good: ({ organizationId }) => ({ organizationId }),
    fields: { organizationId: "id" },
    required: ["organizationId"],
  },
  getCustomer: {
    call: (ledger, args) => ledger.getCustomer(args),
    good: ({ customerId }) => ({ customerId }),
    fields: { customerId: "id" },
    required: ["customerId"],
  },
  getMember: {
    call: (ledger, args) => ledger.getMember(args),
    good: () => ({ memberId: randomUUID() }),
    fields: { memberId: "id" },
    required: ["memberId"],
  },
  listHeldPools: {
    call: (ledger, args) => ledger.listHeldPools(args),
    good: ({ customerId }) => ({ customerId }),
    fields: { customerId: "id", memberId: "id" },
    required: ["customerId"],
  },
  getSession: {
    call: (ledger, args) => ledger.getSession(args),
    good: () => ({ token: "unknown" }),
    fields: { token: "token" },
    required: ["token"],
  },
  history: {
    call: (ledger, args) => ledger.history(args),
    good: () => ({}),
    fields: { ...filterFields, limit: "count" },
    required: [],
  },
  export: {
    call: async (ledger, args) => {
      await ledger.export(args).next();
    },
    good: () => ({}),
    fields: filterFields,
    required: [],
  },
  holders: {
    call: (ledger, args) => ledger.holders(args),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  "asOf, its options": {
    call: async (ledger, args) => ledger.asOf(0, args),
    good: () => ({}),
    fields: { by: "choice" },
    required: [],
  },
  "asOf, a pool": {
    call: (ledger, args) => ledger.asOf(3).getPool(args),
    good: pool,
    fields: { ...poolFields, checkoutId: "text" },
    required: ["subscriptionId"],
  },
  "asOf, a seat": {
    call: (ledger, args) => ledger.asOf(3).getSeat(args),
    good: seat,
    fields: { seatId: "id" },
    required: ["seatId"],
  },
  usage: {
    call: (ledger, args) => ledger.usage(args),
    good: span,
    fields: { ...poolFields, from: "instant", until: "instant", upTo: "position" },
    required: ["subscriptionId", "from", "until"],
  },
  changes: {
    call: (ledger, args) => ledger.changes(args),
    good: span,
    fields: { ...poolFields, from: "instant", until: "instant", by: "choice" },
    required: ["subscriptionId", "from", "until"],
  },
  events: {
    call: async (ledger, args) => {
      const events = ledger.events(args);
      await events.next();
      await events.return();
    },
    good: () => ({}),
    fields: { ...eventFields, after: "position", onCaughtUp: "function", signal: "signal" },
    required: [],
  },
  events$: {
    call: (ledger, args) => first(ledger.events$(args)),
    good: () => ({}),
    fields: { ...eventFields, after: "position", onCaughtUp: "function" },
    required: [],
  },
  subscribe: {
    call: async (ledger, args) => {
      await (await ledger.subscribe(args)).stop();
    },
    good: () => ({ name: "test", handler: () => undefined }),
    fields: {
      ...eventFields,
      name: "text",
      handler: "function",
      after: "position",
      tries: "position",
      onCaughtUp: "function",
      signal: "signal",
    },
    required: ["name", "handler"],
  },
  seats$: {
    call: (ledger, args) => first(ledger.seats$(args)),
    good: pool,
    fields: { ...poolFields, checkoutId: "text", onPosition: "function" },
    required: ["subscriptionId"],
  },
  pools$: {
    call: (ledger, args) => first(ledger.pools$(args)),
    good: ({ organizationId }) => ({ organizationId }),
    fields: { organizationId: "id", customerId: "id", onPosition: "function" },
    required: ["organizationId"],
  },
};

const observation = () => ({
  ...{ origin: "webhook", originId: randomUUID(), organizationId: randomUUID(), type: "x", subject: "seats/1" },
  ...{ apiVersion: "2026-10", sourceAt: new Date(0), observedAt: new Date(0), body: "{}", people: [randomUUID()] },
});

/** The inbox takes lists: one observation, one settlement of them is an operation here. */
const inbox: Readonly<Record<string, Operation>> = {
  "inbox.keep": {
    call: (ledger, args) => ledger.inbox.keep([observation(), args]),
    good: observation,
    fields: {
      ...{ origin: "choice", originId: "text", organizationId: "id", type: "text", subject: "text" },
      ...{ apiVersion: "text", sourceAt: "instant", observedAt: "instant", body: "token", people: "list" },
      ...{ state: "choice", problem: "text" },
    },
    required: ["origin", "originId", "type", "observedAt", "body", "people"],
    at: "1.",
  },
  "inbox.settle": {
    call: (ledger, args) => ledger.inbox.settle([args]),
    good: () => ({ originId: randomUUID(), state: "applied" }),
    fields: { originId: "text", state: "choice", problem: "text" },
    required: ["originId", "state"],
    at: "0.",
  },
  "inbox.list": {
    call: (ledger, args) => ledger.inbox.list(args),
    good: () => ({}),
    fields: {
      ...{ state: "choice", origin: "choice", type: "text", subject: "text", organizationId: "id" },
      ...{ cursor: "token", limit: "count" },
    },
    required: [],
  },
};

/** What goes through the whole ledger; its options are all that it is told. */
const upkeep: Readonly<Record<string, Operation>> = {
  verify: {
    call: (ledger, args) => ledger.verify(args),
    good: () => ({}),
    fields: { signal: "signal" },
    required: [],
  },
  rebuild: {
    call: (ledger, args) => ledger.rebuild(args),
    good: () => ({}),
    fields: { signal: "signal" },
    required: [],
  },
  "backup, its options": {
    call: (ledger, args) => ledger.backup("/nowhere/copy.db", args),
    good: () => ({}),
    fields: { signal: "signal" },
    required: [],
  },
};

const shown = { origin: "listing", originId: "1", observedAt: new Date("2026-03-01T12:00:00.000Z") };
const shownSeat = () => ({ id: randomUUID(), status: "pending", createdAt: shown.observedAt });
const shownSeatFields = {
  id: "id",
  status: "choice",
  customerId: "id",
  memberId: "id",
  member: "object",
  createdAt: "instant",
  invitationTokenExpiresAt: "instant",
  claimedAt: "instant",
  revokedAt: "instant",
  seatMetadata: "object",
} as const;

/** `record` takes a list of facts and says where they come from; each half is an operation of its own here. */
const adapters: Readonly<Record<string, Operation>> = {
  "record, a customer": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId }) => ({ type: "customer", id: randomUUID(), organizationId }),
    fields: { type: "choice", id: "id", organizationId: "id", createdAt: "instant" },
    required: ["type", "id", "organizationId"],
    at: "0.",
  },
  "record, a pool": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId, customerId }) => ({
      type: "pool",
      orderId: randomUUID(),
      organizationId,
      customerId,
      product,
      seats: 1,
      status: "active",
      openedAt: new Date("2026-03-01T12:00:00.000Z"),
    }),
    fields: {
      orderId: "id",
      organizationId: "id",
      customerId: "id",
      product: "object",
      seats: "count",
      status: "choice",
      openedAt: "instant",
      closedAt: "instant",
      shownAt: "instant",
      vanished: "flag",
    },
    required: ["orderId", "organizationId", "customerId", "product", "seats", "status", "openedAt"],
    at: "0.",
  },
  "record, a member": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId, customerId }) => ({
      ...{ type: "member", id: randomUUID(), organizationId, customerId },
      ...{ role: "member", createdAt: shown.observedAt },
    }),
    fields: { type: "choice", id: "id", organizationId: "id", customerId: "id", role: "choice", createdAt: "instant" },
    required: ["type", "id", "organizationId", "customerId", "role", "createdAt"],
    at: "0.",
  },
  "record, a removal": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ organizationId }) => ({ type: "removal", organizationId, memberId: randomUUID(), at: shown.observedAt }),
    fields: { type: "choice", organizationId: "id", customerId: "id", memberId: "id", at: "instant" },
    required: ["type", "organizationId", "memberId", "at"],
    at: "0.",
  },
  "record, a listing": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "listing", subscriptionId, poolVersion: 1, seats: [] }),
    fields: { subscriptionId: "id", poolVersion: "position", seats: "list", gone: "list" },
    required: ["subscriptionId", "poolVersion", "seats"],
    at: "0.",
  },
  "record, a listed seat": {
    call: (ledger, args) => {
      const listing = { type: "listing", subscriptionId: randomUUID(), poolVersion: 1, seats: [args] };
      return ledger.record([listing as Loose], shown as Loose);
    },
    good: shownSeat,
    fields: shownSeatFields,
    required: ["id", "status", "createdAt"],
    at: "0.seats.0.",
  },
  "record, a seat": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "seat", subscriptionId, seat: shownSeat(), shownAt: shown.observedAt }),
    fields: { ...poolFields, type: "choice", seat: "object", shownAt: "instant" },
    required: ["type", "subscriptionId", "seat", "shownAt"],
    at: "0.",
  },
  "record, what a seat is": {
    call: (ledger, args) => {
      const fact = { type: "seat", subscriptionId: randomUUID(), seat: args, shownAt: shown.observedAt };
      return ledger.record([fact as Loose], shown as Loose);
    },
    good: shownSeat,
    fields: shownSeatFields,
    required: ["id", "status", "createdAt"],
    at: "0.seat.",
  },
  "record, whom a seat shows": {
    call: (ledger, args) => {
      const seat = { ...shownSeat(), member: args };
      const fact = { type: "seat", subscriptionId: randomUUID(), seat, shownAt: shown.observedAt };
      return ledger.record([fact as Loose], shown as Loose);
    },
    good: ({ customerId }) => ({ id: randomUUID(), customerId, role: "member", createdAt: shown.observedAt }),
    fields: { id: "id", customerId: "id", role: "choice", createdAt: "instant" },
    required: ["id", "customerId", "role", "createdAt"],
    at: "0.seat.member.",
    mayBeNull: true,
  },
  "record, a quantity": {
    call: (ledger, args) => ledger.record([args], shown as Loose),
    good: ({ subscriptionId }) => ({ type: "quantity", subscriptionId, seats: 5, at: shown.observedAt }),
    fields: { ...poolFields, type: "choice", seats: "count", previous: "count", at: "instant" },
    required: ["type", "subscriptionId", "seats", "at"],
    at: "0.",
  },
  "record, where it comes from": {
    call: (ledger, args) => ledger.record([], args),
    good: () => shown,
    fields: { origin: "choice", originId: "text", observedAt: "instant" },
    required: ["origin", "originId", "observedAt"],
  },
  "record, what was written through": {
    call: (ledger, args) => ledger.record([], args),
    good: () => ({ ...shown, origin: "write-through", actor: { type: "user", id: "u1" } }),
    fields: {
      ...{ origin: "choice", originId: "text", observedAt: "instant" },
      ...{ actor: "object", reason: "text", ip: "text", userAgent: "text" },
    },
    required: ["origin", "originId", "observedAt"],
  },
};

export const operations: Readonly<Record<string, Operation>> = {
  ...commands,
  ...queries,
  ...inbox,
  ...upkeep,
  ...adapters,
};

/** What every command is told about itself. */
export const contextFields: Readonly<Record<string, Kind>> = {
  actor: "object",
  reason: "text",
  ip: "text",
  userAgent: "text",
  idempotencyKey: "text",
  occurredAt: "instant",
  expectedVersion: "position",
  signal: "signal",
};

function first<Value>(values: Observable<Value>): Promise<Value> {
  return firstValueFrom(values);
}
