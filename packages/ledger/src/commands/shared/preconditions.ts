// What is checked before the rules of a command, in this order: found (and inside the fence), idempotency key, mirrored,
// expected version, time. Every pool and seat command passes through here.

import { later, type PoolState } from "../../domain/pool.ts";
import { type Rejection, reject } from "../../domain/rejections.ts";
import { invariant } from "../../invariant.ts";
import { findIdempotent } from "../../store/access-queries.ts";
import { findOrganization } from "../../store/organization-queries.ts";
import { findPlace } from "../../store/place-queries.ts";
import { type FoundPool, withSeats } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call, Repeated } from "./command.ts";
import type { PoolOfCommand } from "./find-pool.ts";
import type { WholePool } from "./pool-memory.ts";

export interface ReadyPool extends WholePool {
  readonly kind: "ready";
  /** When what follows happens. */
  readonly at: Date;
}

/** The pool with its seats, ready for its rules; or why not. `notFound` is the answer where it is not there. */
export function* readyPool(
  found: PoolOfCommand | null,
  notFound: Rejection,
  call: Call,
): Reads<ReadyPool | Repeated | Rejection> {
  if (!found) return notFound;
  const { pool, refs } = found;
  const repeated = yield* earlier(refs.organization, call);
  if (repeated) return repeated;
  if (pool.authority === "polar") return reject("PoolMirrored", { poolId: pool.id });
  const conflict = versionConflict(pool, call);
  if (conflict) return conflict;
  const at = occurredAt(call, pool.lastOccurredAt);
  if (!(at instanceof Date)) return at;
  const whole = "organization" in found ? found : yield* wholePool(found, call);
  return { kind: "ready", pool: whole.pool, refs, organization: whole.organization, at };
}

/** What the next command on this pool need not read again. */
function* wholePool(found: FoundPool, call: Call): Reads<WholePool> {
  const { pool, refs } = found;
  const organization = yield* findOrganization(pool.organizationId);
  const place = yield* findPlace(refs.stream);
  invariant(organization && place, `pool ${pool.id} belongs to an organization`);
  const whole = { ...(yield* withSeats(found)), organization: organization.organization };
  call.memory.remember(whole, place);
  return whole;
}

/** What was done under this idempotency key before. */
export function* earlier(organization: number, call: Call): Reads<Repeated | Rejection | null> {
  if (call.idempotencyKey === null) return null;
  const keptForMs = 30 * 24 * 60 * 60 * 1_000;
  const oldest = new Date(call.now.getTime() - keptForMs);
  const first = yield* findIdempotent(organization, call.idempotencyKey, oldest);
  if (!first) return null;
  if (!call.tokens.isDigestOf(call.asked, first.hash)) {
    return reject("IdempotencyConflict", { idempotencyKey: call.idempotencyKey });
  }
  return { kind: "repeated", anchor: { stream: first.stream, version: first.version } };
}

/** Only pools have a version to expect. */
export function noExpectedVersion(call: Call): Rejection | null {
  if (call.expectedVersion === null) return null;
  const message = "belongs to commands about a pool or a seat: leave it out";
  return reject("InvalidRequest", { issues: [{ path: "expectedVersion", message }] });
}

/** Whether the pool is at the version that the caller decided on. */
export function versionConflict(pool: PoolState, call: Call): Rejection | null {
  const { expectedVersion: expected } = call;
  if (expected === null || expected === pool.version) return null;
  return reject("VersionConflict", { poolId: pool.id, expected, found: pool.version });
}

/** The time of what follows: given and possible, or the later of the clock and the stream's last. */
export function occurredAt(call: Call, last: Date | null): Date | Rejection {
  if (call.occurredAt === null) return last ? later(call.now, last) : call.now;
  const issue =
    call.occurredAt > call.now
      ? "lies in the future"
      : last && call.occurredAt < last
        ? `lies before the pool's last event (${last.toISOString()})`
        : null;
  if (issue === null) return call.occurredAt;
  return reject("InvalidRequest", { issues: [{ path: "occurredAt", message: issue }] });
}
