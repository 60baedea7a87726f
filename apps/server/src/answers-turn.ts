// The next turn of the event loop, for all who wait for it at once. What is done there together costs less than one by one:
// answers that leave one after the other wake whoever waits for them once, not each time.

let next: Promise<void> | null = null;
let first: (() => void)[] = [];

export function answersTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = null;
      for (const work of takeFirst()) work();
      resolve();
    });
  });
  return next;
}

/** Does the work in that turn before anything else is done there: what is answered then, is answered after it. It must not throw. */
export function beforeAnswers(work: () => void): void {
  first.push(work);
  void answersTurn();
}

function takeFirst(): readonly (() => void)[] {
  const taken = first;
  first = [];
  return taken;
}
