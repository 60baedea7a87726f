// What the service prints once it runs: what it did, and commands to paste.

import { formatReport } from "@seat-ledger/polar";
import type { Pool } from "seat-ledger";
import type { DemoPool } from "./demo-pool.ts";
import { demoAccessToken, type Settings } from "./settings.ts";
import type { Service } from "./start-service.ts";

export function summaryOf({ report, sandboxUrl, url }: Service, settings: Settings): string {
  const source = sandboxUrl === null ? "Polar" : `the Polar sandbox at ${sandboxUrl} (no POLAR_ACCESS_TOKEN is set)`;
  const told = formatReport(report).split("\n");
  return [
    `Replayed ${source}:`,
    ...told.map((line) => (line === "" ? "" : `  ${line}`)),
    `The ledger is ${settings.database}; the seat API answers at ${url}.`,
  ].join("\n");
}

/** Three commands to paste. Where nothing was replayed there is only the ledger's own pool to show. */
export function commandsOf(settings: Settings, url: string, demo: DemoPool, replayed: Pool | null): string {
  const isDemoToken = settings.accessToken === demoAccessToken;
  // A token that somebody chose is theirs to write down.
  const token = isDemoToken ? demoAccessToken : "$SEAT_LEDGER_ACCESS_TOKEN";
  const curl = `curl -s -H "Authorization: Bearer ${token}"`;
  const body = `{"subscription_id":"${demo.subscriptionId}","email":"${demo.freeEmail}"}`;
  return [
    isDemoToken
      ? "Try it from another terminal:"
      : "Try it from another terminal, in which SEAT_LEDGER_ACCESS_TOKEN is set as it is here:",
    "",
    "  # the seats of a pool, as Polar's API shows them",
    `  ${curl} '${url}/v1/customer-seats?${sourceQuery(replayed ?? { ...demo, orderId: null })}'`,
    "  # give a seat of the ledger's own demo pool to somebody",
    `  ${curl} -H 'Content-Type: application/json' ${url}/v1/customer-seats -d '${body}'`,
    "  # who held a seat, one after the other: what Polar forgets",
    `  ${curl} ${url}/v1/seats/${demo.handedOnSeatId}/history`,
    "",
    "Ctrl-C stops.",
  ].join("\n");
}

function sourceQuery({ subscriptionId, orderId }: Pick<Pool, "subscriptionId" | "orderId">): string {
  return subscriptionId === null ? `order_id=${orderId}` : `subscription_id=${subscriptionId}`;
}
