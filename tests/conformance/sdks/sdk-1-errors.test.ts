// The errors of Polar's SDK 1.0.1: each class that it has for an operation on seats is thrown where this API refuses alike.

import { PolarClientError, PolarServerError } from "@polar-sh/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokens } from "../shop.ts";
import { nobody, openStall, type SeatError, type Stall, thrownBy, type Version, versions } from "./stall.ts";

let stall: Stall;

beforeEach(async () => {
  stall = await openStall();
});

afterEach(() => stall[Symbol.asyncDispose]());

type Client = ReturnType<Version["createPolar"]>;

interface Scene {
  readonly merchant: (token?: string) => Client["customerSeats"];
  readonly portal: (token?: string) => Client["customerPortal"]["seats"];
  readonly subscription_id: string;
  readonly order_id: string;
}

/** What is refused, and the name in the body. Null where this API has no such refusal: see what stands beside it. */
type Refused = readonly [name: string, call: (scene: Scene) => Promise<unknown>] | null;

const email = "jane@example.com";
const unknown = "nobody's token";

const refusals: Readonly<Record<SeatError, Refused>> = {
  CustomerSeatsAssignSeat400Error: ["SeatNotAvailable", (scene) => overfull(scene.merchant(), scene)],
  CustomerSeatsAssignSeat401Error: ["Unauthorized", (scene) => scene.merchant(unknown).assignSeat(one(scene))],
  CustomerSeatsAssignSeat403Error: [
    "insufficient_scope",
    (scene) => scene.merchant(tokens.reader).assignSeat(one(scene)),
  ],
  CustomerSeatsAssignSeat404Error: [
    "ResourceNotFound",
    ({ merchant }) => merchant().assignSeat({ order_id: nobody, email }),
  ],
  CustomerSeatsListSeats401Error: ["Unauthorized", ({ merchant }) => merchant(unknown).listSeats({ order_id: nobody })],
  CustomerSeatsListSeats403Error: [
    "FeatureNotEnabled",
    (scene) => withoutSeats(() => scene.merchant().listSeats(own(scene))),
  ],
  CustomerSeatsListSeats404Error: [
    "ResourceNotFound",
    ({ merchant }) => merchant().listSeats({ subscription_id: stall.shop.other.subscriptionId }),
  ],
  CustomerSeatsRevokeSeat401Error: ["Unauthorized", ({ merchant }) => merchant(unknown).revokeSeat(nobody)],
  CustomerSeatsRevokeSeat403Error: ["insufficient_scope", ({ merchant }) => merchant(tokens.reader).revokeSeat(nobody)],
  CustomerSeatsRevokeSeat404Error: ["ResourceNotFound", ({ merchant }) => merchant().revokeSeat(nobody)],
  CustomerSeatsResendInvitation400Error: ["SeatNotPending", ({ merchant }) => resent(merchant())],
  CustomerSeatsResendInvitation401Error: ["Unauthorized", ({ merchant }) => merchant(unknown).resendInvitation(nobody)],
  CustomerSeatsResendInvitation403Error: [
    "insufficient_scope",
    ({ merchant }) => merchant(tokens.reader).resendInvitation(nobody),
  ],
  CustomerSeatsResendInvitation404Error: ["ResourceNotFound", ({ merchant }) => merchant().resendInvitation(nobody)],
  CustomerSeatsClaimSeat400Error: [
    "InvalidInvitationToken",
    ({ merchant }) => merchant().claimSeat({ invitation_token: "dead" }),
  ],
  CustomerSeatsClaimSeat403Error: [
    "FeatureNotEnabled",
    async ({ merchant }) => {
      const { token: invitation_token } = await stall.invited(email);
      return withoutSeats(() => merchant().claimSeat({ invitation_token }));
    },
  ],
  // A dead token is 404 here, as in Polar, whose document has this one too.
  CustomerSeatsGetClaimInfo400Error: null,
  CustomerSeatsGetClaimInfo403Error: [
    "FeatureNotEnabled",
    async ({ merchant }) => {
      const { token } = await stall.invited(email);
      return withoutSeats(() => merchant().getClaimInfo(token));
    },
  ],
  CustomerSeatsGetClaimInfo404Error: ["ResourceNotFound", ({ merchant }) => merchant().getClaimInfo("dead")],
  CustomerPortalSeatsAssignSeat400Error: ["SeatNotAvailable", (scene) => overfull(scene.portal(), scene)],
  CustomerPortalSeatsAssignSeat401Error: ["Unauthorized", (scene) => scene.portal(unknown).assignSeat(one(scene))],
  CustomerPortalSeatsAssignSeat403Error: [
    "NotPermitted",
    async (scene) => scene.portal((await stall.claimed("member@example.com")).token).assignSeat(one(scene)),
  ],
  CustomerPortalSeatsAssignSeat404Error: [
    "ResourceNotFound",
    ({ portal }) => portal().assignSeat({ checkout_id: nobody, email }),
  ],
  CustomerPortalSeatsListSeats401Error: [
    "Unauthorized",
    ({ portal }) => portal(tokens.acme).listSeats({ order_id: nobody }),
  ],
  CustomerPortalSeatsListSeats403Error: [
    "FeatureNotEnabled",
    (scene) => withoutSeats(() => scene.portal().listSeats(own(scene))),
  ],
  CustomerPortalSeatsListSeats404Error: ["ResourceNotFound", ({ portal }) => portal().listSeats({ order_id: nobody })],
  CustomerPortalSeatsRevokeSeat401Error: ["Unauthorized", ({ portal }) => portal(unknown).revokeSeat(nobody)],
  CustomerPortalSeatsRevokeSeat403Error: [
    "NotPermitted",
    async ({ portal }) => portal((await stall.claimed(email)).token).revokeSeat(nobody),
  ],
  CustomerPortalSeatsRevokeSeat404Error: ["ResourceNotFound", ({ portal }) => portal().revokeSeat(nobody)],
  CustomerPortalSeatsResendInvitation400Error: ["SeatNotPending", ({ portal }) => resent(portal())],
  CustomerPortalSeatsResendInvitation401Error: [
    "Unauthorized",
    ({ portal }) => portal(unknown).resendInvitation(nobody),
  ],
  CustomerPortalSeatsResendInvitation403Error: [
    "NotPermitted",
    async ({ portal }) => portal((await stall.claimed(email)).token).resendInvitation(nobody),
  ],
  CustomerPortalSeatsResendInvitation404Error: ["ResourceNotFound", ({ portal }) => portal().resendInvitation(nobody)],
  CustomerPortalSeatsListClaimedSubscriptions401Error: [
    "Unauthorized",
    ({ portal }) => portal(unknown).listClaimedSubscriptions(),
  ],
};

function own({ subscription_id }: Scene) {
  return { subscription_id };
}

function one({ subscription_id }: Scene) {
  return { subscription_id, email };
}

/** The order has one seat. */
async function overfull(seats: Pick<Client["customerSeats"], "assignSeat">, { order_id }: Scene): Promise<unknown> {
  await seats.assignSeat({ order_id, email: "first@example.com" });
  return seats.assignSeat({ order_id, email });
}

async function resent(seats: Pick<Client["customerSeats"], "resendInvitation">): Promise<unknown> {
  return seats.resendInvitation((await stall.claimed(email)).seatId);
}

async function withoutSeats(call: () => Promise<unknown>): Promise<unknown> {
  await stall.seatsOff();
  return call();
}

describe.each(Object.entries(versions))("the entry %s", (_, { createPolar, errors }) => {
  const client = (accessToken: string) => createPolar({ accessToken, baseUrl: stall.url });
  const scene = (): Scene => ({
    merchant: (token = tokens.acme) => client(token).customerSeats,
    portal: (token = "buyer") => client(token).customerPortal.seats,
    subscription_id: stall.shop.acme.subscriptionId,
    order_id: stall.shop.acme.orderId,
  });
  const cases = Object.entries(refusals).flatMap(([name, refused]) => (refused ? [[name, ...refused] as const] : []));

  it.each(cases)("throws %s for %s", async (name, error, call) => {
    const thrown = await thrownBy(call(scene()));
    expect(thrown).toBeInstanceOf(errors[name as SeatError]);
    expect(thrown).toMatchObject({ error: { error, detail: expect.any(String) } });
  });

  it("throws its validation error for 422", async () => {
    const { merchant, portal } = scene();
    for (const call of [
      () => merchant().assignSeat({ order_id: nobody, email: "jane" }),
      () => merchant().revokeSeat("no-uuid"),
      () => portal().assignSeat({ order_id: nobody, checkout_id: nobody, email }),
      () => portal().listClaimedSubscriptions({ page: 0 }),
    ]) {
      const thrown = await thrownBy(call());
      expect(thrown).toBeInstanceOf(errors.HTTPValidationError);
      expect(thrown).toMatchObject({ error: { detail: [{ loc: expect.any(Array), type: expect.any(String) }] } });
    }
  });

  it("throws what it has for any other refusal and for a failure", async () => {
    const { ledger, acme } = stall.shop;
    const { merchant, subscription_id } = scene();
    const subscriptionId = crypto.randomUUID();
    const { organizationId, customerId } = acme;
    const facts = { organizationId, customerId, product: { id: crypto.randomUUID(), name: "Mirrored" }, seats: 1 };
    await ledger.openPool({ ...facts, subscriptionId, authority: "polar" });
    const mirrored = await thrownBy(merchant().assignSeat({ subscription_id: subscriptionId, email }));
    expect(mirrored).toBeInstanceOf(PolarClientError);
    expect(mirrored).toMatchObject({ statusCode: 409 });
    await ledger.close();
    const closed = await thrownBy(merchant().listSeats({ subscription_id }));
    expect(closed).toBeInstanceOf(PolarServerError);
    expect(String(closed)).toContain("503");
  });
});
