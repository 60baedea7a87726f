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
import { removeCustomer } from "./commands/remove-customer.ts";
import { removeMember } from "./commands/remove-member.ts";
import { resendInvitation } from "./commands/resend-invitation.ts";
import { resizePool } from "./commands/resize-pool.ts";
import { revokeSeat } from "./commands/revoke-seat.ts";
import { contextSchema } from "./commands/shared/context.ts";
import { poolRefSchema } from "./commands/shared/pool-command.ts";
import { getClaimInfo } from "./queries/get-claim-info.ts";
import { getInvitedSeat } from "./queries/get-invited-seat.ts";
import { getMember } from "./queries/get-member.ts";
import { getPool } from "./queries/get-pool.ts";
import { getSeat } from "./queries/get-seat.ts";
import { getSession } from "./queries/get-session.ts";
import { listHeldPools } from "./queries/list-held-pools.ts";
import { listPools } from "./queries/list-pools.ts";
import { listSeats } from "./queries/list-seats.ts";

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
  ["removeCustomer", removeCustomer.args],
  ["removeMember", removeMember.args],
  ["resendInvitation", resendInvitation.args],
  ["resizePool", resizePool.args],
  ["revokeSeat", revokeSeat.args],
  ["a pool by its id", poolRefSchema],
  ["the context of a command", contextSchema],
  ["getClaimInfo", getClaimInfo.args],
  ["getInvitedSeat", getInvitedSeat.args],
  ["getMember", getMember.args],
  ["getPool", getPool.args],
  ["getSeat", getSeat.args],
  ["getSession", getSession.args],
  ["listHeldPools", listHeldPools.args],
  ["listPools", listPools.args],
  ["listSeats", listSeats.args],
])("the schema of %s can be compiled, with all that it is made of", (_, schema) => {
  expect(partsThatCannot(schema)).toEqual([]);
});

/** Each alone: what is inside of a schema and can't be compiled is read without, and nothing tells of it. */
function partsThatCannot(schema: z.core.$ZodType, path = ""): readonly string[] {
  const inside = Object.entries(partsOf(schema)).flatMap(([name, part]) => partsThatCannot(part, `${path}/${name}`));
  try {
    z.compile(schema, { strict: true });
    return inside;
  } catch (error) {
    return [...inside, `${path}: ${error}`];
  }
}

function partsOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodArray) return { element: schema.element };
  if (schema instanceof z.ZodPipe) return { in: schema.in, out: schema.out };
  if (schema instanceof z.ZodUnion) return Object.fromEntries(schema.options.entries());
  const wraps = [z.ZodDefault, z.ZodPrefault, z.ZodNullable, z.ZodOptional].some((kind) => schema instanceof kind);
  return wraps ? { inner: (schema as z.ZodNullable).unwrap() } : {};
}

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
