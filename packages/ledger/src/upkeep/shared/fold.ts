// What some streams of the ledger come to, folded event by event with the domain's own functions. It holds nothing personal:
// where an e-mail belongs stands the number of the event that told it (read-event.ts).

import { evolveCustomer, evolveMember, evolveOrganization, isMemberEvent } from "../../domain/directory.ts";
import {
  type Authority,
  type CustomerStreamEvent,
  type OrganizationEvent,
  type PoolStreamEvent,
  type ProposedEvent,
  type StreamKind,
  streamKindOf,
} from "../../domain/events.ts";
import type { CustomerId, OrganizationId, PoolId } from "../../domain/ids.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import { evolveSeat, type SeatState, withDiscovery } from "../../domain/seat.ts";
import { InvariantViolation, invariant } from "../../invariant.ts";
import type { FoldRow } from "../../store/upkeep-log.ts";
import { flawOfIds } from "./flaw-of-ids.ts";
import { flawOfPerson } from "./flaw-of-person.ts";
import { flawOfPlace, flawOfTime } from "./flaw-of-place.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import { flawOfStatus } from "./flaw-of-status.ts";
import type { Folded, FoldedPool } from "./folded.ts";

/** The rows of views that a stream comes to. */
function sizeOf(folded: Folded): number {
  switch (folded.kind) {
    case "organization":
      return 1;
    case "customer":
      return 1 + folded.members.size;
    case "pool":
      return 1 + folded.seats.length;
  }
}

// Which ids they are stands in the table of streams: it is looked at when the views are.
const unnamed = "";
const anyOrganization = { id: unnamed as OrganizationId };
const anyCustomer = { id: unnamed as CustomerId, organizationId: unnamed as OrganizationId };
const anyPool = { id: unnamed as PoolId, organizationId: unnamed as OrganizationId };

export class Fold {
  readonly #base: Fold | null;
  readonly #streams = new Map<number, Folded>();
  #size = 0;
  #personalRows = 0;

  /** On top of another fold, which stays as it is. */
  constructor(base: Fold | null = null) {
    this.#base = base;
  }

  /** How many rows of views its streams come to. */
  get size(): number {
    return this.#size;
  }

  /** How many personal rows their events brought. */
  get personalRows(): number {
    return this.#personalRows;
  }

  /** A stream of this fold or of the one below. */
  get(stream: number): Folded | null {
    return this.#streams.get(stream) ?? this.#base?.get(stream) ?? null;
  }

  /** The streams, in the order of their numbers; those of the fold below are left out. */
  streams(): readonly number[] {
    return [...this.#streams.keys()].toSorted((one, other) => one - other);
  }

  /** Takes the next event of a stream; answers what is wrong where it cannot follow. A broken stream is told once. */
  apply(row: FoldRow, event: ProposedEvent | null): Flaw | null {
    const folded = this.#own(row, event);
    if (folded.isBroken) return null;
    const before = sizeOf(folded);
    const wrong = event ? flawOf(folded, row, event) : null;
    folded.isBroken = event === null || wrong !== null;
    folded.version = row.version;
    folded.position = row.position;
    if (row.has_personal === 1) {
      folded.personalRows += 1;
      folded.personalVersions += row.version;
      this.#personalRows += 1;
    }
    this.#size += sizeOf(folded) - before;
    return wrong ?? (event && flawOfTime(folded, row));
  }

  #own(row: FoldRow, event: ProposedEvent | null): Folded {
    const own = this.#streams.get(row.stream);
    if (own) return own;
    const below = this.#base?.get(row.stream);
    const folded = below ? copyOf(below) : begun(row, event ? streamKindOf[event.type] : "pool");
    this.#streams.set(row.stream, folded);
    this.#size += sizeOf(folded);
    return folded;
  }
}

/** Folds the event into the stream, or says why it can't follow. */
function flawOf(folded: Folded, row: FoldRow, event: ProposedEvent): Flaw | null {
  const place = flawOfPlace(folded, row, event);
  if (place) return place;
  const seat = seatBefore(folded, row);
  const ids = flawOfIds(row, seat);
  if (ids) return ids;
  try {
    evolve(folded, row, event);
    return flawOfPerson(event, seat, authorityOf(folded)) ?? flawOfStatus(event, seat);
  } catch (error) {
    if (error instanceof InvariantViolation) return flaw("type", `what can follow: ${error.broken}`);
    throw error;
  }
}

function seatBefore(folded: Folded, { ordinal }: FoldRow): SeatState | null {
  return (folded.kind === "pool" && ordinal !== null && folded.seats[ordinal - 1]) || null;
}

function authorityOf(folded: Folded): Authority | null {
  return folded.kind === "pool" ? (folded.state?.authority ?? null) : null;
}

function evolve(folded: Folded, row: FoldRow, event: ProposedEvent): void {
  // That the event's type is of the stream's kind was checked by the caller.
  switch (folded.kind) {
    case "organization":
      folded.state = evolveOrganization(folded.state, event as OrganizationEvent, anyOrganization.id);
      return;
    case "customer": {
      const told = event as CustomerStreamEvent;
      folded.state = evolveCustomer(folded.state, told, anyCustomer);
      if (!isMemberEvent(told)) return;
      const { memberId } = told.data;
      const member = evolveMember(folded.members.get(memberId)?.member ?? null, told, anyCustomer.id);
      folded.members.set(memberId, { member, version: row.version });
      return;
    }
    case "pool":
      evolvePool(folded, row, event as PoolStreamEvent);
      return;
  }
}

function evolvePool(folded: FoldedPool, { version, ordinal, occurred_at }: FoldRow, event: PoolStreamEvent): void {
  if (occurred_at > folded.lastOccurredAt) folded.lastOccurredAt = occurred_at;
  if (event.seatId === null) {
    folded.state = evolvePoolAll(folded.state, [event], anyPool);
    return;
  }
  invariant(folded.state, "a seat's event before the pool was opened");
  invariant(ordinal !== null, "a seat has a number");
  const { seats, seatIds } = folded;
  const seat = seats[ordinal - 1] ?? null;
  if (event.type === "HoldingDiscovered" || event.type === "HoldingSuperseded") {
    invariant(seat, "a discovery for a seat that the pool does not know");
    seats[ordinal - 1] = withDiscovery(seat, event);
    return;
  }
  seats[ordinal - 1] = evolveSeat(seat, event, { version, ordinal });
  if (!seat) seatIds.add(event.seatId);
}

/** The whole pool as it is after all of its events; its seats beside it. */
export function poolOf({ state, seats, version, lastOccurredAt }: FoldedPool): PoolState {
  invariant(state, "a pool is opened by its first event");
  let [pending, claimed] = [0, 0];
  for (const { status } of seats) {
    if (status === "pending") pending += 1;
    if (status === "claimed") claimed += 1;
  }
  return { ...state, pending, claimed, version, lastOccurredAt: new Date(lastOccurredAt) };
}

function begun(row: FoldRow, kind: StreamKind): Folded {
  const { stream, organization } = row;
  const common = {
    stream,
    organization,
    version: 0,
    position: 0,
    isBroken: false,
    personalRows: 0,
    personalVersions: 0,
    state: null,
  };
  switch (kind) {
    case "organization":
      return { ...common, kind };
    case "customer":
      return { ...common, kind, members: new Map() };
    case "pool":
      return { ...common, kind, lastOccurredAt: row.occurred_at, seats: [], seatIds: new Set() };
  }
}

function copyOf(folded: Folded): Folded {
  switch (folded.kind) {
    case "organization":
      return { ...folded };
    case "customer":
      return { ...folded, members: new Map(folded.members) };
    case "pool":
      return { ...folded, seats: [...folded.seats], seatIds: new Set(folded.seatIds) };
  }
}
