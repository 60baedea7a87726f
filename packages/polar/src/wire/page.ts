// A page of one of Polar's lists. Its items stay unread: one that is malformed must not spoil the others.

import { z } from "zod";
import { count } from "./fields.ts";

export const pageSchema = z.object({
  items: z.array(z.unknown()),
  pagination: z.object({ total_count: count, max_page: count }),
});

const itemSchema = z.object({ id: z.string() });

/** By which an item that is shown on two pages is known again; null where it shows none. */
export function idOfItem(item: unknown): string | null {
  return itemSchema.safeParse(item).data?.id.toLowerCase() ?? null;
}

const poolSignSchema = z.object({ seats: z.unknown().optional(), subscription_id: z.unknown().optional() });

/** Whether seats are sold by it. An order with a subscription is its invoice: counted too, each seat would be twice. */
export function isPool(item: unknown): boolean {
  const signs = poolSignSchema.safeParse(item).data;
  if (!signs) return true;
  return (signs.seats ?? null) !== null && (signs.subscription_id ?? null) === null;
}
