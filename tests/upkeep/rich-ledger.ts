// A ledger file in which something stands in every table that is made from the log: both kinds of organization, seats in
// every status, tokens sent and taken up, a pool of Polar's, somebody who was forgotten.

import { randomUUID } from "node:crypto";
import { openLedger, type SeatLedger } from "seat-ledger";
import { mirrorIn, shownSeat } from "../ledger/mirror.ts";
import { product } from "../ledger/setting.ts";
import { type Folder, newFolder, openPlainly } from "../storage/ledger-file.ts";

export interface RichLedger extends AsyncDisposable {
  readonly folder: Folder;
  readonly file: string;
  readonly ledger: SeatLedger;
  readonly organizationId: string;
  readonly subscriptionId: string;
  /** Whether somebody holds it, or ever did. */
  readonly seats: {
    readonly pending: string;
    readonly claimed: string;
    readonly revoked: string;
    readonly handedOn: string;
  };
  readonly session: string;
  /** Changes the file as nobody should, past the ledger. */
  damage(statement: string): void;
}

export async function richLedger(): Promise<RichLedger> {
  const folder = await newFolder();
  const { file } = folder;
  const ledger = await openLedger({ file, durability: "normal" });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({
    organizationId,
    email: "buyer@acme.example",
    name: "Bea",
  });
  const pool = { subscriptionId: randomUUID() };
  await ledger.openPool({ ...pool, organizationId, customerId, product, seats: 5, checkoutId: "checkout-1" });
  const assign = (name: string) =>
    ledger.assignSeat({ ...pool, email: `${name}@acme.example`, metadata: { desk: name } }, { reason: `for ${name}` });
  const [pending, claimed, revoked, handedOn] = [
    await assign("ada"),
    await assign("bob"),
    await assign("cyd"),
    await assign("dan"),
  ];
  const { customerSessionToken } = await ledger.claimSeat({ invitationToken: claimed.invitation?.token ?? "" });
  await ledger.resendInvitation({ seatId: pending.seat.id });
  await ledger.revokeSeat({ seatId: revoked.seat.id });
  await ledger.forgetPerson({ personId: handedOn.seat.personId ?? "" });
  await withoutMembers(ledger);
  const mirror = await mirrorIn({ ledger, organizationId, customerId });
  const shown = shownSeat({ customerId }, randomUUID(), "eve@acme.example");
  await mirror.show([shown]);
  await mirror.show([]);
  await mirror.resize(6);
  await mirror.resize(4);
  await withInputs(ledger, organizationId, handedOn.seat.personId ?? "");
  return {
    ...{ folder, file, ledger, organizationId, subscriptionId: pool.subscriptionId, session: customerSessionToken },
    seats: { pending: pending.seat.id, claimed: claimed.seat.id, revoked: revoked.seat.id, handedOn: handedOn.seat.id },
    damage(statement) {
      using database = openPlainly(file);
      database.pragma("foreign_keys = off");
      database.exec(`drop trigger if exists events_are_never_changed; drop trigger if exists events_are_never_deleted;
        drop trigger if exists events_are_never_replaced;`);
      database.exec(statement);
    },
    async [Symbol.asyncDispose]() {
      await ledger.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function withoutMembers(ledger: SeatLedger): Promise<void> {
  const { id: organizationId } = await ledger.registerOrganization({ name: "Beta", slug: "beta", memberModel: false });
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: "buyer@beta.example" });
  const orderId = randomUUID();
  await ledger.openPool({ orderId, organizationId, customerId, product, seats: 2, status: "unpaid" });
  await ledger.activatePool({ orderId });
  await ledger.assignSeat({ orderId, email: "fay@beta.example", immediateClaim: true });
}

/** What came in, of which one names somebody who was forgotten; and a note. */
async function withInputs({ inbox }: SeatLedger, organizationId: string, forgotten: string): Promise<void> {
  const common = { origin: "webhook", organizationId, type: "member.updated", subject: "members/1" } as const;
  const times = { apiVersion: "2026-10", sourceAt: null, observedAt: new Date(0) };
  await inbox.keep([
    { ...common, ...times, originId: "1", body: '{"name":"Eve"}', people: [] },
    { ...common, ...times, originId: "2", body: '{"name":"Dan"}', people: [forgotten] },
  ]);
  await inbox.putNote("pass", { phase: "lists" });
}

/** Everything that the ledger answers about now. */
export async function answersOf({ ledger, session }: Pick<RichLedger, "ledger" | "session">): Promise<unknown> {
  const { pools } = await ledger.listPools();
  const refs = pools.map(({ subscriptionId, orderId }) => ({
    ...(subscriptionId ? { subscriptionId } : {}),
    ...(orderId ? { orderId } : {}),
  }));
  const lists = await Promise.all(refs.map((ref) => ledger.listSeats(ref)));
  const { observations } = await ledger.inbox.list();
  const notes = await ledger.inbox.notes("");
  return { pools, lists, session: await ledger.getSession({ token: session }), observations, notes };
}
