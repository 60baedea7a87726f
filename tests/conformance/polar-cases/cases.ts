// One table for each operation: a row is a statement, a request in a shop, and the answer. Each row is run at both doors,
// in a shop of its own, unless only one of them can express it.

import type { SeatLedgerErrorCode } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { openShop, type Shop } from "../shop.ts";
import { type As, type Door, doors, type Loose, type Operation } from "./doors.ts";

/** A shop, and how its past is told. */
export interface Scene extends Shop {
  /** The pool in most rows: three seats of acme's subscription. */
  readonly pool: { readonly subscriptionId: string };
  readonly order: { readonly orderId: string };
  /** An invitation of acme's, made beforehand by the library, because the wire shows no token. */
  invited(email?: string, more?: Loose): Promise<{ readonly seatId: string; readonly token: string }>;
  /** A seat that was claimed beforehand. */
  claimed(
    email?: string,
    more?: Loose,
  ): Promise<{ readonly seatId: string; readonly token: string; readonly session: string }>;
  /** Switches acme's seats off. */
  seatsOff(): Promise<unknown>;
  /** A further pool of acme's buyer. */
  opened(args: Loose): Promise<unknown>;
}

interface Options {
  readonly memberModel?: boolean;
  readonly as?: As;
  /** Where the other door has no words for it. */
  readonly only?: Door["name"];
}

/** What the last request of a row must be answered: a refusal by its code, or these fields among others. */
type Expected = SeatLedgerErrorCode | Readonly<Record<string, unknown>> | ((scene: Scene) => object);

interface Row extends Options {
  readonly statement: string;
  readonly operation: Operation;
  /** What came before, told in the shop, and then the request's arguments. */
  readonly request: (scene: Scene) => Loose;
  readonly expected: Expected;
}

/** Makes the rows about one operation. */
export function about(operation: Operation) {
  return (statement: string, request: Row["request"], expected: Expected, options: Options = {}): Row => {
    return { statement, operation, request, expected, ...options };
  };
}

export function cases(title: string, rows: readonly Row[]): void {
  describe.each(["library", "wire"] as const)(`${title}, at the %s`, (at) => {
    const here = rows.filter(({ only = at }) => only === at);
    test.each(here)("$statement", async ({ operation, request, expected, memberModel = true, as }) => {
      await using shop = await openShop({ memberModel });
      const door = doors[at](shop);
      const scene = sceneOf(shop);
      const outcome = await door.ask(operation, await request(scene), as);
      if (typeof expected === "string") {
        expect(outcome).toEqual({ refusal: door.refusal(expected, operation) });
      } else {
        expect(outcome).toMatchObject({ answer: typeof expected === "function" ? expected(scene) : expected });
      }
    });
  });
}

function sceneOf(shop: Shop): Scene {
  const { ledger, acme } = shop;
  const pool = { subscriptionId: acme.subscriptionId };
  const invited: Scene["invited"] = async (email = "jane@example.com", more = {}) => {
    const { seat, invitation } = await ledger.assignSeat({ ...pool, email, ...more });
    return { seatId: seat.id, token: invitation?.token ?? "" };
  };
  return {
    ...shop,
    pool,
    order: { orderId: acme.orderId },
    invited,
    async claimed(email, more) {
      const invitation = await invited(email, more);
      const { customerSessionToken } = await ledger.claimSeat({ invitationToken: invitation.token });
      return { ...invitation, session: customerSessionToken };
    },
    seatsOff: () => ledger.registerOrganization({ name: "The acme", slug: "acme", seatsEnabled: false }),
    opened: ({ organizationId = acme.organizationId, customerId = acme.customerId, ...args }) =>
      ledger.openPool({ organizationId, customerId, product: { id: teamPlan, name: "Team plan" }, seats: 1, ...args }),
  };
}

export const teamPlan = "7d0c4a5e-3f0e-4d0c-9f83-7a3a7e1f2b10";
/** Ids of nobody, by version. */
export const nobody = "00000000-0000-4000-8000-000000000000";
export const ids = {
  one: "3c90c3cc-0d44-11f0-8888-8dd25736052a",
  four: "3c90c3cc-0d44-4b50-8888-8dd25736052a",
  seven: "0190f5c8-7a4e-7b3c-8d2e-1f2a3b4c5d6e",
  nil: "00000000-0000-0000-0000-000000000000",
} as const;
