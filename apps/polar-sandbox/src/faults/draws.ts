// Chance from a seed, for one thing at a time: the first request to an address always draws alike, the second always as
// the second. So the order in which different requests arrive changes nothing.

import { createHash } from "node:crypto";
import type { FaultName } from "./fault-options.ts";

/** A number from 0 to below 1 for this fault, the same each time it is asked. */
export type Draw = (fault: FaultName | `how ${FaultName}`) => number;

/** Draws for the next thing of this name. */
export type Draws = (name: string) => Draw;

export function createDraws(seed: number): Draws {
  const seen = new Map<string, number>();
  return (name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return (fault) => {
      const digest = createHash("sha256")
        .update(JSON.stringify([seed, name, before, fault]))
        .digest();
      return digest.readUInt32BE(0) / 2 ** 32;
    };
  };
}
