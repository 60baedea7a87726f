// The six operations by two doors, the library and the wire, with answers in one form: what holds of Polar must hold at both.
// A refused request must leave the log as it was; the doors look after that themselves.

import { type AssignSeatArgs, isSeatLedgerError, type SeatLedgerErrorCode } from "seat-ledger";
import { expect } from "vitest";
import { everyEvent } from "../../machine/seat-story.ts";
import { type Shop, tokens } from "../shop.ts";

export type Operation = "assign" | "list" | "revoke" | "resend" | "claimInfo" | "claim";

// biome-ignore lint/suspicious/noExplicitAny: what is sent may be wrong on purpose, what comes is looked at field by field.
export type Loose = any;

/** An answer in camelCase with instants as text, or how it was refused there. */
export type Outcome = { readonly answer: Loose } | { readonly refusal: string };

/** Who asks: one of the merchants. */
export type As = "acme" | "other";

export interface Door {
  readonly name: "library" | "wire";
  ask(operation: Operation, args: Loose, as?: As): Promise<Outcome>;
  /** How a refusal by this code looks here. */
  refusal(code: SeatLedgerErrorCode, operation: Operation): string;
}

export const doors = { library: libraryDoor, wire: wireDoor };

function libraryDoor(shop: Shop): Door {
  const operations: Readonly<Record<Operation, (args: Loose, as: As) => Promise<unknown>>> = {
    assign: async (args: AssignSeatArgs, as) => (await fenced(shop, as).assignSeat(args)).seat,
    list: (args, as) => fenced(shop, as).listSeats(args),
    revoke: (args, as) => fenced(shop, as).revokeSeat(args),
    resend: async (args, as) => (await fenced(shop, as).resendInvitation(args)).seat,
    claimInfo: (args) => shop.ledger.getClaimInfo(args),
    claim: (args) => shop.ledger.claimSeat(args),
  };
  return {
    name: "library",
    ask: (operation, args, as = "acme") =>
      unchangedWhereRefused(shop, async () => {
        try {
          return { answer: JSON.parse(JSON.stringify(await operations[operation](args, as))) };
        } catch (error) {
          if (!isSeatLedgerError(error)) throw error;
          return { refusal: error.code };
        }
      }),
    refusal: (code) => code,
  };
}

function wireDoor(shop: Shop): Door {
  return {
    name: "wire",
    ask: (operation, args, as = "acme") =>
      unchangedWhereRefused(shop, async () => {
        const [method, path, body] = requestOf(operation, args);
        // The claim routes are public: what a client without a token sends must not matter there.
        const token = operation.startsWith("claim") ? "undefined" : tokens[as];
        return sent(shop, method, path, { token, body });
      }),
    refusal: (code, operation) =>
      operation === "claimInfo" && code === "InvalidInvitationToken"
        ? "404 ResourceNotFound"
        : (onTheWire[code] ?? code),
  };
}

export interface Sent {
  readonly token?: string | null;
  /** Text is sent as it is. */
  readonly body?: unknown;
}

/** A request to the API as it goes over the wire. */
export async function sent(shop: Shop, method: string, path: string, { token = tokens.acme, body }: Sent = {}) {
  const authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  const headers = body === undefined ? authorization : { ...authorization, "Content-Type": "application/json" };
  const content = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const request = new Request(`http://seats.example/v1/customer-seats${path}`, { method, headers, ...content });
  const response = await shop.api.fetch(request);
  const json: Loose = await response.json();
  expect(shop.failures).toEqual([]);
  expect(JSON.stringify(json), "no answer shows an invitation's token").not.toContain("seat_inv_");
  if (response.ok) return { answer: camelCased(json) };
  expect(Object.keys(json)).toEqual(["error", "detail"]);
  expect(Array.isArray(json.detail)).toBe(response.status === 422);
  return { refusal: `${response.status} ${json.error}` };
}

function requestOf(operation: Operation, args: Loose): readonly [method: string, path: string, body?: unknown] {
  switch (operation) {
    case "assign":
      return ["POST", "", snakeCased(args)];
    case "list":
      return ["GET", `?${new URLSearchParams(snakeCased(args))}`];
    case "revoke":
      return ["DELETE", `/${args.seatId}`];
    case "resend":
      return ["POST", `/${args.seatId}/resend`];
    case "claimInfo":
      return ["GET", `/claim/${encodeURIComponent(args.invitationToken)}`];
    case "claim":
      return ["POST", "/claim", snakeCased(args)];
  }
}

/** Where the names differ; all others are their own, with Polar's statuses. */
const onTheWire: Partial<Record<SeatLedgerErrorCode, string>> = {
  InvalidRequest: "422 RequestValidationError",
  PoolNotFound: "404 ResourceNotFound",
  SeatNotFound: "404 ResourceNotFound",
  SeatsNotEnabled: "403 FeatureNotEnabled",
  PoolNotActive: "400 SeatNotAvailable",
  PoolMirrored: "409 PoolMirrored",
  SeatNotAvailable: "400 SeatNotAvailable",
  SeatAlreadyAssigned: "400 SeatAlreadyAssigned",
  SeatNotPending: "400 SeatNotPending",
  InvalidInvitationToken: "400 InvalidInvitationToken",
  InvalidSeatAssignmentRequest: "400 InvalidSeatAssignmentRequest",
  MemberEmailMismatch: "400 MemberEmailMismatch",
  CustomerNotFound: "404 CustomerNotFound",
  MemberNotFound: "404 MemberNotFound",
};

async function unchangedWhereRefused(shop: Shop, ask: () => Promise<Outcome>): Promise<Outcome> {
  const before = await everyEvent(shop.ledger);
  const outcome = await ask();
  if ("refusal" in outcome) expect(await everyEvent(shop.ledger), "a refusal appends nothing").toEqual(before);
  return outcome;
}

function fenced(shop: Shop, as: As) {
  return shop.ledger.forOrganization(shop[as].organizationId);
}

/** Only the names of fields change: metadata are the caller's own. */
function camelCased(value: Loose): Loose {
  return renamed(value, (name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function snakeCased(value: Loose): Loose {
  return renamed(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function renamed(value: Loose, name: (name: string) => string): Loose {
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, name));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    name(key),
    /metadata/i.test(key) ? inner : renamed(inner, name),
  ]);
  return Object.fromEntries(entries);
}
