// The assignments that are refused by their shape alone.

import { expect, test } from "vitest";
import { refusalOf } from "../../testing/setting.ts";
import { PolarSandboxError } from "../errors.ts";
import { checkAssignment } from "./check-assignment.ts";

const id = "7b0e2f3a-9d1c-4c55-8a63-0f6d3f1f0a11";
const email = "ada@acme.example";

test.each([
  ["no pool", { email }],
  ["two pools", { subscriptionId: id, orderId: id, email }],
  ["no recipient", { orderId: id }],
  ["a customer and a member", { orderId: id, customerId: id, memberId: id }],
  ["both member ids", { orderId: id, memberId: id, externalMemberId: "e" }],
  ["a customer and an e-mail", { orderId: id, customerId: id, email }],
  ["both customer ids", { orderId: id, customerId: id, externalCustomerId: "e" }],
  ["a member id and an e-mail", { orderId: id, memberId: id, email }],
  ["a malformed e-mail", { orderId: id, email: "ada@acme" }],
  ["a malformed id", { orderId: "7", email }],
  [
    "eleven metadata keys",
    { orderId: id, email, metadata: Object.fromEntries([..."abcdefghijk"].map((key) => [key, 1])) },
  ],
])("%s is refused with 422", (_what, input) => {
  const refusal = refusalOf(() => checkAssignment(input));
  expect(refusal).toBeInstanceOf(PolarSandboxError);
  expect(refusal).toMatchObject({ status: 422, error: "RequestValidationError" });
});

test("an external member id may stand beside an e-mail", () => {
  expect(() => checkAssignment({ orderId: id, externalMemberId: "e", email })).not.toThrow();
});

test("metadata is measured as Python writes it: spaces after separators, six characters for any outside ASCII", () => {
  const ofLength = (length: number) => ({
    orderId: id,
    email,
    metadata: { k: "x".repeat(length - '{"k": ""}'.length) },
  });
  expect(() => checkAssignment(ofLength(1024))).not.toThrow();
  expect(() => checkAssignment(ofLength(1025))).toThrow(/1KB/);
  expect(() => checkAssignment({ orderId: id, email, metadata: { k: "é".repeat(169) } })).not.toThrow();
  expect(() => checkAssignment({ orderId: id, email, metadata: { k: "é".repeat(170) } })).toThrow(/1KB/);
});
