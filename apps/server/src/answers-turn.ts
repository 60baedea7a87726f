// The next turn of the event loop, for all who wait for it at once, and what is done there before anybody goes on. The API's own
// answers wait for a turn already: in this one the lines about them are written first, and webhooks are answered too.

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
