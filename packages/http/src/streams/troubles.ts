// What many streams meet at the same time, told once for all of them: a directory that is down fails for each at its heartbeat.
// It tells what it is given; what is a trouble is for others to say.

export interface Trouble {
  readonly error: unknown;
  /** Of the stream that met it. */
  readonly requestId: string;
  /** How many streams have met it since it was told the last time, this one included. */
  readonly streams: number;
}

/**
 * Tells the first one at once, then once in a round: a round is over when a stream meets the same again, or as many have met it
 * as are open. `open` says how many are.
 */
export function createTroubles(open: () => number, tell: (trouble: Trouble) => void) {
  /** Who has met it in this round, by the name of the error. */
  const rounds = new Map<string, Set<string>>();
  return (error: unknown, requestId: string): void => {
    const name = error instanceof Error ? error.name : typeof error;
    const met = rounds.get(name);
    if (met && !met.has(requestId) && met.size < open()) {
      met.add(requestId);
      return;
    }
    rounds.set(name, new Set([requestId]));
    tell({ error, requestId, streams: Math.max(1, met?.size ?? 0) });
  };
}
