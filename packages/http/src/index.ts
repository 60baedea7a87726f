// The public names of @seat-ledger/http, one by one.

/** The scopes that mean something in the token of an organization. */
export { type OrganizationScope, organizationScopes } from "./access/scopes.ts";
/** What `onAnswer` is told of a request. */
export type { Answered } from "./answered.ts";
/** What `createSeatApi` makes: a fetch handler. */
export type { SeatApi } from "./create-seat-api.ts";
/** Makes Polar's seat API over a ledger, as one fetch handler. */
export { createSeatApi } from "./create-seat-api.ts";
/** What `createSeatApi` takes. */
export type { SeatApiOptions } from "./options.ts";
/** Who asks, as your `authenticate` says: an organization, a customer or a member. */
export type { Principal } from "./principal.ts";
/** By which id a request is found in logs: for what a service answers beside the API. */
export { requestIdOf } from "./routing/request-id.ts";
/** What `tokens` takes: the access tokens of a service, made, listed and revoked; and what is known of one. */
export type { ServiceToken, ServiceTokens } from "./service-tokens.ts";
/** What `sync` answers: the state of a `PolarSync` is one. */
export type { SyncDrift, SyncState } from "./sync-state.ts";
/** What `openTelemetry` takes: the module `@opentelemetry/api`. */
export type { OpenTelemetry } from "./tracing/server-span.ts";
/** What `seats` takes: the six operations, as `polarSeats` answers them. */
export type { SeatOperations } from "./write-through.ts";
