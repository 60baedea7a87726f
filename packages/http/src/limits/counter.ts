// Counts what happens under a key in windows of time, in bounded memory. It decides nothing, and has no clock of its own.

export interface Counter {
  /** Counts one more under the key. */
  count(key: string, now: number): Standing;
  /** What was counted, without counting. */
  standing(key: string, now: number): Standing;
}

/** How a key stands in its window. */
export interface Standing {
  readonly counted: number;
  /** Until the window ends. */
  readonly leftMs: number;
}

interface Window {
  counted: number;
  readonly endsAt: number;
}

/**
 * A window begins with the first thing that is counted under a key. Of more than `maxKeys` keys the one whose window began
 * first is forgotten: who can send from that many addresses is not held up by counting, and memory must not be theirs.
 */
export function createCounter({ windowMs, maxKeys }: { readonly windowMs: number; readonly maxKeys: number }): Counter {
  // In the order in which their windows began, and so in the order in which they end.
  const windows = new Map<string, Window>();

  function dropEnded(now: number): void {
    for (const [key, { endsAt }] of windows) {
      if (endsAt > now && windows.size < maxKeys) return;
      windows.delete(key);
    }
  }

  function open(key: string, now: number): Window | null {
    const window = windows.get(key);
    return window && window.endsAt > now ? window : null;
  }

  return {
    count(key, now) {
      let window = open(key, now);
      if (window === null) {
        windows.delete(key);
        dropEnded(now);
        window = { counted: 0, endsAt: now + windowMs };
        windows.set(key, window);
      }
      window.counted += 1;
      return { counted: window.counted, leftMs: window.endsAt - now };
    },
    standing(key, now) {
      const window = open(key, now);
      return window ? { counted: window.counted, leftMs: window.endsAt - now } : { counted: 0, leftMs: 0 };
    },
  };
}
