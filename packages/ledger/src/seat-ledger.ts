// The ledger as its users hold it: its commands and its questions (methods/), its streams, and its lifetime.

import type { Observable } from "rxjs";
import { eventAnswer, type LedgerEvent } from "./answers/event.ts";
import type { SeatsList } from "./answers/seat.ts";
import { checked, idOf } from "./arguments.ts";
import type { Engine } from "./command-transaction.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errors } from "./errors.ts";
import { LedgerPast } from "./methods/ledger-past.ts";
import type { PoolQueryArgs } from "./queries/get-pool.ts";
import { versionedSeats } from "./queries/list-seats.ts";
import { type CommitSignal, committedEvents, observableOf } from "./stream/committed-events.ts";
import type { RunningSubscription } from "./stream/durable-subscription.ts";
import { afterEachChange } from "./stream/pool-seats.ts";
import { type EventsArgs, eventsSchema } from "./stream/stream-args.ts";

/** The same ledger, fenced to one organization: everything of others is not found. Its lifetime is the whole ledger's. */
export type OrganizationLedger = Omit<SeatLedger, "close" | "forOrganization" | typeof Symbol.asyncDispose>;

/**
 * A ledger of seats. Made by `openLedger`.
 *
 * Every method throws `SeatLedgerError` for what a caller can do wrong (`InvalidRequest` for arguments that are missing,
 * malformed or unknown). A command that was answered is durable; the same command with the same idempotency key again
 * answers the same and appends nothing.
 */
export class SeatLedger extends LedgerPast {
  readonly #subscriptions: readonly RunningSubscription[];

  /** @internal Use `openLedger`. */
  constructor(
    engine: Engine,
    commits: CommitSignal,
    subscriptions: readonly RunningSubscription[],
    fence: OrganizationId | null,
  ) {
    super(engine, commits, fence);
    this.#subscriptions = subscriptions;
  }

  /**
   * The committed events after a position: history first, then live, with no gap and no double, also of what other
   * processes write to the same file. Ends by the signal, or by leaving the loop.
   */
  async *events(args: EventsArgs = {}): AsyncGenerator<LedgerEvent, void, undefined> {
    const { after, signal } = checked(eventsSchema, args);
    this.refuseClosed();
    const stop = signal ?? new AbortController().signal;
    for await (const event of committedEvents(this.engine.store, this.commits, { after, signal: stop })) {
      if (this.fence === null || event.organizationId === this.fence) yield eventAnswer(event);
    }
  }

  /** The same as an observable; unsubscribing ends it. */
  events$(args: Omit<EventsArgs, "signal"> = {}): Observable<LedgerEvent> {
    return observableOf((signal) => this.events({ ...checked(eventsSchema, args), signal }));
  }

  /** The seats of a pool now, then after each change of the pool. */
  seats$(args: PoolQueryArgs): Observable<SeatsList> {
    return observableOf((signal) => afterEachChange(() => this.ask(versionedSeats, args), this.commits, signal));
  }

  /** The same ledger, fenced to one organization. */
  forOrganization(organizationId: string): OrganizationLedger {
    const fence = checked(idOf<OrganizationId>(), organizationId);
    if (this.fence !== null && this.fence !== fence) throw new errors.OrganizationNotFound({ organizationId });
    return new SeatLedger(this.engine, this.commits, this.#subscriptions, fence);
  }

  /**
   * Ends the streams, waits for a delivery that is running, and closes the file. The lifetime is the whole ledger's: a
   * fenced one has no say in it.
   */
  async close(): Promise<void> {
    if (this.fence !== null) return;
    this.commits.close();
    await Promise.all(this.#subscriptions.map(({ ended }) => ended));
    await this.engine.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
