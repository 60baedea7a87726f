// What this API refuses, by the classes that Polar's SDKs of the line 1 have for it; those of the line 0 have one class for
// all. It asserts nothing.

import { tokens } from "../shop.ts";
import { nobody, type SeatError, type Stall } from "./stall.ts";

/** What the merchant's routes and the portal's have in common. */
export interface SeatCalls {
  assignSeat(body: SeatBody): Promise<unknown>;
  listSeats(query: { readonly subscription_id?: string; readonly order_id?: string }): Promise<unknown>;
  revokeSeat(seatId: string): Promise<unknown>;
  resendInvitation(seatId: string): Promise<unknown>;
}

export interface MerchantCalls extends SeatCalls {
  getClaimInfo(invitationToken: string): Promise<unknown>;
  claimSeat(body: { readonly invitation_token: string }): Promise<unknown>;
}

export interface PortalCalls extends SeatCalls {
  listClaimedSubscriptions(query?: { readonly page?: number; readonly limit?: number }): Promise<unknown>;
}

export interface SeatBody {
  readonly subscription_id?: string;
  readonly order_id?: string;
  readonly checkout_id?: string;
  readonly email?: string;
}

/** An SDK before the stall, by whosever token; without one, by acme's and by that of its buyer. */
export interface Scene {
  readonly stall: Stall;
  readonly merchant: (token?: string) => MerchantCalls;
  readonly portal: (token?: string) => PortalCalls;
}

/** What is refused, and the name in the body. Null where this API has no such refusal: see what stands beside it. */
export type Refused = readonly [name: string, call: (scene: Scene) => Promise<unknown>] | null;

const email = "jane@example.com";
const unknown = "nobody's token";

/** For each class of error that the SDK has for an operation on seats, in TypeScript and in Python, what is refused with it. */
export const refusals: Readonly<Record<SeatError, Refused>> = {
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
    (scene) => withoutSeats(scene.stall, () => scene.merchant().listSeats(own(scene))),
  ],
  CustomerSeatsListSeats404Error: [
    "ResourceNotFound",
    ({ merchant, stall }) => merchant().listSeats({ subscription_id: stall.shop.other.subscriptionId }),
  ],
  CustomerSeatsRevokeSeat401Error: ["Unauthorized", ({ merchant }) => merchant(unknown).revokeSeat(nobody)],
  CustomerSeatsRevokeSeat403Error: ["insufficient_scope", ({ merchant }) => merchant(tokens.reader).revokeSeat(nobody)],
  CustomerSeatsRevokeSeat404Error: ["ResourceNotFound", ({ merchant }) => merchant().revokeSeat(nobody)],
  CustomerSeatsResendInvitation400Error: ["SeatNotPending", (scene) => resent(scene.merchant(), scene)],
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
    async ({ merchant, stall }) => {
      const { token: invitation_token } = await stall.invited(email);
      return withoutSeats(stall, () => merchant().claimSeat({ invitation_token }));
    },
  ],
  // A dead token is 404 here, as in Polar, whose document has this one too.
  CustomerSeatsGetClaimInfo400Error: null,
  CustomerSeatsGetClaimInfo403Error: [
    "FeatureNotEnabled",
    async ({ merchant, stall }) => {
      const { token } = await stall.invited(email);
      return withoutSeats(stall, () => merchant().getClaimInfo(token));
    },
  ],
  CustomerSeatsGetClaimInfo404Error: ["ResourceNotFound", ({ merchant }) => merchant().getClaimInfo("dead")],
  CustomerPortalSeatsAssignSeat400Error: ["SeatNotAvailable", (scene) => overfull(scene.portal(), scene)],
  CustomerPortalSeatsAssignSeat401Error: ["Unauthorized", (scene) => scene.portal(unknown).assignSeat(one(scene))],
  CustomerPortalSeatsAssignSeat403Error: [
    "NotPermitted",
    async (scene) => scene.portal((await scene.stall.claimed("member@example.com")).token).assignSeat(one(scene)),
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
    (scene) => withoutSeats(scene.stall, () => scene.portal().listSeats(own(scene))),
  ],
  CustomerPortalSeatsListSeats404Error: ["ResourceNotFound", ({ portal }) => portal().listSeats({ order_id: nobody })],
  CustomerPortalSeatsRevokeSeat401Error: ["Unauthorized", ({ portal }) => portal(unknown).revokeSeat(nobody)],
  CustomerPortalSeatsRevokeSeat403Error: [
    "NotPermitted",
    async ({ portal, stall }) => portal((await stall.claimed(email)).token).revokeSeat(nobody),
  ],
  CustomerPortalSeatsRevokeSeat404Error: ["ResourceNotFound", ({ portal }) => portal().revokeSeat(nobody)],
  CustomerPortalSeatsResendInvitation400Error: ["SeatNotPending", (scene) => resent(scene.portal(), scene)],
  CustomerPortalSeatsResendInvitation401Error: [
    "Unauthorized",
    ({ portal }) => portal(unknown).resendInvitation(nobody),
  ],
  CustomerPortalSeatsResendInvitation403Error: [
    "NotPermitted",
    async ({ portal, stall }) => portal((await stall.claimed(email)).token).resendInvitation(nobody),
  ],
  CustomerPortalSeatsResendInvitation404Error: ["ResourceNotFound", ({ portal }) => portal().resendInvitation(nobody)],
  CustomerPortalSeatsListClaimedSubscriptions401Error: [
    "Unauthorized",
    ({ portal }) => portal(unknown).listClaimedSubscriptions(),
  ],
};

/** What is not well formed, as each operation can be asked it, and where. */
export const malformed: Readonly<Record<string, readonly [loc: string, call: (scene: Scene) => Promise<unknown>]>> = {
  "an assignment": ["body.email", ({ merchant }) => merchant().assignSeat({ order_id: nobody, email: "jane" })],
  "a list": ["query.order_id", ({ merchant }) => merchant().listSeats({ order_id: "no-uuid" })],
  "a revocation": ["path.seat_id", ({ merchant }) => merchant().revokeSeat("no-uuid")],
  "an invitation to be resent": ["path.seat_id", ({ merchant }) => merchant().resendInvitation("no-uuid")],
  "a claim": ["body.invitation_token", ({ merchant }) => merchant().claimSeat({ invitation_token: "\0" })],
  "the portal's assignment": [
    "body",
    ({ portal }) => portal().assignSeat({ order_id: nobody, checkout_id: nobody, email }),
  ],
  "the portal's list": ["query.subscription_id", ({ portal }) => portal().listSeats({ subscription_id: "no-uuid" })],
  "the portal's revocation": ["path.seat_id", ({ portal }) => portal().revokeSeat("no-uuid")],
  "the portal's invitation to be resent": ["path.seat_id", ({ portal }) => portal().resendInvitation("no-uuid")],
  "the portal's page": ["query.page", ({ portal }) => portal().listClaimedSubscriptions({ page: 0 })],
};

function own({ stall }: Scene) {
  return { subscription_id: stall.shop.acme.subscriptionId };
}

function one(scene: Scene) {
  return { ...own(scene), email };
}

/** The order has one seat. */
async function overfull(seats: SeatCalls, { stall }: Scene): Promise<unknown> {
  const { orderId: order_id } = stall.shop.acme;
  await seats.assignSeat({ order_id, email: "first@example.com" });
  return seats.assignSeat({ order_id, email });
}

async function resent(seats: SeatCalls, { stall }: Scene): Promise<unknown> {
  return seats.resendInvitation((await stall.claimed(email)).seatId);
}

async function withoutSeats(stall: Stall, call: () => Promise<unknown>): Promise<unknown> {
  await stall.seatsOff();
  return call();
}
