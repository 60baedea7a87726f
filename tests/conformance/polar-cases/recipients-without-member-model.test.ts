// Who is meant by an assignment, without the member model: https://polar.sh/docs/features/seat-based-pricing

import { expect } from "vitest";
import { about, cases, nobody, type Scene } from "./cases.ts";
import type { Loose } from "./doors.ts";

const assign = about("assign");
const email = "jane@example.com";

const customer = (scene: Scene, facts: object) =>
  scene.ledger.registerCustomer({ organizationId: scene.acme.organizationId, ...facts });

const member = (scene: Scene, facts: object = {}) =>
  scene.ledger.registerMember({ customerId: scene.acme.customerId, email, ...facts });

const buyer = (scene: Scene) => ({ customerId: scene.acme.customerId });

cases("without the member model", [
  assign(
    "an e-mail makes a customer who holds the seat, and a member of the buyer",
    (scene) => ({ ...scene.pool, email }),
    (scene) => ({
      email,
      customerEmail: email,
      member: { customerId: scene.acme.customerId, email },
    }),
    { memberModel: false },
  ),
  assign(
    "an e-mail finds the customer who has it",
    async (scene) => {
      const { id } = await customer(scene, { email });
      return { ...scene.pool, email: "JANE@example.com", metadata: { holder: id } };
    },
    () => expect.toSatisfy((seat: Loose) => seat.customerId === seat.seatMetadata.holder),
    { memberModel: false },
  ),
  assign(
    "an e-mail of nobody makes a customer of its own",
    (scene) => ({ ...scene.pool, email }),
    (scene) => expect.toSatisfy((seat: Loose) => seat.customerId !== scene.acme.customerId && seat.customerId !== null),
    { memberModel: false },
  ),
  assign(
    "a customer id names the holder",
    (scene) => ({ ...scene.pool, ...buyer(scene) }),
    (scene) => ({
      customerId: scene.acme.customerId,
      email: "buyer@acme.example",
    }),
    { memberModel: false },
  ),
  assign(
    "an external customer id names the holder",
    (scene) => ({ ...scene.pool, externalCustomerId: "buyer-of-acme" }),
    (scene) => ({
      customerId: scene.acme.customerId,
    }),
    { memberModel: false },
  ),
  assign(
    "a customer without an e-mail holds a seat without a member",
    async (scene) => {
      const { id } = await customer(scene, { name: "Team" });
      return { ...scene.pool, customerId: id };
    },
    { status: "pending", email: null, customerEmail: null, memberId: null, member: null },
    { memberModel: false },
  ),
  assign("a customer id of nobody", (scene) => ({ ...scene.pool, customerId: nobody }), "CustomerNotFound", {
    memberModel: false,
  }),
  assign(
    "an external customer id of nobody",
    (scene) => ({ ...scene.pool, externalCustomerId: "nobody" }),
    "CustomerNotFound",
    { memberModel: false },
  ),
  assign(
    "another organization's customer",
    (scene) => ({ ...scene.pool, customerId: scene.other.customerId }),
    "CustomerNotFound",
    { memberModel: false },
  ),
  assign(
    "another organization's external customer id",
    (scene) => ({ ...scene.pool, externalCustomerId: "buyer-of-other" }),
    "CustomerNotFound",
    { memberModel: false },
  ),
  assign(
    "a member id brings the member model's rules",
    async (scene) => ({ ...scene.pool, memberId: (await member(scene)).id }),
    (scene) => ({
      customerId: scene.acme.customerId,
      email,
    }),
    { memberModel: false },
  ),
  assign(
    "an external member id brings the member model's rules",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "j-1" };
    },
    (scene) => ({ customerId: scene.acme.customerId, email }),
    { memberModel: false },
  ),
  assign(
    "an external member id with an e-mail makes a member, and no customer",
    (scene) => ({ ...scene.pool, externalMemberId: "new", email }),
    (scene) => ({
      customerId: scene.acme.customerId,
      member: { externalId: "new", email },
    }),
    { memberModel: false },
  ),
  assign("a member id of nobody", (scene) => ({ ...scene.pool, memberId: nobody }), "MemberNotFound", {
    memberModel: false,
  }),
  assign(
    "an external member id of nobody",
    (scene) => ({ ...scene.pool, externalMemberId: "nobody" }),
    "MemberNotFound",
    { memberModel: false },
  ),
  assign(
    "an external member id with another e-mail",
    async (scene) => {
      await member(scene, { externalId: "j-1" });
      return { ...scene.pool, externalMemberId: "j-1", email: "joe@example.com" };
    },
    "MemberEmailMismatch",
    { memberModel: false },
  ),
  assign(
    "the same e-mail has a seat",
    async (scene) => {
      await scene.invited(email);
      return { ...scene.pool, email: "JANE@example.com" };
    },
    "SeatAlreadyAssigned",
    { memberModel: false },
  ),
  assign(
    "the customer id of one who has a seat by e-mail",
    async (scene) => {
      const { seatId } = await scene.invited(email);
      return { ...scene.pool, customerId: (await scene.ledger.getSeat({ seatId })).customerId };
    },
    "SeatAlreadyAssigned",
    { memberModel: false },
  ),
  assign(
    "the external customer id of one who has a seat",
    async (scene) => {
      await customer(scene, { email, externalId: "c-1" });
      await scene.claimed(email);
      return { ...scene.pool, externalCustomerId: "c-1" };
    },
    "SeatAlreadyAssigned",
    { memberModel: false },
  ),
  assign(
    "a customer without an e-mail has a seat",
    async (scene) => {
      const { id } = await customer(scene, { name: "Team" });
      await scene.ledger.assignSeat({ ...scene.pool, customerId: id });
      return { ...scene.pool, customerId: id };
    },
    "SeatAlreadyAssigned",
    { memberModel: false },
  ),
  assign(
    "the buyer may hold a seat beside its member",
    async (scene) => {
      await scene.ledger.assignSeat({ ...scene.pool, memberId: (await member(scene)).id });
      return { ...scene.pool, ...buyer(scene) };
    },
    { email: "buyer@acme.example" },
    { memberModel: false },
  ),
]);
