// A clock for tests: it stands still until it is moved, and goes back only when it is set.

/** A span of time, in the units that read best; what is given is added up. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** A clock that stands still until it is moved. */
export interface ManualClock {
  /** The time now: hand it to the ledger as `clock`. */
  readonly now: () => Date;
  /** Moves on. A clock never advances backwards: `set` it where a test wants one that goes wrong. */
  advance(by: Duration): void;
  /** Stands at this time from now on, be it later or earlier. */
  set(to: Date | string): void;
}

const beginning = "2026-03-02T12:00:00.000Z";

/**
 * A clock that stands still until it is moved; it begins at `start`, or at noon of a Monday.
 *
 * @example
 * const clock = manualClock();
 * const ledger = await openLedger({ file: ":memory:", clock: clock.now });
 * clock.advance({ hours: 25 });
 */
export function manualClock(start: Date | string = beginning): ManualClock {
  let now = instant(start);
  return {
    now: () => new Date(now),
    advance(by) {
      const ms = millisecondsOf(by);
      if (!(ms >= 0)) throw new RangeError("A clock advances by no negative time. To put it back, set() it.");
      now += ms;
    },
    set(to) {
      now = instant(to);
    },
  };
}

function millisecondsOf({ days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Duration): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
}

function instant(given: Date | string): number {
  const time = new Date(given).getTime();
  if (Number.isNaN(time)) throw new RangeError("Not a time. Give a Date, or text such as 2026-03-02T12:00:00Z.");
  return time;
}
