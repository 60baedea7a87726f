// How many requests may begin in any minute. Places are given out by urgency, then in the order of asking; while Polar
// asks for silence nothing begins at all. It knows time and numbers, no requests.

/** Who asks, the most urgent first. */
export type Urgency = "write-through" | "refetch" | "pass";

/** A stretch of the clock, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Budget {
  /** Resolves once a request may begin, with how long it was held back for want of a place; silence does not count. */
  readonly take: (urgency: Urgency, signal: AbortSignal) => Promise<Span>;
  /** Nothing begins for that long from now on. Answers by how much that prolongs the silence. */
  readonly pause: (ms: number) => Span;
  /** Requests in any minute, from now on. */
  readonly resize: (requestsPerMinute: number) => void;
}

/** Time that only goes forward, in milliseconds. `wakeIn` answers how to call the waking off. */
export interface BudgetClock {
  readonly now: () => number;
  readonly wakeIn: (ms: number, wake: () => void) => () => void;
}

/** A little more than a minute: Polar counts when a request arrives, which two requests take unequally long for. */
const windowMs = 60_500;
/** What a pass leaves free, so that a write or a refetch need not wait until the window has moved on. */
const keptForTheUrgent = 0.03;
/** Of fewer places a pass leaves none: one would be more than a twentieth of what it has. */
const fewestToKeepOf = 20;
const longestTimerMs = 2 ** 31 - 1;

const urgencies: readonly Urgency[] = ["write-through", "refetch", "pass"];

const processClock: BudgetClock = {
  now: () => performance.now(),
  wakeIn(ms, wake) {
    const timer = setTimeout(wake, Math.min(Math.ceil(ms), longestTimerMs));
    return () => clearTimeout(timer);
  },
};

function keptOf(limit: number): number {
  return limit < fewestToKeepOf ? 0 : Math.ceil(limit * keptForTheUrgent);
}

/** Begins, told when its place was due. */
type Waiting = (due: number) => void;

export function createBudget(requestsPerMinute: number, clock: BudgetClock = processClock): Budget {
  const waiting: { readonly [Of in Urgency]: Waiting[] } = { "write-through": [], refetch: [], pass: [] };
  /** When the requests of the last minute began, the oldest first. */
  const begun: number[] = [];
  let limit = requestsPerMinute;
  let silentUntil = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | null = null;

  const placesFor = (urgency: Urgency) => (urgency === "pass" ? limit - keptOf(limit) : limit);

  /** When the next place for it becomes free: in the past where one is. */
  const freeAt = (urgency: Urgency): number => {
    const leaving = begun[begun.length - placesFor(urgency)];
    return Math.max(silentUntil, leaving === undefined ? Number.NEGATIVE_INFINITY : leaving + windowMs);
  };

  const next = () => urgencies.find((urgency) => waiting[urgency].length > 0);

  /** A timer may be late: `planned` is when it should have gone off. */
  const give = (planned: number): void => {
    callOff?.();
    callOff = null;
    const now = clock.now();
    const current = begun.findIndex((time) => time + windowMs > now);
    begun.splice(0, current === -1 ? begun.length : current);
    for (let urgency = next(); urgency !== undefined; urgency = next()) {
      const due = freeAt(urgency);
      if (due > now) {
        callOff = clock.wakeIn(due - now, () => give(due));
        return;
      }
      begun.push(now);
      waiting[urgency].shift()?.(planned);
    }
  };

  return {
    async take(urgency, signal) {
      signal.throwIfAborted();
      const since = clock.now();
      return await new Promise<Span>((resolve, reject) => {
        const begin: Waiting = (due) => {
          signal.removeEventListener("abort", leave);
          const from = Math.max(since, silentUntil);
          resolve({ from, until: Math.max(from, due) });
        };
        const leave = () => {
          waiting[urgency].splice(waiting[urgency].indexOf(begin), 1);
          reject(signal.reason);
          give(clock.now());
        };
        signal.addEventListener("abort", leave, { once: true });
        waiting[urgency].push(begin);
        give(since);
      });
    },
    pause(ms) {
      const now = clock.now();
      const from = Math.max(now, silentUntil);
      silentUntil = Math.max(from, now + ms);
      give(now);
      return { from, until: silentUntil };
    },
    resize(requestsPerMinute) {
      limit = requestsPerMinute;
      give(clock.now());
    },
  };
}
