// What createSeatApi takes, checked at the door: a misspelled option is refused, not ignored.

import { errors, type SeatLedger } from "seat-ledger";
import { z } from "zod";
import type { Answered } from "./answered.ts";
import type { ClientAddress } from "./limits/limits.ts";
import type { Principal } from "./principal.ts";
import type { ResponseClass } from "./reply.ts";
import type { ServiceTokens } from "./service-tokens.ts";
import type { SyncState } from "./sync-state.ts";
import type { OpenTelemetry } from "./tracing/server-span.ts";
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
   * Keeps the access tokens that `authenticate` takes: with it, organizations make, list and revoke them under
   * `/v1/ledger/tokens`. Default: none, and then there are no such routes.
   */
  readonly tokens?: ServiceTokens | undefined;
  /**
   * From which address a request comes: that of the connection, or what a proxy of yours says of it; null when it is not known.
   * Never what the client says of itself. Default: none, and then nothing is limited by address.
   */
  readonly clientAddress?: ((request: Request) => string | null) | undefined;
  /**
   * How often in a minute, or false for no limits. Beyond, 429 with `Retry-After`. Counted in the memory of this process.
   * - `claimsPerAddress`: requests to the claim routes from one address (a /64 of IPv6 is one). Default: 300.
   * - `claimsPerToken`: requests to the claim routes with one invitation token. Default: 60.
   * - `failuresPerAddress`: requests to the other routes with an access token that nobody knows, from one address; beyond, all of
   *   its requests to routes that ask for a token are refused until the minute ends. Default: 60.
   */
  readonly rateLimits?:
    | false
    | {
        readonly claimsPerAddress?: number | undefined;
        readonly claimsPerToken?: number | undefined;
        readonly failuresPerAddress?: number | undefined;
      }
    | undefined;
  /**
   * The origins whose pages may call the API from a browser, such as `https://app.acme.example`. Credentials are never allowed:
   * tokens go in the `Authorization` header. Default: none.
   */
  readonly corsOrigins?: readonly string[] | undefined;
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
   * 15,000. A right that has ended ends the stream; where `authenticate` fails, or does not answer, `onError` is told, and the
   * stream ends at the fourth time in a row.
   */
  readonly heartbeatMs?: number | undefined;
  /**
   * Told of every error that was answered with 500 or more, for the caller learns nothing of it, and of the request's id, which
   * the caller has. What open streams meet at their heartbeats is told once for all of them in a round of heartbeats: with the id
   * of one, and `streams`, how many have met it since the last time. Default: `console.error`.
   */
  readonly onError?:
    | ((error: unknown, request: { readonly requestId: string; readonly streams?: number }) => void)
    | undefined;
  /**
   * The API of OpenTelemetry: `import * as openTelemetry from "@opentelemetry/api"`. With it each request has a server span with
   * its route and status, in the trace of `traceparent`; your SDK exports it. Default: no spans.
   */
  readonly openTelemetry?: OpenTelemetry | undefined;
  /**
   * Told of every request once its answer begins: a line of a log, in which nobody is named. The id is what a client sent as
   * `X-Request-Id`, where that is a UUID or 32 hexadecimal digits, else a new one; it is answered. Default: nothing is told.
   */
  readonly onAnswer?: ((answered: Answered) => void) | undefined;
  /**
   * The class of answers whose whole body is known when they begin, for servers that send one of their own faster; streams and
   * answers to HEAD are always of the global class. Default: the global `Response`, whichever that is when a request is answered.
   */
  readonly responseClass?: ResponseClass | undefined;
}

const limit = z.int("must be a whole number").min(1, "must be at least 1");
const someLimits = z.strictObject({
  claimsPerAddress: limit.default(300),
  claimsPerToken: limit.default(60),
  failuresPerAddress: limit.default(60),
});

const schema = z.strictObject({
  ledger: z.custom<SeatLedger>(isLedger, "must be a ledger, as openLedger answers it"),
  authenticate: z.custom<SeatApiOptions["authenticate"]>(
    isFunction,
    "must be a function (request) => Promise<Principal | null>",
  ),
  seats: z
    .custom<SeatOperations>(areSeatOperations, "must have the six operations, as polarSeats() answers them")
    .optional(),
  tokens: z
    .custom<ServiceTokens>(
      (given) => hasMethods(given, ["createToken", "listTokens", "revokeToken"]),
      "must have createToken, listTokens and revokeToken",
    )
    .optional(),
  corsOrigins: z.array(z.string().refine(isOrigin, "must be an origin such as https://app.acme.example")).default([]),
  clientAddress: z.custom<ClientAddress>(isFunction, "must be a function (request) => string | null").optional(),
  rateLimits: z
    .union([z.literal(false), someLimits], {
      error: `must be false, or an object of ${Object.keys(someLimits.shape).join(", ")}, each a whole number from 1`,
    })
    .default(someLimits.parse({})),
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
  openTelemetry: z.custom<OpenTelemetry>(isOpenTelemetry, "must be the module @opentelemetry/api").optional(),
  onAnswer: z
    .custom<NonNullable<SeatApiOptions["onAnswer"]>>(
      (given) => given === undefined || isFunction(given),
      "must be a function (answered) => void",
    )
    .optional(),
  responseClass: z
    .custom<ResponseClass>((given) => given === undefined || isFunction(given), "must be a class such as Response")
    .optional(),
  onError: z
    .custom<NonNullable<SeatApiOptions["onError"]>>(
      (given) => given === undefined || isFunction(given),
      "must be a function (error, request) => void",
    )
    .default(() => (error: unknown) => console.error(error)),
});

/** The options with their defaults, or `InvalidRequest` with every issue. */
export function checkedOptions(options: SeatApiOptions): z.output<typeof schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [...issue.path, key].map(String).join("."),
          message: "is not an option of createSeatApi: check its spelling, or leave it out",
        }))
      : [{ path: issue.path.map(String).join("."), message: issue.message }],
  );
  throw new errors.InvalidRequest({ issues });
}

/** As browsers write it: no path, no slash at the end, and no star, which would be everybody's. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isFunction(given: unknown): boolean {
  return typeof given === "function";
}

const operations = ["assignSeat", "listSeats", "revokeSeat", "resendInvitation", "getClaimInfo", "claimSeat"] as const;

function areSeatOperations(given: unknown): boolean {
  return hasMethods(given, operations);
}

function hasMethods(given: unknown, names: readonly string[]): boolean {
  if (typeof given !== "object" || given === null) return given === undefined;
  return names.every((name) => name in given && isFunction((given as Readonly<Record<string, unknown>>)[name]));
}

function isOpenTelemetry(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return given === undefined;
  return ["context", "propagation", "trace", "SpanKind", "SpanStatusCode"].every((part) => part in given);
}

function isLedger(given: unknown): boolean {
  return typeof given === "object" && given !== null && "forOrganization" in given && isFunction(given.forOrganization);
}
