// The commands about a pool that take nothing but its id: they differ in their name and in what the ledger is told.

import type { CommandContext, OrganizationLedger, Pool } from "seat-ledger";
import { merchant } from "../../../access/merchant.ts";
import { commandContext } from "../../../command-context.ts";
import { type Route, type RouteFacts, route } from "../../../routing/route.ts";
import { pool, poolToWire } from "../../../wire/pool.ts";
import { poolPath, poolRefAt } from "./pool-at.ts";

export interface PoolCommand extends Required<Pick<RouteFacts, "summary" | "description">> {
  readonly name: "activate" | "close" | "reopen";
  /** Why it is 400. */
  readonly refused?: string;
  readonly run: (
    ledger: OrganizationLedger,
    ref: Pick<Pool, "subscriptionId" | "orderId">,
    context: CommandContext,
  ) => Promise<Pool>;
}

export function poolCommand({ name, summary, description, refused, run }: PoolCommand): Route {
  return route({
    method: "POST",
    path: `/v1/ledger/pools/{pool_id}/${name}`,
    operationId: `ledger:${name}_pool`,
    tag: "ledger",
    summary,
    description,
    access: merchant("ledger:write"),
    params: poolPath,
    answer: pool,
    answers: "It, as it is now",
    conditional: true,
    version: ({ version }) => version,
    refusals: {
      ...(refused === undefined ? {} : { 400: refused }),
      404: "No such subscription or order",
      409: "The Idempotency-Key was used for another request, or Polar decides about it",
    },
    async handle({ caller, params, request }) {
      const ref = await poolRefAt(caller.ledger, params);
      return poolToWire(await run(caller.ledger, ref, commandContext(request, caller)));
    },
  });
}
