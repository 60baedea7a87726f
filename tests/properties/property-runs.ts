// How often a property is tried, and from which seed. Without a wish the seed is fresh each time, so that no two runs try
// the same histories; it is printed, and PROPERTY_SEED brings a run back (fast-check's report adds the path to the case).
// The full number is for the engine in memory. The others take longer for a history, one that is opened again for each step
// very much longer: they try a part of it (`share` in contract/engines), to show that the engine makes no difference. Which
// histories there are is what the many cases in memory are for.

import type { Engine } from "../contract/engines/engines.ts";

const runsInCi = 1_000;
const runsAtHand = 100;

/** The parameters for `fc.assert`, announced under the property's name. */
export function propertyRuns(
  name: string,
  engine: Pick<Engine, "name" | "share">,
): { readonly seed: number; readonly numRuns: number } {
  const seed = wished("PROPERTY_SEED") ?? freshSeed();
  const wanted = wished("PROPERTY_RUNS") ?? (process.env["CI"] === "true" ? runsInCi : runsAtHand);
  const numRuns = Math.max(1, Math.round(wanted * engine.share));
  console.log(`property ${name} on ${engine.name}: seed ${seed}, ${numRuns} cases`);
  return { seed, numRuns };
}

/** For a property that asks many questions in each case: a part of the cases, so that CI stays within its time. */
export function fewer<Some extends Pick<Engine, "name" | "share">>(engine: Some, part: number): Some {
  return { ...engine, share: engine.share * part };
}

/** How long vitest waits for a property: far longer than it takes, so that only a hang is cut off. */
export const propertyTimeoutMs = 600_000;

function freshSeed(): number {
  return (Date.now() ^ Math.floor(Math.random() * 2 ** 31)) | 0;
}

function wished(variable: string): number | null {
  const given = process.env[variable];
  if (given === undefined || given === "") return null;
  const wish = Number(given);
  if (!Number.isSafeInteger(wish)) throw new TypeError(`${variable} must be a whole number, not "${given}"`);
  return wish;
}
