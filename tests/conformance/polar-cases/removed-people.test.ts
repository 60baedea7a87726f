// People whom the merchant deleted, as Polar has it: the live seats of a deleted member are revoked, its id is nobody's,
// and its e-mail makes a new member. https://polar.sh/docs/features/seat-based-pricing

import { about, cases, nobody, type Scene } from "./cases.ts";

const [assign, list, revoke, resend] = [about("assign"), about("list"), about("revoke"), about("resend")];
const [claim, claimInfo] = [about("claim"), about("claimInfo")];
const email = "jane@example.com";
const nobodyIsThere = { status: "revoked", customerId: null, memberId: null, member: null, email: null };

/** Jane, who had an external id and was deleted; and her seat, if she had one. */
async function removed(scene: Scene, seated: "invited" | "claimed" | "without a seat" = "invited") {
  const { id: memberId } = await scene.ledger.registerMember({
    ...{ customerId: scene.acme.customerId, email, externalId: "j-1" },
  });
  const seat = seated === "without a seat" ? { seatId: nobody, token: "" } : await scene[seated](email);
  await scene.ledger.removeMember({ memberId });
  return { memberId, ...seat };
}

/** A customer with an external id who was deleted. */
async function removedCustomer(scene: Scene) {
  const facts = { organizationId: scene.acme.organizationId, email, externalId: "c-1" };
  const { id: customerId } = await scene.ledger.registerCustomer(facts);
  await scene.ledger.removeCustomer({ customerId });
  return { customerId };
}

cases("after a member was removed", [
  list(
    "its pending seat is revoked and free, and names nobody",
    async (scene) => {
      await removed(scene);
      return scene.pool;
    },
    { seats: [nobodyIsThere], availableSeats: 3, totalSeats: 3 },
  ),
  list(
    "its claimed seat is revoked and free, and names nobody",
    async (scene) => {
      await removed(scene, "claimed");
      return scene.pool;
    },
    { seats: [nobodyIsThere], availableSeats: 3 },
  ),
  list(
    "the seats of others stay",
    async (scene) => {
      await scene.claimed("joe@example.com");
      await removed(scene);
      return scene.pool;
    },
    { seats: [{ status: "claimed", email: "joe@example.com" }, nobodyIsThere], availableSeats: 2 },
  ),
  list(
    "its seat in every other pool is revoked too",
    async (scene) => {
      await scene.ledger.assignSeat({ ...scene.order, email });
      await removed(scene);
      return scene.order;
    },
    { seats: [nobodyIsThere], availableSeats: 1 },
  ),
  revoke(
    "revoking its seat answers the seat as it is",
    async (scene) => {
      const { seatId } = await removed(scene);
      scene.later(1_000);
      return { seatId };
    },
    { ...nobodyIsThere, revokedAt: "2026-03-01T09:00:00.000Z" },
  ),
  resend(
    "its invitation is not sent again",
    async (scene) => ({ seatId: (await removed(scene)).seatId }),
    "SeatNotPending",
  ),
  claim(
    "its invitation is dead",
    async (scene) => ({ invitationToken: (await removed(scene)).token }),
    "InvalidInvitationToken",
  ),
  claimInfo(
    "its invitation tells nothing",
    async (scene) => ({ invitationToken: (await removed(scene)).token }),
    "InvalidInvitationToken",
  ),
  assign(
    "its id is nobody's",
    async (scene) => ({ ...scene.pool, memberId: (await removed(scene)).memberId }),
    "MemberNotFound",
  ),
  assign(
    "its id is nobody's, though it never had a seat",
    async (scene) => ({ ...scene.pool, memberId: (await removed(scene, "without a seat")).memberId }),
    "MemberNotFound",
  ),
  assign(
    "its external id is nobody's",
    async (scene) => {
      await removed(scene);
      return { ...scene.pool, externalMemberId: "j-1" };
    },
    "MemberNotFound",
  ),
  assign(
    "its external id can be a new member's",
    async (scene) => {
      await removed(scene);
      return { ...scene.pool, externalMemberId: "j-1", email: "other@example.com" };
    },
    { email: "other@example.com", member: { externalId: "j-1", email: "other@example.com" } },
  ),
  assign(
    "the same e-mail makes a new member, and takes the same seat again",
    async (scene) => {
      await removed(scene);
      return { ...scene.pool, email: email.toUpperCase() };
    },
    { status: "pending", occupancy: 2, member: { externalId: null, name: null, role: "member" } },
  ),
  assign(
    "the new member has an id of its own",
    async (scene) => {
      const { memberId } = await removed(scene);
      const { seat } = await scene.ledger.assignSeat({ ...scene.pool, email });
      await scene.ledger.revokeSeat({ seatId: seat.id });
      // The old id is refused still, now that somebody has the e-mail.
      return { ...scene.pool, memberId };
    },
    "MemberNotFound",
  ),
  list(
    "without the member model nothing else holds",
    async (scene) => {
      const { seatId } = await scene.claimed(email);
      const { memberId } = await scene.ledger.getSeat({ seatId });
      await scene.ledger.removeMember({ memberId: memberId ?? "" });
      return scene.pool;
    },
    { seats: [nobodyIsThere], availableSeats: 3 },
    { memberModel: false },
  ),
]);

cases("after a customer was removed", [
  assign(
    "its id is refused with the member model",
    async (scene) => ({ ...scene.pool, ...(await removedCustomer(scene)) }),
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "its external id is refused with the member model",
    async (scene) => {
      await removedCustomer(scene);
      return { ...scene.pool, externalCustomerId: "c-1" };
    },
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "its id is not found without the member model",
    async (scene) => ({ ...scene.pool, ...(await removedCustomer(scene)) }),
    "CustomerNotFound",
    { memberModel: false },
  ),
  assign(
    "its external id is not found without the member model",
    async (scene) => {
      await removedCustomer(scene);
      return { ...scene.pool, externalCustomerId: "c-1" };
    },
    "CustomerNotFound",
    { memberModel: false },
  ),
  assign(
    "its e-mail makes a new customer without the member model",
    async (scene) => {
      await removedCustomer(scene);
      return { ...scene.pool, email };
    },
    { status: "pending", email },
    { memberModel: false },
  ),
  list(
    "its seats in another's pool are revoked without the member model",
    async (scene) => {
      const { seatId } = await scene.claimed(email);
      const { customerId } = await scene.ledger.getSeat({ seatId });
      await scene.ledger.removeCustomer({ customerId: customerId ?? "" });
      return scene.pool;
    },
    { seats: [nobodyIsThere], availableSeats: 3 },
    { memberModel: false },
  ),
  list(
    "its own pool stays, with the seats of its members revoked",
    async (scene) => {
      await scene.claimed();
      await scene.invited("joe@example.com");
      await scene.ledger.removeCustomer({ customerId: scene.acme.customerId });
      return scene.pool;
    },
    { seats: [nobodyIsThere, nobodyIsThere], availableSeats: 3, totalSeats: 3 },
  ),
  assign(
    "seats of its pool can be assigned while that runs",
    async (scene) => {
      await scene.ledger.removeCustomer({ customerId: scene.acme.customerId });
      return { ...scene.pool, email };
    },
    { status: "pending", email },
  ),
]);
