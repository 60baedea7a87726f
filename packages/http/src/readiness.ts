// Refuses what can't be served yet, such as seats that were not replayed.

import { type Refusal, Refused } from "./wire/refusal.ts";

const notReady: Refusal = {
  status: 503,
  error: "NotReady",
  detail: "What there is to serve is not there yet: try again",
  headers: { "Retry-After": "5" },
};

/** Throws `Refused` until `ready` answers true. */
export function refusingUnready(ready: () => boolean): () => void {
  return () => {
    if (!ready()) throw new Refused(notReady);
  };
}
