// Something new that appears between two pages of a list: another one like the first row of the page. It is as real as
// anything else in the sandbox.

import { createCustomer } from "../customers.ts";
import { PolarSandboxError } from "../errors.ts";
import { createMember } from "../members.ts";
import { createOrder } from "../orders.ts";
import type { SandboxState } from "../state.ts";
import { createSubscription } from "../subscriptions.ts";
import { isObject } from "./broken-answers.ts";

/** Makes another one of what this page lists, if more pages follow and such a thing can be made. Says whether it did. */
export function insertAfterPage(state: SandboxState, url: URL, body: unknown): boolean {
  if (!isObject(body) || !isObject(body["pagination"]) || !Array.isArray(body["items"])) return false;
  const page = Number(url.searchParams.get("page") ?? 1);
  const [row] = body["items"];
  if (page >= Number(body["pagination"]["max_page"]) || !isObject(row)) return false;
  const make = makers[url.pathname.replace(/\/$/, "")];
  if (make === undefined) return false;
  try {
    return make(state, String(row["id"])) !== undefined;
  } catch (error) {
    // Polar would refuse another one like it: of a deleted customer, for instance.
    if (error instanceof PolarSandboxError) return false;
    throw error;
  }
}

const makers: Readonly<Record<string, (state: SandboxState, id: string) => unknown>> = {
  "/v1/subscriptions": (state, id) => {
    const like = state.subscriptions.get(id);
    return like && createSubscription(state, { ...like, status: "active", seats: like.seats && 1 });
  },
  "/v1/orders": (state, id) => {
    const like = state.orders.get(id);
    return like && createOrder(state, { ...like, status: "paid", seats: like.seats && 1 });
  },
  "/v1/customers": (state, id) => {
    const like = state.customers.get(id);
    return like && createCustomer(state, { organizationId: like.organizationId, email: newcomer(state) });
  },
  "/v1/members": (state, id) => {
    const like = state.members.get(id);
    return like && createMember(state, { customerId: like.customerId, email: newcomer(state) });
  },
};

const newcomer = ({ customers, members }: SandboxState) => `newcomer-${customers.size}-${members.size}@sandbox.example`;
