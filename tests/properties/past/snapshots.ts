// What the ledger answered about the present after each step, kept so that its past can be asked for the same later.

import type { OrganizationLedger, Pool, SeatsList } from "seat-ledger";
import type { PoolArgs } from "../model.ts";
import type { World } from "../world.ts";

export interface Snapshot {
  readonly position: number;
  readonly pools: readonly { readonly ref: PoolArgs; readonly pool: Pool; readonly list: SeatsList }[];
}

/** What is answered now. */
export async function present(world: World): Promise<Snapshot> {
  const position = world.log.at(-1)?.position ?? 0;
  return { position, pools: await Promise.all(world.model.pools.map(({ ref }) => poolIn(world.ledger, ref))) };
}

export async function poolIn(ledger: Pick<OrganizationLedger, "getPool" | "listSeats">, ref: PoolArgs) {
  return { ref, pool: await ledger.getPool(ref), list: await ledger.listSeats(ref) };
}
