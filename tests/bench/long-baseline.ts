// The frozen baseline's file with as many events as the long log, kept in the cache beside it.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { BaselineScene } from "./baseline-scene.ts";
import { seeded } from "./random.ts";

const eventsInPool = 250;

/** Its file; made now if the cache has none. */
export function longBaseline(cache: string, events: number): string {
  mkdirSync(cache, { recursive: true });
  const source = readFileSync(new URL("./baseline.ts", import.meta.url));
  const version = createHash("sha256").update(source).digest("hex").slice(0, 12);
  const file = join(cache, `baseline-${version}-${events}.db`);
  if (!existsSync(file)) {
    const building = `${file}.${process.pid}`;
    const pools = Math.max(1, Math.ceil(events / eventsInPool));
    const scene = new BaselineScene({ file: building, durability: "normal", historyIndexes: false }, pools);
    scene.together(events, 1_000, seeded(5));
    scene.baseline.close();
    renameSync(building, file);
  }
  return file;
}
