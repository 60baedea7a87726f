// The open streams of one API: how many there are, how they beat, and how all of them end when the API stops. It tells
// nothing itself.

import { type Refusal, Refused } from "../wire/refusal.ts";

export interface StreamSettings {
  /** How often a stream that has nothing to tell says that it is alive, and asks again whether it may go on. */
  readonly heartbeatMs: number;
  /** A name for what ended a stream; whoever runs the API hears of what is not the caller's doing. */
  readonly reasonOf: (error: unknown, requestId: string) => string;
}

const stopping: Refusal = {
  status: 503,
  error: "Stopping",
  detail: "The service is stopping: try again",
  headers: { "Retry-After": "2" },
};

export class OpenStreams {
  readonly heartbeatMs: number;
  readonly reasonOf: (error: unknown, requestId: string) => string;
  readonly #stops = new Set<() => void>();
  #stopped = false;

  constructor({ heartbeatMs, reasonOf }: StreamSettings) {
    this.heartbeatMs = heartbeatMs;
    this.reasonOf = reasonOf;
  }

  /** How many are open now. */
  get count(): number {
    return this.#stops.size;
  }

  /** Throws `Refused` once `stopAll` was called. */
  refuseWhenStopped(): void {
    if (this.#stopped) throw new Refused(stopping);
  }

  /** Counts one stream; `stop` ends it when all end. Answers what to call when it has ended. */
  opened(stop: () => void): () => void {
    this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  }

  /** Ends every stream with a hint to come back, and lets none begin again. */
  stopAll(): void {
    this.#stopped = true;
    for (const stop of [...this.#stops]) stop();
  }
}
