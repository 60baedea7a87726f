// What createSeatApi takes, checked at the door: a misspelled option is refused, not ignored.

import { errors, type SeatLedger } from "seat-ledger";
import { z } from "zod";
import type { Principal } from "./principal.ts";
import type { SyncState } from "./sync-state.ts";
import type { SeatOperations } from "./write-through.ts";

/** What `createSeatApi` needs. */
export interface SeatApiOptions {
  /** An open ledger. The API never closes it. */
  readonly ledger: SeatLedger;
  /** Who sends the request; null when nobody is known by its credentials. */
  readonly authenticate: (request: Request) => Promise<Principal | null>;
  /**
   * Does what is about subscriptions and orders of which Polar decides: `polarSeats({ ledger, polar })` of
   * `@seat-ledger/polar`. Default: none, and then such a command is answered 409 `PoolMirrored`.
   */
  readonly seats?: SeatOperations | undefined;
  /**
   * Whether there is something to serve: until it answers true, `GET /readyz` and every route but the service's own are 503 with
   * `Retry-After`. Asked for each request, so make it quick. Default: always.
   */
  readonly ready?: (() => boolean) | undefined;
  /**
   * What the sync with Polar says of itself, for `GET /v1/ledger/drift` and the metrics: the last state that `sync.state$` of
   * `@seat-ledger/polar` told; null before the first. Default: there is no sync.
   */
  readonly sync?: (() => SyncState | null) | undefined;
  /**
   * How often an open stream says that it is alive, and asks `authenticate` again: milliseconds, from 10 to 3,600,000. Default:
   * 15,000.
   */
  readonly heartbeatMs?: number | undefined;
  /** Told of every error that was answered with 500 or more, for the caller learns nothing of it. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const schema = z.strictObject({
  ledger: z.custom<SeatLedger>(isLedger, "must be a ledger, as openLedger answers it"),
  authenticate: z.custom<SeatApiOptions["authenticate"]>(
    isFunction,
    "must be a function (request) => Promise<Principal | null>",
  ),
  seats: z
    .custom<SeatOperations>(areSeatOperations, "must have the six operations, as polarSeats() answers them")
    .optional(),
  ready: z
    .custom<() => boolean>((given) => given === undefined || isFunction(given), "must be a function () => boolean")
    .default(() => () => true),
  sync: z
    .custom<() => SyncState | null>(
      (given) => given === undefined || isFunction(given),
      "must be a function () => SyncState | null",
    )
    .optional(),
  heartbeatMs: z
    .int("must be a whole number of milliseconds")
    .min(10, "must be at least 10")
    .max(3_600_000, "must be at most 3,600,000")
    .default(15_000),
  onError: z
    .custom<(error: unknown) => void>(
      (given) => given === undefined || isFunction(given),
      "must be a function (error) => void",
    )
    .default(() => (error: unknown) => console.error(error)),
});

/** The options with their defaults, or `InvalidRequest` with every issue. */
export function checkedOptions(options: SeatApiOptions): z.output<typeof schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((path) => ({
          path,
          message: "is not an option of createSeatApi: check its spelling, or leave it out",
        }))
      : [{ path: issue.path.map(String).join("."), message: issue.message }],
  );
  throw new errors.InvalidRequest({ issues });
}

function isFunction(given: unknown): boolean {
  return typeof given === "function";
}

const operations = ["assignSeat", "listSeats", "revokeSeat", "resendInvitation", "getClaimInfo", "claimSeat"] as const;

function areSeatOperations(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return given === undefined;
  return operations.every((name) => name in given && isFunction((given as Readonly<Record<string, unknown>>)[name]));
}

function isLedger(given: unknown): boolean {
  return typeof given === "object" && given !== null && "forOrganization" in given && isFunction(given.forOrganization);
}
