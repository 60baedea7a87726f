// revokeSeat and resendInvitation as Polar does them: https://polar.sh/docs/api-reference/customer-seats/revoke

import { expect, test } from "vitest";
import { openShop } from "../shop.ts";
import { about, cases, ids, nobody, type Scene } from "./cases.ts";

const revoke = about("revoke");
const resend = about("resend");
const day = 24 * 60 * 60 * 1_000;

const ofSeat = async (given: Promise<{ readonly seatId: string }>) => ({ seatId: (await given).seatId });

const malformed = [
  "x",
  "7",
  `${ids.four}0`,
  ids.four.slice(1),
  ids.four.replace("3c", "zz"),
  "null",
  "undefined",
  "%20",
  "{}",
];

/** What every operation about one seat refuses, before it asks what it is about. */
const notFound = (operation: typeof revoke) => [
  operation("a seat that nobody made is not found", () => ({ seatId: nobody }), "SeatNotFound"),
  operation("another organization's seat is not found", (scene) => ofSeat(scene.invited()), "SeatNotFound", {
    as: "other",
  }),
  operation(
    "another organization's seat is not found, though seats are switched off",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      await scene.seatsOff();
      return seat;
    },
    "SeatNotFound",
    { as: "other" },
  ),
  operation("a subscription's id is no seat's", (scene) => ({ seatId: scene.acme.subscriptionId }), "SeatNotFound"),
  operation(
    "a member's id is no seat's",
    async (scene) => {
      const { seatId } = await scene.invited();
      return { seatId: (await scene.ledger.getSeat({ seatId })).memberId };
    },
    "SeatNotFound",
  ),
  ...malformed.map((seatId) => operation(`the id ${seatId} is malformed`, () => ({ seatId }), "InvalidRequest")),
  ...(["one", "seven", "nil"] as const).flatMap((version) => [
    operation(`a path takes no id of version ${version}`, () => ({ seatId: ids[version] }), "InvalidRequest", {
      only: "wire",
    }),
    operation(`an id of version ${version} is nobody's seat`, () => ({ seatId: ids[version] }), "SeatNotFound", {
      only: "library",
    }),
  ]),
  operation(
    "an id in capital letters is the same id",
    async (scene) => {
      const { seatId } = await scene.invited();
      return { seatId: seatId.toUpperCase() };
    },
    { email: operation === revoke ? null : "jane@example.com" },
  ),
  operation(
    "it is refused while seats are switched off",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      await scene.seatsOff();
      return seat;
    },
    "SeatsNotEnabled",
  ),
  operation(
    "an unknown seat comes before seats that are switched off",
    async (scene) => {
      await scene.seatsOff();
      return { seatId: nobody };
    },
    "SeatNotFound",
  ),
];

const nobodyIsThere = { customerId: null, memberId: null, member: null, email: null, customerEmail: null };

cases("revoking", [
  revoke("a claimed seat names nobody afterwards", (scene) => ofSeat(scene.claimed()), {
    status: "revoked",
    revokedAt: "2026-03-01T09:00:00.000Z",
    ...nobodyIsThere,
  }),
  revoke("a pending seat names nobody afterwards", (scene) => ofSeat(scene.invited()), {
    status: "revoked",
    ...nobodyIsThere,
  }),
  revoke(
    "without the member model names nobody afterwards either",
    (scene) => ofSeat(scene.claimed()),
    { status: "revoked", ...nobodyIsThere },
    { memberModel: false },
  ),
  revoke(
    "a seat of an order is the same",
    (scene) => ofSeat(scene.invited("a@example.com", { subscriptionId: null, ...scene.order })),
    (scene) => ({
      status: "revoked",
      orderId: scene.acme.orderId,
      ...nobodyIsThere,
    }),
  ),
  revoke("leaves when it was claimed, and when the invitation would have expired", (scene) => ofSeat(scene.claimed()), {
    claimedAt: "2026-03-01T09:00:00.000Z",
    invitationTokenExpiresAt: "2026-03-02T09:00:00.000Z",
  }),
  revoke("leaves the metadata", (scene) => ofSeat(scene.invited("a@example.com", { metadata: { team: "blue" } })), {
    seatMetadata: { team: "blue" },
  }),
  revoke(
    "again answers the seat as it is",
    async (scene) => {
      const { seatId } = await scene.invited();
      await scene.ledger.revokeSeat({ seatId });
      scene.later(day);
      return { seatId };
    },
    { status: "revoked", revokedAt: "2026-03-01T09:00:00.000Z" },
  ),
  revoke(
    "again is refused while seats are switched off, all the same",
    async (scene) => {
      const { seatId } = await scene.invited();
      await scene.ledger.revokeSeat({ seatId });
      await scene.seatsOff();
      return { seatId };
    },
    "SeatsNotEnabled",
  ),
  revoke(
    "takes a seat whose invitation has expired",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      scene.later(2 * day);
      return seat;
    },
    { status: "revoked", revokedAt: "2026-03-03T09:00:00.000Z" },
  ),
  revoke(
    "of a seat in a pool that was closed answers the seat as it is",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      await scene.ledger.closePool(scene.pool);
      return seat;
    },
    { status: "revoked" },
  ),
  revoke(
    "a seat that was taken again ends its second holding",
    async (scene) => {
      await scene.ledger.revokeSeat({ seatId: (await scene.claimed()).seatId });
      return ofSeat(scene.invited("joe@example.com"));
    },
    { status: "revoked", occupancy: 2 },
  ),
  ...notFound(revoke),
]);

const closed = async (scene: Scene) => {
  const seat = await ofSeat(scene.invited());
  await scene.ledger.closePool(scene.pool);
  return seat;
};

cases("sending an invitation again", [
  resend("answers the pending seat", (scene) => ofSeat(scene.invited()), {
    status: "pending",
    email: "jane@example.com",
    claimedAt: null,
  }),
  resend(
    "renews the expiry",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      scene.later(day / 2);
      return seat;
    },
    { invitationTokenExpiresAt: "2026-03-02T21:00:00.000Z" },
  ),
  resend(
    "takes an invitation that has expired",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      scene.later(3 * day);
      return seat;
    },
    { status: "pending", invitationTokenExpiresAt: "2026-03-05T09:00:00.000Z" },
  ),
  resend(
    "keeps holder, metadata and id",
    (scene) => ofSeat(scene.invited("a@example.com", { metadata: { team: "blue" } })),
    {
      email: "a@example.com",
      seatMetadata: { team: "blue" },
      occupancy: 1,
    },
  ),
  resend(
    "works for a seat of an order",
    (scene) => ofSeat(scene.invited("a@example.com", { subscriptionId: null, ...scene.order })),
    { status: "pending" },
  ),
  resend(
    "works without the member model",
    (scene) => ofSeat(scene.invited()),
    { status: "pending", email: "jane@example.com" },
    { memberModel: false },
  ),
  resend(
    "works for a seat that was somebody else's before",
    async (scene) => {
      await scene.ledger.revokeSeat({ seatId: (await scene.claimed()).seatId });
      return ofSeat(scene.invited("joe@example.com"));
    },
    { status: "pending", email: "joe@example.com", occupancy: 2 },
  ),
  resend("is refused for a claimed seat", (scene) => ofSeat(scene.claimed()), "SeatNotPending"),
  resend(
    "is refused for a seat that was claimed at once",
    (scene) => ofSeat(scene.invited("a@example.com", { immediateClaim: true })),
    "SeatNotPending",
  ),
  resend(
    "is refused for a revoked seat",
    async (scene) => {
      const seat = await ofSeat(scene.invited());
      await scene.ledger.revokeSeat(seat);
      return seat;
    },
    "SeatNotPending",
  ),
  resend("is refused in a pool that was closed, whose seats are revoked", closed, "SeatNotPending"),
  resend(
    "of a seat that is not pending is refused by seats that are switched off first",
    async (scene) => {
      const seat = await ofSeat(scene.claimed());
      await scene.seatsOff();
      return seat;
    },
    "SeatsNotEnabled",
  ),
  ...notFound(resend),
]);

test("each sending makes a token of its own, and only the last one opens the seat", async () => {
  await using shop = await openShop();
  const { ledger, acme } = shop;
  const first = await ledger.assignSeat({ subscriptionId: acme.subscriptionId, email: "jane@example.com" });
  const { seat } = first;
  const again = [
    await ledger.resendInvitation({ seatId: seat.id }),
    await ledger.resendInvitation({ seatId: seat.id }),
  ];
  const tokens = [first, ...again].map(({ invitation }) => invitation?.token ?? "");
  expect(new Set(tokens).size).toBe(3);
  const answers = await Promise.allSettled(tokens.map((invitationToken) => ledger.getClaimInfo({ invitationToken })));
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
});
