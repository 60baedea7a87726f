// Every command with something to do, for what must hold of each of them. The table is complete by type: a new command that
// is not in it does not compile.

import { randomUUID } from "node:crypto";
import type { CommandContext, LedgerEvent, OrganizationLedger, SeatLedger } from "seat-ledger";
import type { ManualClock } from "seat-ledger/testing";
import { eventCount, eventsAfter, product, setting } from "./setting.ts";

/** The second argument of a method. */
type SecondOf<Method> = Method extends (first: never, second?: infer Second) => unknown ? NonNullable<Second> : never;

/** What takes a command's second argument. */
export type CommandName = {
  [Name in keyof OrganizationLedger]: CommandContext extends SecondOf<OrganizationLedger[Name]>
    ? "actor" extends keyof SecondOf<OrganizationLedger[Name]>
      ? Name
      : never
    : never;
}[keyof OrganizationLedger];

/** An organization in which every command has something to do. */
export interface Scene {
  /** Fenced to the organization. */
  readonly ledger: OrganizationLedger;
  readonly slug: string;
  readonly organizationId: string;
  readonly customerId: string;
  readonly memberId: string;
  /** With free seats, and one that the member was invited to. */
  readonly pool: { readonly subscriptionId: string };
  readonly seatId: string;
  readonly invitationToken: string;
  readonly unpaid: { readonly orderId: string };
  readonly closed: { readonly subscriptionId: string };
}

export interface CommandRow {
  /** Which pool's version may be expected, and whose last event is no later than the command; null where there is none. */
  readonly pool: ((scene: Scene) => Pool) | null;
  readonly call: (scene: Scene, context?: CommandContext) => Promise<unknown>;
}

type Pool = { readonly subscriptionId: string } | { readonly orderId: string };

const pool = ({ pool: ref }: Scene) => ref;
const newId = "00000000-0000-4000-8000-00000000000";

export const everyCommand: Readonly<Record<CommandName, CommandRow>> = {
  registerOrganization: {
    pool: null,
    call: ({ ledger, slug }, context) => ledger.registerOrganization({ name: "Renamed", slug }, context),
  },
  registerCustomer: {
    pool: null,
    call: ({ ledger, organizationId }, context) =>
      ledger.registerCustomer({ organizationId, email: "new@acme.example" }, context),
  },
  registerMember: {
    pool: null,
    call: ({ ledger, customerId, memberId: id }, context) =>
      ledger.registerMember({ id, customerId, email: "renamed@acme.example" }, context),
  },
  removeMember: { pool: null, call: ({ ledger, memberId }, context) => ledger.removeMember({ memberId }, context) },
  removeCustomer: {
    pool: null,
    call: ({ ledger, customerId }, context) => ledger.removeCustomer({ customerId }, context),
  },
  forgetPerson: {
    pool: null,
    call: ({ ledger, memberId: personId }, context) => ledger.forgetPerson({ personId }, context),
  },
  openPool: {
    pool: null,
    call: ({ ledger, organizationId, customerId, slug }, context) =>
      ledger.openPool({ orderId: `${newId}${slug.length}`, organizationId, customerId, product, seats: 1 }, context),
  },
  activatePool: {
    pool: ({ unpaid }) => unpaid,
    call: ({ ledger, unpaid }, context) => ledger.activatePool(unpaid, context),
  },
  resizePool: {
    pool,
    call: ({ ledger, ...scene }, context) => ledger.resizePool({ ...scene.pool, seats: 9 }, context),
  },
  closePool: { pool, call: ({ ledger, ...scene }, context) => ledger.closePool(scene.pool, context) },
  reopenPool: {
    pool: ({ closed }) => closed,
    call: ({ ledger, closed }, context) => ledger.reopenPool(closed, context),
  },
  assignSeat: {
    pool,
    call: ({ ledger, ...scene }, context) => ledger.assignSeat({ ...scene.pool, email: "joe@acme.example" }, context),
  },
  assignSeats: {
    pool,
    call: ({ ledger, ...scene }, context) => {
      const recipients = [{ email: "joe@acme.example" }, { email: "jim@acme.example", immediateClaim: true }];
      return ledger.assignSeats({ ...scene.pool, recipients }, context);
    },
  },
  claimSeat: { pool, call: ({ ledger, invitationToken }, context) => ledger.claimSeat({ invitationToken }, context) },
  revokeSeat: { pool, call: ({ ledger, seatId }, context) => ledger.revokeSeat({ seatId }, context) },
  resendInvitation: { pool, call: ({ ledger, seatId }, context) => ledger.resendInvitation({ seatId }, context) },
};

export const commandRows = Object.entries(everyCommand).map(([name, row]) => ({ name, ...row }));

/** A ledger with a scene. */
export async function stage(): Promise<Scene & { readonly whole: SeatLedger; readonly clock: ManualClock }> {
  const { ledger, clock } = await setting();
  return { ...(await sceneIn(ledger, "first")), whole: ledger, clock };
}

/** A scene of an organization of its own. */
export async function sceneIn(whole: SeatLedger, slug: string): Promise<Scene> {
  const { id: organizationId } = await whole.registerOrganization({ name: slug, slug });
  const ledger = whole.forOrganization(organizationId);
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: `buyer@${slug}.example` });
  const { id: memberId } = await ledger.registerMember({ customerId, email: "jane@acme.example" });
  const owner = { organizationId, customerId, product };
  const [open, closed] = [{ subscriptionId: randomUUID() }, { subscriptionId: randomUUID() }];
  const unpaid = { orderId: randomUUID() };
  await ledger.openPool({ ...owner, ...open, seats: 5 });
  await ledger.openPool({ ...owner, ...closed, seats: 1 });
  await ledger.closePool(closed);
  await ledger.openPool({ ...owner, ...unpaid, seats: 1, status: "unpaid" });
  const { seat, invitation } = await ledger.assignSeat({ ...open, memberId });
  const invited = { seatId: seat.id, invitationToken: invitation?.token ?? "" };
  return { ledger, slug, organizationId, customerId, memberId, pool: open, closed, unpaid, ...invited };
}

/** The events that something appends. */
export async function appendedBy(whole: SeatLedger, act: () => Promise<unknown>): Promise<readonly LedgerEvent[]> {
  const before = await eventCount(whole);
  await act();
  return await eventsAfter(whole, before);
}
