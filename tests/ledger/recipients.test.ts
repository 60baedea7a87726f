// Who is meant by an assignment: each way to name a person, with the member model on and off.
// Rules: https://polar.sh/docs/features/seat-based-pricing

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { refusal, setting } from "./setting.ts";

describe("with the member model", () => {
  test("an e-mail makes a member of the buyer, and the seat's customer is the buyer", async () => {
    const { ledger, subscriptionId, customerId } = await setting();
    const { seat } = await ledger.assignSeat({ subscriptionId, email: "Jane@acme.example" });
    expect(seat).toMatchObject({ customerId, email: "Jane@acme.example", personId: seat.memberId });
    expect(seat.member).toMatchObject({ customerId, email: "Jane@acme.example", role: "member" });
  });

  test("the same e-mail in another spelling is the same member", async () => {
    const { ledger, subscriptionId } = await setting();
    const { seat } = await ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    await ledger.revokeSeat({ seatId: seat.id });
    const again = await ledger.assignSeat({ subscriptionId, email: "JANE@acme.example" });
    expect(again.seat.memberId).toBe(seat.memberId);
  });

  test("a customer stands for its e-mail", async () => {
    const { ledger, subscriptionId, customerId } = await setting();
    const byId = await ledger.assignSeat({ subscriptionId, customerId });
    expect(byId.seat.member).toMatchObject({ email: "buyer@acme.example", role: "owner" });
    await ledger.revokeSeat({ seatId: byId.seat.id });
    const byExternalId = await ledger.assignSeat({ subscriptionId, externalCustomerId: "buyer-1" });
    expect(byExternalId.seat.memberId).toBe(byId.seat.memberId);
  });

  test("an unknown customer is no valid request", async () => {
    const { ledger, subscriptionId } = await setting();
    expect(await refusal(ledger.assignSeat({ subscriptionId, customerId: randomUUID() }))).toBe(
      "InvalidSeatAssignmentRequest",
    );
  });

  test("a member is named by its id, but only under the billing customer", async () => {
    const { ledger, subscriptionId, customerId, organizationId } = await setting();
    const member = await ledger.registerMember({ customerId, email: "m@acme.example" });
    expect((await ledger.assignSeat({ subscriptionId, memberId: member.id })).seat.memberId).toBe(member.id);
    const other = await ledger.registerCustomer({ organizationId, email: "other@else.example" });
    const foreign = await ledger.registerMember({ customerId: other.id, email: "f@else.example" });
    expect(await refusal(ledger.assignSeat({ subscriptionId, memberId: foreign.id }))).toBe("MemberNotFound");
  });

  test("an external member id alone must be known; with an e-mail it is linked", async () => {
    const { ledger, subscriptionId } = await setting();
    expect(await refusal(ledger.assignSeat({ subscriptionId, externalMemberId: "ext-1" }))).toBe("MemberNotFound");
    const { seat } = await ledger.assignSeat({ subscriptionId, externalMemberId: "ext-1", email: "e@acme.example" });
    expect(seat.member?.externalId).toBe("ext-1");
    await ledger.revokeSeat({ seatId: seat.id });
    const known = await ledger.assignSeat({ subscriptionId, externalMemberId: "ext-1" });
    expect(known.seat.memberId).toBe(seat.memberId);
  });

  test("an external member id is linked to a member who was known by e-mail", async () => {
    const { ledger, subscriptionId, customerId } = await setting();
    const member = await ledger.registerMember({ customerId, email: "e@acme.example", name: "Eve" });
    const { seat } = await ledger.assignSeat({ subscriptionId, externalMemberId: "ext-1", email: "E@acme.example" });
    expect(seat.member).toMatchObject({ id: member.id, externalId: "ext-1", name: "Eve" });
  });

  test("an external member id that belongs to another e-mail is refused, either way round", async () => {
    const { ledger, subscriptionId, customerId } = await setting();
    await ledger.registerMember({ customerId, email: "one@acme.example", externalId: "ext-1" });
    const byId = ledger.assignSeat({ subscriptionId, externalMemberId: "ext-1", email: "two@acme.example" });
    expect(await refusal(byId)).toBe("MemberEmailMismatch");
    const byEmail = ledger.assignSeat({ subscriptionId, externalMemberId: "ext-2", email: "one@acme.example" });
    expect(await refusal(byEmail)).toBe("MemberEmailMismatch");
  });
});

describe("without the member model", () => {
  test("an e-mail makes a customer who holds the seat, and a member of the buyer too", async () => {
    const { ledger, subscriptionId, customerId } = await setting({ memberModel: false });
    const { seat } = await ledger.assignSeat({ subscriptionId, email: "jane@acme.example" });
    expect(seat.customerId).not.toBe(customerId);
    expect(seat.member).toMatchObject({ customerId, email: "jane@acme.example" });
    expect(await refusal(ledger.assignSeat({ subscriptionId, customerId: seat.customerId ?? "" }))).toBe(
      "SeatAlreadyAssigned",
    );
  });

  test("an unknown customer is not found", async () => {
    const { ledger, subscriptionId } = await setting({ memberModel: false });
    expect(await refusal(ledger.assignSeat({ subscriptionId, customerId: randomUUID() }))).toBe("CustomerNotFound");
    expect(await refusal(ledger.assignSeat({ subscriptionId, externalCustomerId: "nobody" }))).toBe("CustomerNotFound");
  });

  test("a member id brings the member model's rules along", async () => {
    const { ledger, subscriptionId, customerId } = await setting({ memberModel: false });
    const member = await ledger.registerMember({ customerId, email: "m@acme.example" });
    const { seat } = await ledger.assignSeat({ subscriptionId, memberId: member.id });
    expect(seat).toMatchObject({ customerId, memberId: member.id });
  });
});

const jane = { email: "jane@acme.example" };
test.each([
  ["nobody", {}],
  ["a customer and a member", { customerId: randomUUID(), memberId: randomUUID() }],
  ["two member ids", { memberId: randomUUID(), externalMemberId: "x" }],
  ["two customer ids", { customerId: randomUUID(), externalCustomerId: "x" }],
  ["a customer id and an e-mail", { customerId: randomUUID(), ...jane }],
  ["a member id and an e-mail", { memberId: randomUUID(), ...jane }],
  ["a malformed e-mail", { email: "not an address" }],
  ["a malformed id", { memberId: "42" }],
  ["eleven metadata keys", { ...jane, metadata: Object.fromEntries([..."abcdefghijk"].map((key) => [key, 1])) }],
  ["metadata of more than 1,024 characters", { ...jane, metadata: { text: "x".repeat(1_013) } }],
  ["an unknown key", { ...jane, colour: "blue" }],
])("a request that names %s is not valid, and nothing is appended", async (_, recipient) => {
  const { ledger, subscriptionId } = await setting();
  const before = await ledger.getPool({ subscriptionId });
  expect(await refusal(ledger.assignSeat({ subscriptionId, ...recipient }))).toBe("InvalidRequest");
  expect(await ledger.getPool({ subscriptionId })).toEqual(before);
});

test("metadata is counted as Python writes it: a space after separators, six characters for one outside ASCII", async () => {
  const { ledger, subscriptionId } = await setting();
  // {"t": "..."} has nine characters around the text.
  const fits = { subscriptionId, email: "a@acme.example", metadata: { t: "é".repeat(169) } };
  expect((await ledger.assignSeat(fits)).seat.seatMetadata).toEqual(fits.metadata);
  const tooLong = { subscriptionId, email: "b@acme.example", metadata: { t: "é".repeat(170) } };
  expect(await refusal(ledger.assignSeat(tooLong))).toBe("InvalidRequest");
});

test("without the member model, a colleague's seat does not count as the buyer's own", async () => {
  const { ledger, subscriptionId, customerId } = await setting({ memberModel: false });
  const colleague = await ledger.registerMember({ customerId, email: "m@acme.example" });
  await ledger.assignSeat({ subscriptionId, memberId: colleague.id });
  expect((await ledger.assignSeat({ subscriptionId, customerId })).seat.email).toBe("buyer@acme.example");
  expect(await refusal(ledger.assignSeat({ subscriptionId, email: "BUYER@acme.example" }))).toBe("SeatAlreadyAssigned");
});
