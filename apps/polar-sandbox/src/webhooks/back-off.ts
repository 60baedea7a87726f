// How long Polar waits before it tries a webhook again: doubled with each attempt, up to 20 minutes, with up to half of it
// left to chance. It knows no event.

const shortestMs = 2_000;
const longestMs = 20 * 60_000;

/** The wait after so many attempts, in milliseconds. `chance` is between 0 and 1. */
export function backOffMs(attempts: number, chance: number): number {
  const whole = Math.min(shortestMs * 2 ** attempts, longestMs);
  return Math.floor(whole / 2 + chance * (whole / 2));
}
