// The sandbox's time: the given clock, and how far it was stepped ahead of it. Nothing else of the sandbox asks for the time.

export type SandboxClock = {
  readonly now: () => Date;
  /** Steps the sandbox's time ahead, in milliseconds; never back. */
  readonly step: (milliseconds: number) => void;
};

export function createSandboxClock(clock: () => Date): SandboxClock {
  let ahead = 0;
  return {
    now: () => new Date(clock().getTime() + ahead),
    step: (milliseconds) => {
      ahead += Math.max(0, milliseconds);
    },
  };
}
