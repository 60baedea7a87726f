// The real ledger beside the model, its log as the stream of events tells it, and what must be true after every step.

import type { LedgerEvent, SeatLedger } from "seat-ledger";
import { expect } from "vitest";
import { memory, type Opened } from "../contract/engines/engines.ts";
import { eventsAfter } from "../properties/events-after.ts";
import { beginning, customerName, setStage } from "./cast.ts";
import { isLive, type Model, type ModelOrganization, type ModelPool, otherOf, type Which } from "./model.ts";

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export class World {
  readonly #opened: Opened;
  readonly #log: LedgerEvent[] = [];
  /** Every id that stands in an event of an organization. */
  readonly #ids = new Map<string, Set<string>>();
  readonly #versions = new Map<string, number>();
  readonly #model: Model;

  private constructor(opened: Opened, model: Model) {
    this.#opened = opened;
    this.#model = model;
  }

  static async open(options: Parameters<typeof setStage>[1]): Promise<{ model: Model; world: World }> {
    const time: { model: Pick<Model, "now"> } = { model: { now: beginning } };
    const { lapsedInvitations } = options;
    const opened = await memory.open({ clock: () => new Date(time.model.now), lapsedInvitations });
    const model = await setStage(opened.ledger, options);
    time.model = model;
    const world = new World(opened, model);
    await world.readOn();
    return { model, world };
  }

  get ledger(): SeatLedger {
    return this.#opened.ledger;
  }

  /** The events since the last look. Positions and versions have no gap. */
  async readOn(): Promise<readonly LedgerEvent[]> {
    const fresh = await eventsAfter(this.ledger, this.#log.length);
    for (const event of fresh) {
      expect(event.position, "positions have no gap").toBe(this.#log.length + 1);
      expect(event.version, "versions have no gap").toBe((this.#versions.get(event.stream.id) ?? 0) + 1);
      this.#log.push(event);
      this.#versions.set(event.stream.id, event.version);
      const ids = this.#ids.get(event.organizationId) ?? new Set();
      for (const id of JSON.stringify(event).match(uuids) ?? []) ids.add(id);
      this.#ids.set(event.organizationId, ids);
    }
    return fresh;
  }

  /** A pool is at the version of its last event. */
  follow({ organizations }: Model, appended: readonly LedgerEvent[]): void {
    const pools = new Map(organizations.flatMap((one) => one.pools).map((pool) => [idOf(pool), pool]));
    for (const { stream, version } of appended) {
      const pool = pools.get(stream.id);
      if (pool) pool.version = version;
    }
  }

  /** Nothing of the other organization shows to this one, but what it said itself. */
  keepsSecrets(asker: ModelOrganization, said: object, told: unknown): void {
    const [acme, bolt] = this.#model.organizations;
    const other = asker === acme ? bolt : acme;
    const text = JSON.stringify(told) ?? "";
    const asked = JSON.stringify(said);
    for (const id of text.match(uuids) ?? []) {
      const foreign = this.#ids.get(other.id)?.has(id) && !asked.includes(id);
      expect(foreign, `${asker.slug} was told the id ${id} of ${other.slug}: ${text}`).toBeFalsy();
    }
    const tokens = this.#model.tokens.filter(({ organization }) => organization === other).map(({ token }) => token);
    for (const secret of [other.name, customerName(other), ...tokens]) {
      if (!asked.includes(secret)) expect(text, `${asker.slug} was told of ${other.slug}`).not.toContain(secret);
    }
  }

  /** Looked at after every step: the organization that it was about closely, the other, which it must not touch, as a list. */
  async holds({ organizations }: Model, which: Which): Promise<void> {
    await this.#listAgrees(organizations[otherOf(which)]);
    const organization = organizations[which];
    await this.#listAgrees(organization);
    if (!organization.seatsEnabled) return;
    for (const pool of organization.pools) await this.#seatsAgree(organization, pool);
  }

  async #listAgrees(organization: ModelOrganization): Promise<void> {
    const { pools } = await this.ledger.forOrganization(organization.id).listPools();
    this.keepsSecrets(organization, {}, pools);
    expect(pools).toMatchObject(organization.pools.map((pool) => ({ ...pool.ref, ...numbersOf(pool) })));
  }

  async #seatsAgree(organization: ModelOrganization, pool: ModelPool): Promise<void> {
    const list = await this.ledger.forOrganization(organization.id).listSeats(pool.ref);
    this.keepsSecrets(organization, {}, list);
    expect(list.seats).toMatchObject(pool.seats.map(shown));
    expect(list).toMatchObject({ totalSeats: pool.bought, availableSeats: Math.max(0, pool.bought - live(pool)) });
    expect(live(pool), "live seats within those bought").toBeLessThanOrEqual(pool.bought);
    const holders = list.seats.flatMap(({ personId }) => personId ?? []);
    expect(new Set(holders).size, "one live seat for each person").toBe(holders.length);
    for (const seat of list.seats) await this.#historyAgrees(organization, seat);
  }

  async #historyAgrees(
    { id }: ModelOrganization,
    seat: { id: string; status: string; occupancy: number; version: number },
  ) {
    const { entries } = await this.ledger.forOrganization(id).history({ seatId: seat.id });
    const { status: statusAfter, occupancy, version } = seat;
    expect(entries.at(-1)).toMatchObject({ statusAfter, occupancy, event: { version } });
    expect(entries.map(({ position }) => position)).toEqual(
      this.#log.filter(({ seatId }) => seatId === seat.id).map(({ position }) => position),
    );
  }

  /** At the end: each organization's own stream is its part of the log and nothing else. */
  async end(): Promise<void> {
    for (const { id } of this.#model.organizations) {
      const own = await eventsAfter(this.ledger.forOrganization(id), 0);
      expect(own).toEqual(this.#log.filter(({ organizationId }) => organizationId === id));
    }
  }

  async close(): Promise<void> {
    await this.#opened[Symbol.asyncDispose]();
  }
}

export function idOf({ ref }: Pick<ModelPool, "ref">): string {
  return "orderId" in ref ? ref.orderId : ref.subscriptionId;
}

function live(pool: ModelPool): number {
  return pool.seats.filter(isLive).length;
}

function numbersOf(pool: ModelPool) {
  const having = (status: string) => pool.seats.filter((seat) => seat.status === status).length;
  return {
    seats: pool.bought,
    pending: having("pending"),
    claimed: having("claimed"),
    available: Math.max(0, pool.bought - live(pool)),
    overused: Math.max(0, live(pool) - pool.bought),
    status: pool.status,
    version: pool.version,
    customerId: pool.customer.id,
  };
}

function shown({ id, status, occupancy, personId, memberId, customerId, email, metadata }: ModelPool["seats"][number]) {
  return { id, status, occupancy, personId, memberId, customerId, email, seatMetadata: metadata };
}
