// Every measure by its name, in the order of the report.

import type { Measure } from "./bench.ts";
import { asOf } from "./measures/as-of.ts";
import { bytes } from "./measures/bytes.ts";
import { heap } from "./measures/heap.ts";
import { http } from "./measures/http.ts";
import { manyCallers } from "./measures/many-callers.ts";
import { newPeopleFull, oneCallerFull, oneCallerNormal } from "./measures/one-caller.ts";
import { reads } from "./measures/reads.ts";
import { subscribers } from "./measures/subscribers.ts";
import { rebuildAll, scan, verifyAll } from "./measures/whole-log.ts";

export const measures = {
  "one-caller-full": oneCallerFull,
  "one-caller-normal": oneCallerNormal,
  "new-people": newPeopleFull,
  "many-callers": manyCallers,
  reads,
  scan,
  rebuild: rebuildAll,
  verify: verifyAll,
  "as-of": asOf,
  subscribers,
  http,
  bytes,
  heap,
} as const satisfies { readonly [name: string]: Measure };

export type MeasureName = keyof typeof measures;

export const measureNames = Object.keys(measures) as readonly MeasureName[];
