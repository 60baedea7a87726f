// Past events of a story become events of a log: through the same appends and the same projection as a command's, with
// the rules left out. A past may break a rule about commands, never the seat machine or the order of a pool's life.

import { type Circumstances, callOf, type Engine, transactionOf } from "../command-transaction.ts";
import { type Call, type Plan, planned } from "../commands/shared/command.ts";
import { errorOf } from "../domain/rejections.ts";
import type { Reads } from "../store/port.ts";
import { presupposedByPeople, writePeople } from "./past-people.ts";
import { presupposedByPool, writePool } from "./past-pool.ts";
import { presupposedBySeat, writeSeat } from "./past-seat.ts";
import type { StoryEvent } from "./story-events.ts";
import type { Written } from "./written.ts";

/** Puts an event into the log and the views, and before it what it presupposes and nobody told, with defaults. */
export async function tellPast(engine: Engine, event: StoryEvent): Promise<void> {
  const { presupposed, write } = chapterOf(event);
  const missing = await engine.store.read(presupposed);
  if (missing) {
    await tellPast(engine, missing);
    return tellPast(engine, event);
  }
  const { actor, reason } = event.facts;
  const circumstances: Circumstances = {
    actor: { type: actor?.type ?? "system", id: actor?.id ?? null },
    request: reason === undefined ? {} : { reason },
    idempotencyKey: null,
    asked: "",
    expectedVersion: null,
    occurredAt: event.facts.occurredAt ?? null,
    source: { origin: "command", originId: null, observedAt: null },
  };
  const result = await engine.store.transact(() =>
    transactionOf((head) => {
      const call = callOf(engine, head, null, circumstances);
      return { call, plan: planOf(write(call)), command: null };
    }),
  );
  if (result.kind === "rejected") throw errorOf(result);
}

/** The file that knows the event: what it presupposes, and how it is written. */
function chapterOf(event: StoryEvent): {
  readonly presupposed: () => Reads<StoryEvent | null>;
  readonly write: (call: Call) => Reads<Written>;
} {
  switch (event.type) {
    case "OrganizationRegistered":
    case "OrganizationChanged":
    case "PersonForgotten":
    case "CustomerRegistered":
    case "CustomerChanged":
    case "CustomerRemoved":
    case "MemberRegistered":
    case "MemberChanged":
    case "MemberRemoved":
      return { presupposed: () => presupposedByPeople(event), write: (call) => writePeople(event, call) };
    case "PoolOpened":
    case "PoolActivated":
    case "PoolResized":
    case "PoolProductChanged":
    case "PoolClosed":
    case "PoolReopened":
      return { presupposed: () => presupposedByPool(event), write: (call) => writePool(event, call) };
    default:
      return { presupposed: () => presupposedBySeat(event), write: (call) => writeSeat(event, call) };
  }
}

/** As a plan whose answer is of no use, and which no idempotency key brings back. */
function* planOf(written: Reads<Written>): Plan<null> {
  const { organization, append, erasures = [] } = yield* written;
  return { ...planned(organization, append, { stream: 0, version: 0 }, null), erasures };
}
