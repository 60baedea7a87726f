// Invitations that nobody took up in time, as Polar has it: an expired one holds its seat for ever, until it is revoked or
// sent again. (tests/ledger/lapsed-invitations.test.ts has what the ledger can be told to do instead.)

import { about, cases, type Scene } from "./cases.ts";

const [assign, list, revoke, resend] = [about("assign"), about("list"), about("revoke"), about("resend")];
const [claim, claimInfo] = [about("claim"), about("claimInfo")];
const day = 24 * 60 * 60 * 1_000;
const email = "jane@example.com";

/** Jane's invitation to the order's only seat, which is past by so much. */
async function lapsed(scene: Scene, by = 30 * day) {
  const invited = await scene.invited(email, { subscriptionId: null, ...scene.order });
  scene.later(day + by);
  return invited;
}

cases("an invitation that expired", [
  list(
    "holds its seat",
    async (scene) => {
      await lapsed(scene);
      return scene.order;
    },
    { seats: [{ status: "pending", email, revokedAt: null, claimedAt: null }], availableSeats: 0, totalSeats: 1 },
  ),
  assign(
    "leaves no seat for anybody else",
    async (scene) => {
      await lapsed(scene);
      return { ...scene.order, email: "joe@example.com" };
    },
    "SeatNotAvailable",
  ),
  assign(
    "keeps its holder from another seat of the pool",
    async (scene) => {
      await scene.invited(email);
      scene.later(30 * day);
      return { ...scene.pool, email };
    },
    "SeatAlreadyAssigned",
  ),
  claim("is dead", async (scene) => ({ invitationToken: (await lapsed(scene)).token }), "InvalidInvitationToken"),
  claim(
    "is dead a moment after",
    async (scene) => ({ invitationToken: (await lapsed(scene, 1)).token }),
    "InvalidInvitationToken",
  ),
  claim("is good a moment before", async (scene) => ({ invitationToken: (await lapsed(scene, -1)).token }), {
    seat: { status: "claimed" },
  }),
  claimInfo(
    "tells nothing",
    async (scene) => ({ invitationToken: (await lapsed(scene)).token }),
    "InvalidInvitationToken",
  ),
  resend("is good again once it is sent again", async (scene) => ({ seatId: (await lapsed(scene)).seatId }), {
    status: "pending",
    email,
    occupancy: 1,
  }),
  revoke("can be revoked", async (scene) => ({ seatId: (await lapsed(scene)).seatId }), {
    status: "revoked",
    email: null,
  }),
  assign(
    "frees its seat when it is revoked",
    async (scene) => {
      const { seatId } = await lapsed(scene);
      await scene.ledger.revokeSeat({ seatId });
      return { ...scene.order, email: "joe@example.com" };
    },
    { status: "pending", email: "joe@example.com", occupancy: 2 },
  ),
]);
