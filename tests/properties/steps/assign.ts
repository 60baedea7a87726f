// Somebody is given a seat, or is not.

import type { AssignedSeat } from "seat-ledger";
import { expect } from "vitest";
import { unknownPool } from "../cast.ts";
import { liveSeats, type Model, type ModelPool, type ModelSeat, personNamed } from "../model.ts";
import { type Step, step } from "../step.ts";

interface Assignment {
  /** Which pool of the model; beyond the last one it is a pool that nobody opened. */
  readonly pool: number;
  readonly email: string;
  readonly immediateClaim: boolean;
}

export function assign({ pool: index, email, immediateClaim }: Assignment): Step {
  return step({
    label: `assign(pool ${index}, ${email}${immediateClaim ? ", at once" : ""})`,
    refusal: ({ pools }) => refusalOf(pools[index], email),
    ask: ({ pools }) => {
      const args = { ...(pools[index]?.ref ?? unknownPool), email, immediateClaim };
      return (ledger, context) => ledger.assignSeat(args, context);
    },
    follow: (model, answer) => take(model, model.pools[index], email, answer),
  });
}

/** An assignment by somebody who saw the pool before its last change. */
export function assignStale({ pool: index, email }: { readonly pool: number; readonly email: string }): Step {
  return step({
    label: `assign(pool ${index}, ${email}, stale)`,
    refusal: ({ pools }) => (pools[index] ? "VersionConflict" : "PoolNotFound"),
    ask: ({ pools }) => {
      const args = { ...(pools[index]?.ref ?? unknownPool), email };
      return (ledger, context) => ledger.assignSeat(args, { ...context, expectedVersion: 0 });
    },
    follow: () => expect.fail("a stale assignment was accepted"),
  });
}

function refusalOf(pool: ModelPool | undefined, email: string) {
  if (!pool) return "PoolNotFound";
  if (pool.status !== "active") return "PoolNotActive";
  const live = liveSeats(pool);
  if (live.length >= pool.bought) return "SeatNotAvailable";
  const person = personNamed(pool.people, email);
  return person && live.some((seat) => seat.holder === person) ? "SeatAlreadyAssigned" : null;
}

function take(model: Model, pool: ModelPool | undefined, email: string, { seat, invitation }: AssignedSeat): void {
  if (!pool) return;
  const holder = personNamed(pool.people, email) ?? { id: seat.memberId ?? "", email };
  if (!pool.people.includes(holder)) pool.people.push(holder);
  const token = invitation?.token ?? null;
  if (token !== null) model.tokens.push(token);
  Object.assign(seatFor(pool, seat.id), {
    status: token === null ? "claimed" : "pending",
    holder,
    token,
    expiresAt: invitation?.expiresAt.getTime() ?? null,
  });
  expect(seat).toMatchObject({ status: token === null ? "claimed" : "pending", email: holder.email });
}

/** A revoked seat is taken again where there is one; only then is none made. */
function seatFor(pool: ModelPool, id: string): ModelSeat {
  const free = pool.seats.filter((seat) => seat.status === "revoked");
  const known = pool.seats.find((seat) => seat.id === id);
  if (free.length > 0) expect(free.map((seat) => seat.id)).toContain(id);
  else expect(known, "a seat that somebody holds was given away").toBeUndefined();
  if (known) return known;
  const made: ModelSeat = { id, status: "revoked", holder: null, token: null, expiresAt: null };
  pool.seats.push(made);
  return made;
}
