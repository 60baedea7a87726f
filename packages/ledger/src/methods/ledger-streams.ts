// What happens, as it happens: one method for each stream. No rule lives here: a method names what it listens to.

import { defer, map, type Observable } from "rxjs";
import type { LedgerEvent } from "../answers/event.ts";
import type { Pool } from "../answers/pool.ts";
import type { SeatsList } from "../answers/seat.ts";
import { checked } from "../arguments.ts";
import { type PoolQueryArgs, poolRefs } from "../queries/get-pool.ts";
import { type PoolOwnersArgs, poolOwners } from "../queries/list-pools.ts";
import { placedSeats } from "../queries/list-seats.ts";
import { committedEvents, observableOf } from "../stream/committed-events.ts";
import { eventScope } from "../stream/event-scope.ts";
import type { ListAt } from "../stream/live-list.ts";
import { livePools } from "../stream/live-pools.ts";
import { liveSeats } from "../stream/live-seats.ts";
import {
  type EventsArgs,
  eventsSchema,
  observedEventsSchema,
  type SubscribeArgs,
  subscribeSchema,
  type WatchArgs,
  watchPoolsSchema,
  watchSeatsSchema,
} from "../stream/stream-args.ts";
import type { DurableSubscription } from "../stream/subscriptions.ts";
import { LedgerPast } from "./ledger-past.ts";

export abstract class LedgerStreams extends LedgerPast {
  /**
   * The committed events after a position, by any filters: history first, then live, with no gap and no double, also of what
   * other processes write to the same file. Ends by the signal, by leaving the loop, or with the ledger. Events
   * that are new are frozen, but for their Dates: all listeners are given the same ones.
   *
   * A slow loop loses nothing and holds nobody up: a page of 500 events is kept, the rest is read from the log when it is
   * asked for (the overflow rule `log`).
   *
   * @example
   * for await (const event of ledger.events({ types: ["SeatRevoked"], signal })) console.log(event.position, event.seatId);
   */
  events(args: EventsArgs = {}): AsyncGenerator<LedgerEvent, void, undefined> {
    const { pages, commits } = this.streams;
    return committedEvents({ store: this.engine.store, pages, commits }, async () => {
      const { after, signal, onCaughtUp, ...filter } = checked(eventsSchema, args);
      const scope = await this.ask(eventScope, { ...filter, after });
      return { scope, after, onCaughtUp, signal };
    });
  }

  /**
   * The same as an observable; unsubscribing ends it. Each subscriber walks the log by itself (the overflow rule `log`), and
   * is given the next event as soon as it returns: for work that takes its time use `events` or `subscribe`, because what an
   * operator such as `concatMap` keeps waiting is kept in memory.
   *
   * @example
   * ledger.events$({ subscriptionId, after: 120 }).subscribe(({ type, position }) => console.log(position, type));
   */
  events$(args: Omit<EventsArgs, "signal"> = {}): Observable<LedgerEvent> {
    return observableOf((signal) => this.events({ ...checked(observedEventsSchema, args), signal }));
  }

  /**
   * The seats of a pool now, then after each change that the list shows. Of many changes at once only the last list is told
   * (the overflow rule `latest`). However many watch a pool, it is read once, and all are given the same list, frozen but for
   * its Dates. While commands are being written at full speed these readings take a thirtieth of the time, so that a list may
   * come some tenths of a second late, or a second where hundreds watch, and the last one always comes. Fails as `listSeats` does.
   */
  seats$(args: PoolQueryArgs & WatchArgs): Observable<SeatsList> {
    return defer(() => {
      const { onPosition, ...ref } = checked(watchSeatsSchema, args);
      const seats = this.streams.seats(this.#keyOf(ref), async () => {
        const refs = await this.ask(poolRefs, ref);
        return liveSeats(refs, () => this.ask(placedSeats, ref));
      });
      return seats.pipe(map(placed(onPosition)));
    });
  }

  /**
   * Every pool of an organization or a customer now, in the order in which the ledger came to know them, then all of them
   * after each change of one; by the same overflow rule as `seats$`. A fenced ledger needs to name neither. Fails as
   * `listPools` does.
   */
  pools$(args: PoolOwnersArgs & WatchArgs = {}): Observable<readonly Pool[]> {
    return defer(() => {
      const { onPosition, ...owners } = checked(watchPoolsSchema, args);
      const pools = this.streams.pools(this.#keyOf(owners), async () =>
        livePools(this.engine.store, await this.ask(poolOwners, owners)),
      );
      return pools.pipe(map(placed(onPosition)));
    });
  }

  /**
   * Handles events durably: one after the other, at least once, from a checkpoint that is kept in the ledger under a name, in
   * one process at a time. Resolves when the name stands in the ledger; the handling goes on in the background, and keeps the
   * process alive, until `stop`, the signal, or `close`, which wait for the running handler. Where several processes
   * subscribe by the same name, one of them handles; when it dies, another one takes over within ten seconds.
   *
   * Where the handler rejects, it is called again after pauses that double from half a second to a minute, each shortened by
   * chance by up to a half. After `tries` of them the subscription is parked: it stands still at this event, also after a
   * restart, until `resume` is called. The ledger keeps the error's name and the position, not the message, which may name people.
   *
   * A name that runs in this ledger already is `InvalidRequest`.
   *
   * @example
   * const subscription = await ledger.subscribe({ name: "crm", types: ["SeatRevoked"], handler: (event) => crm.tell(event) });
   * if ((await subscription.state()).parked) await subscription.resume();
   */
  async subscribe(args: SubscribeArgs): Promise<DurableSubscription> {
    const { name, handler, after, tries, onCaughtUp, signal, ...filter } = checked(subscribeSchema, args);
    const scope = await this.ask(eventScope, { ...filter, after });
    const subscription = {
      // No name of the ledger's own ("deliver") has a colon, and no organization sees the names of another.
      name: `${this.fence ?? "ledger"}:${name}`,
      after: after ?? 0,
      scope,
      wants: () => true,
      async handle(event: LedgerEvent) {
        await handler(event);
      },
      tries,
      givenUp: "park" as const,
      onCaughtUp,
    };
    return await this.streams.subscriptions.start(subscription, name, signal);
  }

  /** By what the same list is known, however it was asked for. */
  #keyOf(args: object): string {
    return JSON.stringify([this.fence, args]);
  }
}

/** The list alone; its position is told beside it. */
function placed<List>(onPosition: ((position: number) => void) | null) {
  return ({ list, position }: ListAt<List>): List => {
    onPosition?.(position);
    return list;
  };
}
