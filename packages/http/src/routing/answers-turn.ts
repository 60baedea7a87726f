// The next turn of the event loop, for all who wait for it at once. Answers that leave together cost less than one by one: each
// that leaves alone wakes whoever waits for it.

// Not the global one: an answer must not wait for the clock of somebody's test.
import { setImmediate } from "node:timers";

let next: Promise<void> | null = null;

export function answersTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = null;
      resolve();
    });
  });
  return next;
}
