// POST /v1/ledger/customers/{customer_id}/members: a person under a customer. Made, or changed where it is known.

import { z } from "zod";
import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { noObject, shortText, text, uuid } from "../../wire/fields.ts";
import { member, memberToWire } from "../../wire/seat.ts";

const params = z.object({ customer_id: documented(uuid, { description: "The customer under whom the member is" }) });

const body = documented(
  z.strictObject(
    {
      id: documented(uuid, { description: "Made where it is left out" }).nullish(),
      email: documented(text, { format: "email" }),
      name: shortText.nullish(),
      external_id: documented(shortText, { description: "The member's id in your own system" }).nullish(),
      role: documented(z.enum(["owner", "billing_manager", "member"]), {
        description: "`member` unless said",
      }).nullish(),
    },
    noObject,
  ),
  { id: "MemberRegister" },
);

export const registerMember = route({
  method: "POST",
  path: "/v1/ledger/customers/{customer_id}/members",
  operationId: "ledger:register_member",
  tag: "ledger",
  summary: "Register Member",
  description:
    "Makes or changes a member of a customer, found by id, else external id, else e-mail. A changed e-mail shows on the seats that it holds.",
  access: merchant("ledger:write"),
  params,
  body,
  answer: member,
  answers: "The member",
  refusals: {
    404: "No such customer",
    409: "These facts name two members, or the Idempotency-Key was used for another request",
  },
  async handle({ caller, params: { customer_id: customerId }, body: given, request }) {
    const { id, email, name, external_id: externalId, role } = given;
    const args = { customerId, id, email, name, externalId, role };
    return memberToWire(await caller.ledger.registerMember(args, commandContext(request, caller)));
  },
});
