// Whom an input names, by id: so that it can be erased with them. A payer whose id alone stands in it is not named.

import type { WireSeat } from "../wire/seat.ts";

/**
 * The member, and the customer where a seat is held by a customer. In the member model `customer_id` is the payer, whose
 * member the holder is; nothing else of the payer is shown.
 */
export function peopleOfSeat({ customer_id, member_id, member }: WireSeat): readonly string[] {
  const holder = member !== null && member.customer_id === customer_id ? null : customer_id;
  return distinct([member_id, member?.id, holder]);
}

const personKeys: ReadonlySet<string> = new Set(["customer_id", "member_id"]);
const personObjects: ReadonlySet<string> = new Set(["customer", "member"]);
/** Polar nests a few levels deep; a body that nests without end must not end us. */
const deepest = 12;

/** Whoever is named in something that nobody here reads further. */
export function peopleAnywhere(given: unknown, depth = 0): readonly string[] {
  if (typeof given !== "object" || given === null || depth > deepest) return [];
  const found = Object.entries(given).flatMap(([key, value]): readonly (string | null)[] => {
    if (personKeys.has(key)) return [textOf(value)];
    const own = personObjects.has(key) ? [idIn(value)] : [];
    return [...own, ...peopleAnywhere(value, depth + 1)];
  });
  return distinct(found);
}

function idIn(given: unknown): string | null {
  return typeof given === "object" && given !== null && "id" in given ? textOf(given.id) : null;
}

function textOf(given: unknown): string | null {
  return typeof given === "string" && uuid.test(given) ? given.toLowerCase() : null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function distinct(ids: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null && id !== undefined))];
}
