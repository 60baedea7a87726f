// The next turn of the event loop, for all who wait for it at once. What is done there together costs less than one by one:
// answers that leave one after the other wake whoever waits for them once, not each time.

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
