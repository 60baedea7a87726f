// claimSeat and getClaimInfo as Polar does them: https://polar.sh/docs/api-reference/customer-seats/claim

import { expect, test } from "vitest";
import { openShop } from "../shop.ts";
import { about, cases, type Scene, teamPlan } from "./cases.ts";
import { sent } from "./doors.ts";

const claim = about("claim");
const info = about("claimInfo");
const hour = 60 * 60 * 1_000;
const day = 24 * hour;

const withToken = async (invitation: Promise<{ readonly token: string }>) => ({
  invitationToken: (await invitation).token,
});

/** How a token dies: in each way the answers are the same. */
const deaths: Readonly<Record<string, (scene: Scene) => Promise<string>>> = {
  "that nobody ever made": async () => "seat_inv_of_nobody",
  "that is empty text": async () => "",
  "that was used": async (scene) => (await scene.claimed()).token,
  "of a seat that was revoked": async (scene) => {
    const { seatId, token } = await scene.invited();
    await scene.ledger.revokeSeat({ seatId });
    return token;
  },
  "of a seat that somebody else was given since": async (scene) => {
    const { seatId, token } = await scene.invited();
    await scene.ledger.revokeSeat({ seatId });
    await scene.invited("joe@example.com");
    return token;
  },
  "that was replaced by sending it again": async (scene) => {
    const { seatId, token } = await scene.invited();
    await scene.ledger.resendInvitation({ seatId });
    return token;
  },
  "a moment after its day": async (scene) => {
    const { token } = await scene.invited();
    scene.later(day + 1);
    return token;
  },
  "of a subscription that ended": async (scene) => {
    const { token } = await scene.invited();
    await scene.ledger.closePool(scene.pool);
    return token;
  },
  "that is in other letters": async (scene) => (await scene.invited()).token.toUpperCase(),
  "that is a session's": async (scene) => (await scene.claimed()).session,
};

cases("claiming", [
  claim("answers the claimed seat", (scene) => withToken(scene.invited()), {
    seat: { status: "claimed", email: "jane@example.com", claimedAt: "2026-03-01T09:00:00.000Z", revokedAt: null },
  }),
  claim("answers a session token", (scene) => withToken(scene.invited()), {
    customerSessionToken: expect.stringMatching(/.{20,}/),
  }),
  claim("leaves the expiry as evidence of the assignment", (scene) => withToken(scene.invited()), {
    seat: { invitationTokenExpiresAt: "2026-03-02T09:00:00.000Z" },
  }),
  claim("keeps the metadata", (scene) => withToken(scene.invited("a@example.com", { metadata: { team: "blue" } })), {
    seat: { seatMetadata: { team: "blue" } },
  }),
  claim(
    "shows the member of the buyer",
    (scene) => withToken(scene.invited()),
    (scene) => ({
      seat: {
        customerId: scene.acme.customerId,
        member: { customerId: scene.acme.customerId, email: "jane@example.com" },
      },
    }),
  ),
  claim(
    "takes a seat of an order",
    (scene) => withToken(scene.invited("a@example.com", { subscriptionId: null, ...scene.order })),
    (scene) => ({
      seat: { status: "claimed", orderId: scene.acme.orderId, subscriptionId: null },
    }),
  ),
  claim(
    "is in time until the day is over",
    async (scene) => {
      const invitation = await scene.invited();
      scene.later(day);
      return { invitationToken: invitation.token };
    },
    { seat: { status: "claimed" } },
  ),
  claim(
    "takes the token that was sent last",
    async (scene) => {
      const { seatId } = await scene.invited();
      const { invitation } = await scene.ledger.resendInvitation({ seatId });
      return { invitationToken: invitation?.token };
    },
    { seat: { status: "claimed" } },
  ),
  claim(
    "takes a token that was sent again after its day",
    async (scene) => {
      const { seatId } = await scene.invited();
      scene.later(3 * day);
      const { invitation } = await scene.ledger.resendInvitation({ seatId });
      return { invitationToken: invitation?.token };
    },
    { seat: { status: "claimed", invitationTokenExpiresAt: "2026-03-05T09:00:00.000Z" } },
  ),
  claim(
    "takes the token of a seat that was somebody else's before",
    async (scene) => {
      await scene.ledger.revokeSeat({ seatId: (await scene.claimed()).seatId });
      return { invitationToken: (await scene.invited("joe@example.com")).token };
    },
    { seat: { status: "claimed", email: "joe@example.com", occupancy: 2 } },
  ),
  claim(
    "fits a holder without the member model",
    (scene) => withToken(scene.invited()),
    { seat: { email: "jane@example.com" } },
    { memberModel: false },
  ),
  claim(
    "is refused while seats are switched off",
    async (scene) => {
      const { token } = await scene.invited();
      await scene.seatsOff();
      return { invitationToken: token };
    },
    "SeatsNotEnabled",
  ),
  claim(
    "answers a dead token before seats that are switched off",
    async (scene) => {
      await scene.seatsOff();
      return { invitationToken: "dead" };
    },
    "InvalidInvitationToken",
  ),
  claim("without a token is no request", () => ({}), "InvalidRequest"),
  claim("with null for a token is no request", () => ({ invitationToken: null }), "InvalidRequest"),
  claim("with a number for a token is no request", () => ({ invitationToken: 7 }), "InvalidRequest"),
  claim(
    "ignores unknown fields on the wire",
    async (scene) => ({ ...(await withToken(scene.invited())), colour: "red" }),
    { seat: { status: "claimed" } },
    { only: "wire" },
  ),
  claim(
    "refuses unknown fields in the library",
    async (scene) => ({ ...(await withToken(scene.invited())), colour: "red" }),
    "InvalidRequest",
    { only: "library" },
  ),
  claim(
    "with a null character in the token is no request on the wire",
    () => ({ invitationToken: "\0" }),
    "InvalidRequest",
    { only: "wire" },
  ),
  ...Object.entries(deaths).map(([token, dead]) =>
    claim(
      `refuses a token ${token}`,
      async (scene) => ({ invitationToken: await dead(scene) }),
      "InvalidInvitationToken",
    ),
  ),
]);

cases("claim info", [
  info("shows product, organization and who is invited", (scene) => withToken(scene.invited()), {
    productName: "Team plan",
    productId: teamPlan,
    organizationName: "The acme",
    organizationSlug: "acme",
    customerEmail: "jane@example.com",
    canClaim: true,
  }),
  info(
    "shows those of an order",
    (scene) => withToken(scene.invited("a@example.com", { subscriptionId: null, ...scene.order })),
    {
      productName: "Team plan",
      customerEmail: "a@example.com",
      canClaim: true,
    },
  ),
  info(
    "shows the holder without the member model",
    (scene) => withToken(scene.invited()),
    { customerEmail: "jane@example.com" },
    { memberModel: false },
  ),
  info(
    "shows a changed e-mail",
    async (scene) => {
      const { seatId, token } = await scene.invited();
      const { memberId } = await scene.ledger.getSeat({ seatId });
      await scene.ledger.registerMember({ id: memberId, customerId: scene.acme.customerId, email: "new@example.com" });
      return { invitationToken: token };
    },
    { customerEmail: "new@example.com" },
  ),
  info(
    "is in time until the day is over",
    async (scene) => {
      const { token } = await scene.invited();
      scene.later(day);
      return { invitationToken: token };
    },
    { canClaim: true },
  ),
  info(
    "is refused while seats are switched off",
    async (scene) => {
      const { token } = await scene.invited();
      await scene.seatsOff();
      return { invitationToken: token };
    },
    "SeatsNotEnabled",
  ),
  info(
    "answers a dead token before seats that are switched off",
    async (scene) => {
      await scene.seatsOff();
      return { invitationToken: "dead" };
    },
    "InvalidInvitationToken",
  ),
  ...Object.entries(deaths)
    // An empty token makes another path.
    .filter(([token]) => token !== "that is empty text")
    .map(([token, dead]) =>
      info(
        `does not know a token ${token}`,
        async (scene) => ({ invitationToken: await dead(scene) }),
        "InvalidInvitationToken",
      ),
    ),
]);

test("claim info has no side effect: the token opens the seat after any number of looks", async () => {
  await using shop = await openShop();
  const { invitation } = await shop.ledger.assignSeat({
    subscriptionId: shop.acme.subscriptionId,
    email: "jane@example.com",
  });
  const path = `/claim/${invitation?.token}`;
  const looks = [await sent(shop, "GET", path), await sent(shop, "GET", path), await sent(shop, "GET", path)];
  expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(1);
  const body = { invitation_token: invitation?.token };
  expect(await sent(shop, "POST", "/claim", { body })).toMatchObject({ answer: { seat: { status: "claimed" } } });
});

test.each([null, "undefined", "unknown", "acme-useless", "other-token"])(
  "claiming asks nobody who he is: Bearer %s",
  async (token) => {
    await using shop = await openShop();
    const { invitation } = await shop.ledger.assignSeat({
      subscriptionId: shop.acme.subscriptionId,
      email: "jane@example.com",
    });
    expect(await sent(shop, "GET", `/claim/${invitation?.token}`, { token })).toMatchObject({
      answer: { canClaim: true },
    });
    const body = { invitation_token: invitation?.token };
    expect(await sent(shop, "POST", "/claim", { token, body })).toMatchObject({
      answer: { seat: { status: "claimed" } },
    });
  },
);

test("two claims at once: one wins, the other one is refused", async () => {
  await using shop = await openShop();
  const { invitation } = await shop.ledger.assignSeat({
    subscriptionId: shop.acme.subscriptionId,
    email: "jane@example.com",
  });
  const body = { invitation_token: invitation?.token };
  const both = await Promise.all([sent(shop, "POST", "/claim", { body }), sent(shop, "POST", "/claim", { body })]);
  expect(both.filter((outcome) => "answer" in outcome)).toHaveLength(1);
  expect(both).toContainEqual({ refusal: "400 InvalidInvitationToken" });
});
