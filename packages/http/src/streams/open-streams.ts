// The open streams of one API: how many there are, how they beat, and how all of them end when the API stops. It tells
// nothing itself.

import { refusalOf } from "../wire/errors.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { createTroubles, type Trouble } from "./troubles.ts";
import { Turns } from "./turns.ts";

export interface StreamSettings {
  /** How often a stream that has nothing to tell says that it is alive, and asks again whether it may go on. */
  readonly heartbeatMs: number;
  /** Told of what went wrong with streams and is not the caller's doing. */
  readonly onTrouble: (trouble: Trouble) => void;
}

const stopping: Refusal = {
  status: 503,
  error: "Stopping",
  detail: "The service is stopping: try again",
  headers: { "Retry-After": "2" },
};

export class OpenStreams {
  readonly heartbeatMs: number;
  /** Whatever a stream does that others might do at the same moment waits for its turn here. */
  readonly turns = new Turns();
  readonly #stops = new Set<() => void>();
  readonly #troubled: (error: unknown, requestId: string) => void;
  #isStopped = false;

  constructor({ heartbeatMs, onTrouble }: StreamSettings) {
    this.heartbeatMs = heartbeatMs;
    const rounds = { open: () => this.count, longestMs: heartbeatMs, now: () => performance.now() };
    this.#troubled = createTroubles(rounds, onTrouble);
  }

  /** What ended a stream, or what it outlived; whoever runs the API hears of what is not the caller's doing. */
  reasonOf(error: unknown, requestId: string): Refusal {
    const refusal = refusalOf(error);
    if (refusal.status >= 500 && !(error instanceof Refused)) this.#troubled(error, requestId);
    return refusal;
  }

  /** Within a heartbeat, at a time of its own for each stream: those that open together don't beat together. */
  firstHeartbeatMs(): number {
    return Math.ceil(this.heartbeatMs * (1 - Math.random() / 2));
  }

  /** How many are open now. */
  get count(): number {
    return this.#stops.size;
  }

  /** Whether `stopAll` was called. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Throws `Refused` once `stopAll` was called. */
  refuseWhenStopped(): void {
    if (this.#isStopped) throw new Refused(stopping);
  }

  /** Counts one stream; `stop` ends it when all end. Answers what to call when it has ended. */
  opened(stop: () => void): () => void {
    this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  }

  /** Ends every stream with a hint to come back, and lets none begin again. */
  stopAll(): void {
    this.#isStopped = true;
    for (const stop of [...this.#stops]) stop();
  }
}
