// POST /v1/ledger/customers: who pays for seats. Made, or changed where it is known.

import { z } from "zod";
import { merchant } from "../../access/merchant.ts";
import { commandContext } from "../../command-context.ts";
import { route } from "../../routing/route.ts";
import { customer, customerToWire } from "../../wire/customer.ts";
import { documented } from "../../wire/documented.ts";
import { noObject, shortText, text, uuid } from "../../wire/fields.ts";

const body = documented(
  z.strictObject(
    {
      id: documented(uuid, { description: "Made where it is left out" }).nullish(),
      email: documented(text, { format: "email" }).nullish(),
      name: shortText.nullish(),
      external_id: documented(shortText, { description: "The customer's id in your own system" }).nullish(),
    },
    noObject,
  ),
  { id: "CustomerRegister" },
);

export const registerCustomer = route({
  method: "POST",
  path: "/v1/ledger/customers",
  operationId: "ledger:register_customer",
  tag: "ledger",
  summary: "Register Customer",
  description:
    "Makes or changes a customer, found by id, else external id, else e-mail. What is left out stays as it is; with the member model its owner member is made too.",
  access: merchant("ledger:write"),
  body,
  answer: customer,
  answers: "The customer",
  refusals: { 409: "These facts name two customers, or the Idempotency-Key was used for another request" },
  async handle({ caller, body: { id, email, name, external_id: externalId }, request }) {
    const args = { organizationId: caller.organizationId, id, email, name, externalId };
    return customerToWire(await caller.ledger.registerCustomer(args, commandContext(request, caller)));
  },
});
