// A real ledger on a stage: on one of the engines, with a clock that only moves when a history says so, and
// the log as the ledger's stream of events tells it.

import { readFile } from "node:fs/promises";
import type { HistoryEntry, LedgerEvent, SeatLedger, SeatLedgerErrorCode } from "seat-ledger";
import type { Engine, Opened } from "../contract/engines/engines.ts";
import { beginning, setStage } from "./cast.ts";
import { eventsAfter } from "./events-after.ts";
import type { Model } from "./model.ts";

export type Outcome =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "refused"; readonly code: SeatLedgerErrorCode };

/** What a step did. */
export interface Moment {
  readonly model: Model;
  readonly world: World;
  readonly outcome: Outcome;
  readonly appended: readonly LedgerEvent[];
  /** The same command once more, with the same idempotency key. */
  readonly again: () => Promise<Outcome>;
}

/** What must be true after each step of a history, whatever the step was. */
export type Law = (moment: Moment) => Promise<void>;

export class World {
  readonly law: Law;
  readonly model: Model;
  readonly log: LedgerEvent[] = [];
  /** What was said of the request that an event came of, by the event's position. */
  readonly requests = new Map<number, HistoryEntry["request"]>();
  /** The handle with which the history began: it ends what the history leaves behind. */
  readonly #first: Opened;
  #opened: Opened;
  #keys = 0;

  private constructor(law: Law, opened: Opened, model: Model) {
    this.law = law;
    this.model = model;
    this.#first = opened;
    this.#opened = opened;
  }

  /** Opens a ledger of its own for one history, and sets the stage in it. */
  static async open(engine: Engine, law: Law): Promise<World> {
    // The clock reads the model's time, which the stage itself brings.
    const time: { model: Pick<Model, "now"> } = { model: { now: beginning } };
    const opened = await engine.open({ clock: () => new Date(time.model.now) });
    const model = await setStage(opened.ledger);
    time.model = model;
    const world = new World(law, opened, model);
    await world.readOn();
    return world;
  }

  get ledger(): SeatLedger {
    return this.#opened.ledger;
  }

  /** The events that were appended since the last look. */
  async readOn(): Promise<readonly LedgerEvent[]> {
    const fresh = await eventsAfter(this.ledger, this.log.at(-1)?.position ?? 0);
    this.log.push(...fresh);
    return fresh;
  }

  /** Every byte that the ledger's files hold now, as text in lower case. */
  async bytes(): Promise<string> {
    const { file } = this.#first;
    if (file === null) return "";
    const files = ["", "-wal", "-shm"].map((suffix) => readFile(`${file}${suffix}`, "latin1").catch(() => ""));
    return (await Promise.all(files)).join("").toLowerCase();
  }

  nextKey(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  /** Closes the ledger and opens it again. */
  async reopen(): Promise<void> {
    await this.#opened.close();
    this.#opened = await this.#opened.another();
  }

  async end(): Promise<void> {
    await this.#opened.close();
    await this.#first[Symbol.asyncDispose]();
  }
}
