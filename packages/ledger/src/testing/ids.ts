// Ids from short names: the same name is the same id in every test and every run.

import { createHash } from "node:crypto";

/** What an id can be of. */
export type IdKind = "organization" | "customer" | "member" | "pool" | "seat";

/** The names that stand for what a story does not name. */
export const unnamed = {
  organization: "acme",
  customer: "buyer",
  pool: "team",
  seat: "s1",
  holder: "ann@example.com",
} as const;

/**
 * The id behind a short name, the same in every run: `ids.seat("s1")`. A UUID stands for itself.
 * Without a name it is the id of what a story speaks of when it names nothing.
 */
export const ids: {
  organization(name?: string): string;
  customer(name?: string): string;
  /** A member by its name, or, where a story gave it none, by its e-mail. */
  member(name: string): string;
  pool(name?: string): string;
  seat(name?: string): string;
} = {
  organization: (name = unnamed.organization) => idOf("organization", name),
  customer: (name = unnamed.customer) => idOf("customer", name),
  member: (name) => idOf("member", name),
  pool: (name = unnamed.pool) => idOf("pool", name),
  seat: (name = unnamed.seat) => idOf("seat", name),
};

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A version-4 UUID, for the ledger's own ids are. */
export function idOf(kind: IdKind, name: string): string {
  if (uuidForm.test(name)) return name.toLowerCase();
  const hex = createHash("sha256").update(`${kind}/${name}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
