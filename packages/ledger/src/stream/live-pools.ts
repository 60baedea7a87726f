// The pools of an organization or a customer, live: all of them now, then all of them after each change of one. Only those
// that changed are read again.

import { type Pool, poolAnswer } from "../answers/pool.ts";
import { streamKindOf } from "../domain/events.ts";
import { readEnd } from "../store/log-queries.ts";
import { readPoolByStream, readPools } from "../store/pool-queries.ts";
import type { Reads, Store } from "../store/port.ts";
import type { CommittedEvent } from "./commit-signal.ts";
import { frozen } from "./frozen.ts";
import type { ListSource } from "./live-list.ts";

type Pools = ReadonlyMap<number, Pool>;

/** The owners: an organization, and perhaps one customer of it. */
export function livePools(
  store: Store,
  owners: { readonly organization: number; readonly customer: number | null },
): ListSource<readonly Pool[]> {
  const { organization, customer } = owners;
  let pools: Pools | null = null;
  let list: readonly Pool[] = [];
  /** Which of them may have changed; null: any. */
  let changed: Set<number> | null = null;

  return {
    topics: [`organization ${organization}`],
    concerns(event) {
      if (event === null) changed = null;
      else if (!isOfPools(event)) return false;
      else changed?.add(event.stream);
      return true;
    },
    async read() {
      const [known, streams] = [pools, changed];
      changed = new Set();
      const { now, position } = await store.read(() => readNow(known, streams));
      if (known && isSame(known, now)) return { list, position };
      pools = now;
      list = frozen([...now.values()]);
      return { list, position };
    },
  };

  function isOfPools({ stream, type }: CommittedEvent): boolean {
    if (streamKindOf[type] !== "pool") return false;
    return customer === null || type === "PoolOpened" || (pools?.has(stream) ?? true);
  }

  function* readNow(known: Pools | null, streams: ReadonlySet<number> | null) {
    const { position } = yield* readEnd();
    return { now: known && streams ? yield* readAgain(known, streams) : yield* readAll(), position };
  }

  function* readAll(): Reads<Pools> {
    const found = yield* readPools({ organization, customer, after: 0, limit: Number.MAX_SAFE_INTEGER });
    return new Map(found.map(({ pool, refs }) => [refs.stream, poolAnswer(pool)]));
  }

  /** Later pools have higher numbers, so that new ones come last. */
  function* readAgain(known: Pools, streams: ReadonlySet<number>): Reads<Pools> {
    const now = new Map(known);
    for (const stream of [...streams].toSorted((one, other) => one - other)) {
      const found = yield* readPoolByStream(stream);
      if (!found || (customer !== null && found.refs.customer !== customer)) continue;
      now.set(stream, poolAnswer(found.pool));
    }
    return now;
  }
}

/** Nothing of a pool changes without its version. */
function isSame(known: Pools, now: Pools): boolean {
  return (
    known.size === now.size && now.entries().every(([stream, { version }]) => known.get(stream)?.version === version)
  );
}
