// The newest value of an observable, whenever somebody has room for one: what came in between is left out, and nothing queues
// up (the overflow rule "latest").

/** As much of an observable as is needed here. */
export interface Source<Value> {
  subscribe(observer: { next(value: Value): void; error(error: unknown): void; complete(): void }): {
    unsubscribe(): void;
  };
}

interface Heard<Value> {
  newest: { readonly value: Value } | null;
  failure: { readonly error: unknown } | null;
  isOver: boolean;
}

/** Ends with the source or the signal; fails as the source does. It listens from the first value that is asked for. */
export async function* latestOf<Value>(
  source: Source<Value>,
  ended: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
  const heard: Heard<Value> = { newest: null, failure: null, isOver: ended.aborted };
  let wake = () => {};
  const hear = (news: Partial<Heard<Value>>) => {
    Object.assign(heard, news);
    wake();
  };
  const subscription = source.subscribe({
    next: (value) => hear({ newest: { value } }),
    error: (error) => hear({ failure: { error } }),
    complete: () => hear({ isOver: true }),
  });
  // At once: perhaps nobody asks for a value any more.
  const leave = () => {
    subscription.unsubscribe();
    hear({ newest: null, isOver: true });
  };
  ended.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      const { newest, failure, isOver } = heard;
      heard.newest = null;
      if (newest) yield newest.value;
      else if (failure) throw failure.error;
      else if (isOver) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    ended.removeEventListener("abort", leave);
    subscription.unsubscribe();
  }
}
