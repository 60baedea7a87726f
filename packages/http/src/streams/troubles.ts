// What many streams meet at the same time, told once for all of them: a directory that is down fails for each at its heartbeat.
// It tells what it is given; what is a trouble is for others to say.

export interface Trouble {
  readonly error: unknown;
  /** Of the stream that met it. */
  readonly requestId: string;
  /** How many streams have met it since it was told the last time, this one included. */
  readonly streams: number;
}

export interface Rounds {
  /** How many streams are open. */
  readonly open: () => number;
  /** A heartbeat: what comes later than this after it was told is told anew. */
  readonly longestMs: number;
  readonly now: () => number;
}

interface Round {
  readonly begun: number;
  readonly met: Set<string>;
}

/**
 * Tells the first one at once, then once in a round: a round is over when a stream meets the same again, when as many have met it
 * as are open, or after a heartbeat.
 */
export function createTroubles({ open, longestMs, now }: Rounds, tell: (trouble: Trouble) => void) {
  /** Who has met it in this round, by the name of the error. */
  const rounds = new Map<string, Round>();

  function isOver({ begun, met }: Round, requestId: string): boolean {
    return met.has(requestId) || met.size >= open() || now() - begun >= longestMs;
  }

  return (error: unknown, requestId: string): void => {
    const name = error instanceof Error ? error.name : typeof error;
    const round = rounds.get(name);
    if (round && !isOver(round, requestId)) {
      round.met.add(requestId);
      return;
    }
    rounds.set(name, { begun: now(), met: new Set([requestId]) });
    tell({ error, requestId, streams: Math.max(1, round?.met.size ?? 0) });
  };
}
