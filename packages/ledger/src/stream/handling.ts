// What a durable subscription does with an event, and what is told when that fails.

import { AsyncLocalStorage } from "node:async_hooks";
import type { LedgerEvent } from "../answers/event.ts";
import { nameOf } from "../logger.ts";
import type { EventScope } from "./event-scope.ts";
import type { Background } from "./lease.ts";

const running = new AsyncLocalStorage<string>();

/** Whether this is asked from inside the handler of a subscription, which would wait for itself if it waited for that. */
export function isInsideHandlerOf(name: string): boolean {
  return running.getStore() === name;
}

export interface Subscription {
  /** Its checkpoint is kept under this name. */
  readonly name: string;
  /** After which position it starts when it is first configured; null is the head of the log. */
  readonly after: number | null;
  readonly scope: EventScope;
  /** The others of the scope are passed over. */
  readonly wants: (event: LedgerEvent) => boolean;
  /** Called again where it rejects, and after a crash before the checkpoint. */
  readonly handle: (event: LedgerEvent) => Promise<void>;
  /** How often an event is tried before the subscription gives it up for now. */
  readonly tries: number;
  /**
   * What becomes of an event that is given up: it is set aside, so that those behind it go on; or the subscription is parked
   * there, so that nothing ever passes it.
   */
  readonly givenUp: "set-aside" | "park";
  /** Told once, when everything was handled that was in the log as this process first ran it. */
  readonly onCaughtUp: ((position: number) => void) | null;
}

/** Null where the handler was done with the event, else the error's name: its message is told to nobody. */
export async function attempt(
  event: LedgerEvent,
  attempts: number,
  { logger }: Background,
  { name, handle }: Subscription,
): Promise<string | null> {
  try {
    await running.run(name, () => handle(event));
    return null;
  } catch (thrown) {
    const { position, seatId } = event;
    const error = nameOf(thrown);
    logger.warn({ subscription: name, position, seatId, attempts, error }, "Failed");
    return error;
  }
}
