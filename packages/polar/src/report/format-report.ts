// A report as text, for a terminal or a mail: what was done in two lines, then what is wrong, then what differed, pool by pool.

import type { DriftField, ReplayDrift } from "./drift.ts";
import type { ReplayReport } from "./report.ts";
import { untold } from "./seat-drift.ts";

/** How many entries of one kind are told; the report has them all. */
const mostOfAKind = 20;

/**
 * The report in plain lines, without colours, for people. Of each kind of entry it tells the first 20. Holds ids, statuses,
 * numbers and times, and nothing personal.
 *
 * @example
 * console.log(formatReport(await replayPolar({ ledger, polar })));
 */
export function formatReport(report: ReplayReport): string {
  const { failures, drift, unread, leftOut } = report;
  return [
    ...summary(report),
    ...section("Not brought to agreement", failures, (failure) => `${named(failure)}${failure.message}`),
    ...section("Left out", leftOut, ({ source, message }) => `${source}: ${message}`),
    ...kinds.flatMap(([kind, title]) => driftSection(drift, kind, title)),
    ...section("Kept but not read", unread, ({ originId, problem }) => `${originId}: ${problem ?? "no reason given"}`),
  ].join("\n");
}

function summary({ pools, seats, appended, inferred, requests, waitedMs, complete, failures }: ReplayReport) {
  const guesses = inferred === 0 ? "" : `, ${inferred} of them inferred`;
  const news = appended === 0 ? "nothing new" : `${counted(appended, "event")} appended${guesses}`;
  const waited = waitedMs < 1_000 ? "" : `, ${Math.round(waitedMs / 1_000)} s of waiting`;
  const state = complete ? "complete" : `NOT complete: ${counted(failures.length, "failure")}`;
  return [
    `${counted(pools, "pool")}, ${counted(seats, "seat")}: ${news}.`,
    `${counted(requests, "request")}${waited}; ${state}.`,
  ];
}

const kinds: readonly (readonly [ReplayDrift["kind"], string])[] = [
  ["missing", "Polar has it, the ledger had not"],
  ["different", "They differed, from the ledger's to Polar's"],
  ["extra", "The ledger has it, Polar does not"],
  ["lost-webhook", "No webhook came of it"],
  ["inferred", "Nobody showed it, so it was inferred"],
  ["stale", "Not listed in this pass"],
];

function driftSection(drift: readonly ReplayDrift[], kind: ReplayDrift["kind"], title: string): readonly string[] {
  return section(
    title,
    drift.filter((entry) => entry.kind === kind),
    (entry) => `${named(entry)}${entry.seatId === null ? "" : `seat ${entry.seatId}: `}${told(entry)}`,
  );
}

function told(entry: ReplayDrift): string {
  switch (entry.kind) {
    case "missing":
      return `${entry.polar.status} at Polar; ${entry.done}`;
    case "extra":
      return `${entry.ledger.status} in the ledger; ${endings[entry.done]}`;
    case "different":
      return [entry.done, ...entry.fields.map((field) => `    ${differing(field)}`)].join("\n");
    case "inferred":
      return `${entry.step} between ${entry.notBefore ?? "any time"} and ${entry.notAfter}`;
    case "lost-webhook":
      return `${entry.type} of ${entry.at}; ${entry.done} from the listing`;
    case "stale":
      return entry.listedAt === null ? "never listed yet" : `last listed ${entry.listedAt}`;
    default:
      return unreachable(entry);
  }
}

function differing({ field, polar, ledger }: DriftField): string {
  return polar === untold || ledger === untold
    ? `${field}: not told here`
    : `${field}: ${ledger ?? "-"} -> ${polar ?? "-"}`;
}

const endings = { awaited: "awaited until two complete passes did without it", ended: "ended" };

function section<Entry>(title: string, entries: readonly Entry[], tell: (entry: Entry) => string): readonly string[] {
  if (entries.length === 0) return [];
  const lines = entries.slice(0, mostOfAKind).map((entry) => `  ${tell(entry)}`);
  const more = entries.length > mostOfAKind ? [`  and ${entries.length - mostOfAKind} more`] : [];
  return ["", `${title} (${entries.length}):`, ...lines, ...more];
}

function named({ subscriptionId, orderId }: { subscriptionId: string | null; orderId: string | null }): string {
  if (subscriptionId !== null) return `subscription ${subscriptionId}: `;
  return orderId === null ? "" : `order ${orderId}: `;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function unreachable(entry: never): never {
  throw new TypeError(`no words for ${JSON.stringify(entry)}`);
}
