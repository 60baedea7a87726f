// The command line of the bench.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type MeasureName, measureNames } from "./measures.ts";

export interface Options {
  readonly events: number;
  readonly repetitions: number;
  readonly commands: number;
  readonly pools: number;
  readonly cache: string;
  readonly emmett: boolean;
  readonly only: readonly MeasureName[];
  readonly out: string | null;
  readonly strict: boolean;
}

const allEvents = 1_000_000;
/** Of the measures many-callers and subscribers. */
const mostCallers = 64;
const defaultCache = fileURLToPath(new URL("../../node_modules/.cache/seat-ledger-bench", import.meta.url));

export const help = `pnpm bench [options]: how fast the ledger is, against plain better-sqlite3 in the same run.

  --only <measure>     one measure; may be given again. One of:
                       ${measureNames.join(", ")}
  --events <n>         length of the long log (${allEvents}); made once, about two minutes, kept in the cache
  --repetitions <n>    of each short measure (5); long ones are repeated three times at most
  --commands <n>       commands in a repetition at full durability (3000)
  --pools <n>          pools of 25 seats on which commands are given (400), one at least for each of 64 callers
  --without-emmett     leaves @event-driven-io/emmett-sqlite out, and does not install it
  --cache <folder>     where the long logs and emmett are kept (node_modules/.cache/seat-ledger-bench)
  --out <file>         where the figures are kept as JSON; defaults to tests/bench/results/<date>-<commit>.json for a
                       whole run, and to the cache for a part
  --strict             ends with 1 where a figure is below what is wanted at least
  --help
`;

/** Throws where they can't be understood. */
export function optionsOf(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      events: { type: "string", default: String(allEvents) },
      repetitions: { type: "string", default: "5" },
      commands: { type: "string", default: "3000" },
      pools: { type: "string", default: "400" },
      "without-emmett": { type: "boolean", default: false },
      cache: { type: "string", default: defaultCache },
      out: { type: "string" },
      strict: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    events: wholeNumber("events", values.events),
    repetitions: wholeNumber("repetitions", values.repetitions),
    commands: wholeNumber("commands", values.commands),
    pools: poolsFor(values.pools),
    cache: values.cache,
    emmett: !values["without-emmett"],
    only: values.only.length === 0 ? measureNames : values.only.map(measureNamed),
    out: values.out ?? null,
    strict: values.strict,
  };
}

/** Whether its figures can be set beside those of other days. */
export function isWhole({ events, only, emmett }: Options): boolean {
  return events === allEvents && only.length === measureNames.length && emmett;
}

function measureNamed(name: string): MeasureName {
  const known = measureNames.find((measure) => measure === name);
  if (!known) throw new Error(`there is no measure ${name}; there are ${measureNames.join(", ")}`);
  return known;
}

/** Callers at once have pools of their own, each at least one. */
function poolsFor(text: string): number {
  const pools = wholeNumber("pools", text);
  if (pools < mostCallers) throw new Error(`--pools must be ${mostCallers} or more: one for each caller at once`);
  return pools;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${option} must be a whole number from 1 on`);
  return number;
}
