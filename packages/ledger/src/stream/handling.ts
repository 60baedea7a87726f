// What a durable subscription does with an event, and what is told when that fails.

import type { RecordedEvent } from "../domain/events.ts";
import { nameOf } from "../logger.ts";
import type { Background } from "./lease.ts";

export interface Subscription {
  /** Its checkpoint is kept under this name. */
  readonly name: string;
  /** After which position it starts when it is first configured; null is the head of the log. */
  readonly after: number | null;
  /** The others are passed over. */
  readonly wants: (event: RecordedEvent) => boolean;
  /** Called again where it rejects, and after a crash before the checkpoint. */
  readonly handle: (event: RecordedEvent) => Promise<void>;
  /** After so many an event is set aside, so that those behind it go on; null: nothing ever passes it. */
  readonly tries: number | null;
}

/** Whether the handler was done with the event. Of a failure the error's name is told, never its message. */
export async function attempt(
  event: RecordedEvent,
  attempts: number,
  { logger }: Background,
  { name, handle }: Subscription,
): Promise<boolean> {
  try {
    await handle(event);
    return true;
  } catch (error) {
    const { position, seatId } = event;
    logger.warn({ subscription: name, position, seatId, attempts, error: nameOf(error) }, "Failed; is tried again");
    return false;
  }
}
