// The door as every call passes it; what each argument may be is said by tests/bad-input.

import { expect, test } from "vitest";
import { z } from "zod";
import { checked, uuid } from "./arguments.ts";
import { assignSeat } from "./commands/assign-seat.ts";
import { assignSeats } from "./commands/assign-seats.ts";
import { claimSeat } from "./commands/claim-seat.ts";
import { forgetPerson } from "./commands/forget-person.ts";
import { openPool } from "./commands/open-pool.ts";
import { registerCustomer } from "./commands/register-customer.ts";
import { registerMember } from "./commands/register-member.ts";
import { registerOrganization } from "./commands/register-organization.ts";
import { resendInvitation } from "./commands/resend-invitation.ts";
import { resizePool } from "./commands/resize-pool.ts";
import { revokeSeat } from "./commands/revoke-seat.ts";
import { contextSchema } from "./commands/shared/context.ts";
import { poolRefSchema } from "./commands/shared/pool-command.ts";

const id = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

test.each([
  ["assignSeat", assignSeat.args],
  ["assignSeats", assignSeats.args],
  ["claimSeat", claimSeat.args],
  ["forgetPerson", forgetPerson.args],
  ["openPool", openPool.args],
  ["registerCustomer", registerCustomer.args],
  ["registerMember", registerMember.args],
  ["registerOrganization", registerOrganization.args],
  ["resendInvitation", resendInvitation.args],
  ["resizePool", resizePool.args],
  ["revokeSeat", revokeSeat.args],
  ["a pool by its id", poolRefSchema],
  ["the context of a command", contextSchema],
])("the schema of %s can be compiled", (_, schema) => {
  expect(() => z.compile<z.ZodType>(schema, { strict: true })).not.toThrow();
});

test("reads each field of the caller's object once where it is right", () => {
  let reads = 0;
  const given = {
    get seatId() {
      reads += 1;
      return reads === 1 ? id : "something else by now";
    },
  };
  expect(checked(z.strictObject({ seatId: uuid }), given)).toEqual({ seatId: id });
  expect(reads).toBe(1);
});
