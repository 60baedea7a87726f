// Every answer and every webhook of the sandbox, measured by what others say of Polar: the official document where it lies
// beside this repository, and the schemas of Polar's older SDK, which reads each answer strictly.

import { existsSync, readFileSync } from "node:fs";
import { Polar } from "polar-sdk-0";
import { expect, test } from "vitest";
import { z } from "zod";
import { baseUrl, liveALittle, type Stage, stage } from "./stage.ts";

const document = new URL("../../../shared/polar/openapi.json", import.meta.url);

/** The document's schema of this name. */
function documented(): (name: string) => z.ZodType {
  const text = readFileSync(document, "utf8").replaceAll("#/components/schemas/", "#/$defs/");
  const { components } = JSON.parse(text);
  return (name) => z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: components.schemas });
}

async function answerTo({ sandbox }: Stage, path: string): Promise<unknown> {
  const headers = { authorization: "Bearer polar_oat_sandbox" };
  const response = await sandbox.fetch(new Request(`${baseUrl}${path}`, { headers }));
  expect(response.status, path).toBe(200);
  return response.json();
}

const idsOf = ({ customerId, subscriptionId }: Stage, orderId: string, memberId: string) =>
  [
    ["/v1/webhooks/deliveries?limit=100", "ListResource_WebhookDelivery_"],
    ["/v1/events/?limit=100", "ListResource_Event_"],
    ["/v1/subscriptions/", "ListResource_Subscription_"],
    [`/v1/subscriptions/${subscriptionId}`, "Subscription"],
    ["/v1/orders/", "ListResource_Order_"],
    [`/v1/orders/${orderId}`, "Order"],
    ["/v1/customers/", "ListResource_Customer_"],
    [`/v1/customers/${customerId}`, "Customer"],
    ["/v1/members/", "ListResource_Member_"],
    [`/v1/members/${memberId}`, "Member"],
    [`/v1/customers/${customerId}/members/${memberId}`, "Member"],
    [`/v1/customer-seats?subscription_id=${subscriptionId}`, "SeatsList"],
  ] as const;

test.for([true, false])(
  "answers and webhooks are as Polar's document says, with the member model: %s",
  async (memberModel, { skip }) => {
    skip(!existsSync(document), "Polar's document does not lie beside this repository");
    const set = stage({ memberModel });
    const { ada, order } = await liveALittle(set);
    const schemaOf = documented();
    for (const [path, name] of idsOf(set, order.id, ada.memberId ?? "")) {
      expect(z.treeifyError(failureOf(schemaOf(name), await answerTo(set, path))), path).toEqual({ errors: [] });
    }
    const known = new Set<string>(
      [...readFileSync(document, "utf8").matchAll(/"(Webhook\w+Payload)"/g)].map(([, name = ""]) => name),
    );
    let measured = 0;
    for (const { type, payload } of set.sandbox.webhooks.events()) {
      const name = `Webhook${type.replace(/(^|[._])(\w)/g, (_, _dot, letter) => letter.toUpperCase())}Payload`;
      if (!known.has(name)) continue;
      measured += 1;
      expect(z.treeifyError(failureOf(schemaOf(name), JSON.parse(payload))), name).toEqual({ errors: [] });
    }
    expect(measured).toBeGreaterThan(20);
  },
);

function failureOf(schema: z.ZodType, value: unknown): z.ZodError {
  return schema.safeParse(value).error ?? new z.ZodError([]);
}

test("Polar's older SDK reads every answer", async () => {
  const set = stage();
  const { ada, order } = await liveALittle(set);
  const polar = new Polar({ accessToken: "polar_oat_sandbox", serverURL: baseUrl });
  const names = new Set((await set.polar.events.list({ limit: 100 })).items.map(({ name }) => name));
  const namesThatItKnows = [...names].filter((name) => name !== "subscription.reinstated");
  const read = [
    await polar.webhooks.listWebhookDeliveries({ limit: 100 }),
    await polar.webhooks.listWebhookEndpoints({}),
    await polar.events.list({ limit: 100, name: namesThatItKnows }),
    await polar.subscriptions.get({ id: set.subscriptionId }),
    await polar.orders.get({ id: order.id }),
    await polar.customers.get({ id: set.customerId }),
    await polar.customers.getState({ id: set.customerId }),
    await polar.members.listMembers({ customerId: set.customerId }),
    await polar.customers.members.get({ id: set.customerId, memberId: ada.memberId ?? "" }),
  ];
  expect(read.every((answer) => answer !== undefined)).toBe(true);
});
