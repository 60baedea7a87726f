// Who is meant by an assignment, with the member model: https://polar.sh/docs/features/seat-based-pricing

import { about, cases, nobody, type Scene } from "./cases.ts";

const assign = about("assign");
const email = "jane@example.com";

const customer = (scene: Scene, facts: object) =>
  scene.ledger.registerCustomer({ organizationId: scene.acme.organizationId, ...facts });

const member = (scene: Scene, facts: object = {}) =>
  scene.ledger.registerMember({ customerId: scene.acme.customerId, email, ...facts });

/** A member of another customer of the same merchant. */
async function stranger(scene: Scene) {
  const { id: customerId } = await customer(scene, { email: "stranger@example.com" });
  return scene.ledger.registerMember({ customerId, email: "s@example.com", externalId: "s-1" });
}

const buyer = (scene: Scene) => ({ customerId: scene.acme.customerId });

cases("with the member model", [
  assign(
    "an e-mail makes a member of the buyer",
    (scene) => ({ ...scene.pool, email }),
    (scene) => ({
      customerId: scene.acme.customerId,
      email,
      member: { customerId: scene.acme.customerId, email, role: "member", name: null, externalId: null },
    }),
  ),
  assign(
    "an e-mail finds the member who has it",
    async (scene) => {
      await member(scene, { name: "Jane", externalId: "j-1" });
      return { ...scene.pool, email: "JANE@Example.com" };
    },
    { email, member: { name: "Jane", externalId: "j-1" } },
  ),
  assign(
    "an e-mail of another customer makes a member of the buyer all the same",
    async (scene) => {
      await customer(scene, { email });
      return { ...scene.pool, email };
    },
    (scene) => ({ customerId: scene.acme.customerId, member: { customerId: scene.acme.customerId } }),
  ),
  assign("an e-mail of the buyer finds its owner", (scene) => ({ ...scene.pool, email: "BUYER@acme.example" }), {
    email: "buyer@acme.example",
    member: { role: "owner" },
  }),
  assign(
    "a customer id stands for the customer's e-mail",
    async (scene) => {
      const { id } = await customer(scene, { email });
      return { ...scene.pool, customerId: id };
    },
    (scene) => ({ email, customerId: scene.acme.customerId, member: { customerId: scene.acme.customerId, email } }),
  ),
  assign(
    "an external customer id stands for the customer's e-mail",
    async (scene) => {
      await customer(scene, { email, externalId: "c-1" });
      return { ...scene.pool, externalCustomerId: "c-1" };
    },
    (scene) => ({ email, customerId: scene.acme.customerId }),
  ),
  assign("the buyer may hold a seat", (scene) => ({ ...scene.pool, ...buyer(scene) }), { email: "buyer@acme.example" }),
  assign(
    "the buyer may hold a seat by its external id",
    (scene) => ({ ...scene.pool, externalCustomerId: "buyer-of-acme" }),
    { email: "buyer@acme.example" },
  ),
  assign("a customer id of nobody", (scene) => ({ ...scene.pool, customerId: nobody }), "InvalidSeatAssignmentRequest"),
  assign(
    "an external customer id of nobody",
    (scene) => ({ ...scene.pool, externalCustomerId: "nobody" }),
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "another organization's customer",
    (scene) => ({ ...scene.pool, customerId: scene.other.customerId }),
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "another organization's external customer id",
    (scene) => ({ ...scene.pool, externalCustomerId: "buyer-of-other" }),
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "a customer without an e-mail",
    async (scene) => {
      const { id } = await customer(scene, { name: "Team" });
      return { ...scene.pool, customerId: id };
    },
    "InvalidSeatAssignmentRequest",
  ),
  assign(
    "a member id",
    async (scene) => ({ ...scene.pool, memberId: (await member(scene, { name: "Jane" })).id }),
    (scene) => ({
      email,
      customerId: scene.acme.customerId,
      member: { name: "Jane", email },
    }),
  ),
  assign(
    "a member id, claimed at once",
    async (scene) => ({ ...scene.pool, memberId: (await member(scene)).id, immediateClaim: true }),
    { status: "claimed", email },
  ),
  assign("a member id of nobody", (scene) => ({ ...scene.pool, memberId: nobody }), "MemberNotFound"),
  assign(
    "a member id of another customer",
    async (scene) => ({ ...scene.pool, memberId: (await stranger(scene)).id }),
    "MemberNotFound",
  ),
  assign(
    "a customer's id for a member id",
    (scene) => ({ ...scene.pool, memberId: scene.acme.customerId }),
    "MemberNotFound",
  ),
  assign(
    "an external member id",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "j-1" };
    },
    { email, member: { externalId: "j-1" } },
  ),
  assign(
    "an external member id of nobody",
    (scene) => ({ ...scene.pool, externalMemberId: "nobody" }),
    "MemberNotFound",
  ),
  assign(
    "an external member id of another customer's member",
    async (scene) => {
      await stranger(scene);
      return { ...scene.pool, externalMemberId: "s-1" };
    },
    "MemberNotFound",
  ),
  assign(
    "an external member id in other letters is another one",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "J-1" };
    },
    "MemberNotFound",
  ),
  assign(
    "an external member id with its e-mail",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "j-1", email: "Jane@Example.com" };
    },
    { email, member: { externalId: "j-1" } },
  ),
  assign(
    "an external member id with another e-mail",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "j-1", email: "joe@example.com" };
    },
    "MemberEmailMismatch",
  ),
  assign(
    "an external member id with the e-mail of another member",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      await member(scene, { email: "joe@example.com" });
      return { ...scene.pool, externalMemberId: "j-1", email: "joe@example.com" };
    },
    "MemberEmailMismatch",
  ),
  assign(
    "an external member id of nobody with an e-mail makes a member",
    (scene) => ({ ...scene.pool, externalMemberId: "new", email }),
    {
      email,
      member: { externalId: "new", email },
    },
  ),
  assign(
    "an external member id of nobody is linked to the member of the e-mail",
    async (scene) => {
      await member(scene, { name: "Jane" });
      return { ...scene.pool, externalMemberId: "new", email };
    },
    { member: { externalId: "new", name: "Jane" } },
  ),
  assign(
    "an external member id of nobody with the e-mail of one who has another",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "new", email };
    },
    "MemberEmailMismatch",
  ),
  assign(
    "an external member id of another customer's member may be used again with an e-mail",
    async (scene) => {
      await stranger(scene);
      return { ...scene.pool, externalMemberId: "s-1", email };
    },
    { email, member: { externalId: "s-1" } },
  ),
  assign(
    "the same e-mail has a seat",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.pool, email };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the same e-mail in other letters has a seat",
    async (scene) => {
      await scene.invited("Jane@Example.com");
      return { ...scene.pool, email: "jANE@eXAMPLE.com" };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the same e-mail has claimed a seat",
    async (scene) => {
      await scene.claimed(email);
      return { ...scene.pool, email };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the same e-mail was given a seat at once",
    async (scene) => {
      await scene.invited(email, { immediateClaim: true });
      return { ...scene.pool, email, immediateClaim: true };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the same e-mail has a seat whose invitation has expired",
    async (scene) => {
      await scene.invited(email);
      scene.later(1_000_000_000);
      return { ...scene.pool, email };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the member id of one who has a seat by e-mail",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.pool, memberId: (await member(scene)).id };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the external member id of one who has a seat",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      await scene.invited(email);
      return { ...scene.pool, externalMemberId: "j-1" };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the customer id of one whose e-mail has a seat",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.pool, customerId: (await customer(scene, { email })).id };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "one whose e-mail was changed is still the same person",
    async (scene) => {
      const { id } = await member(scene);
      await scene.invited(email);
      await member(scene, { id, email: "new@example.com" });
      return { ...scene.pool, email: "new@example.com" };
    },
    "SeatAlreadyAssigned",
  ),
  assign(
    "the old e-mail of one who has a seat is free for another person",
    async (scene) => {
      const { id } = await member(scene);
      await scene.invited(email);
      await member(scene, { id, email: "new@example.com" });
      return { ...scene.pool, email };
    },
    { status: "pending", email },
  ),
]);
