// What the service prints once it runs: what it did, and commands to paste.

import type { DemoPool } from "./demo-pool.ts";
import type { Example } from "./find-example.ts";
import { demoAccessToken, type Settings } from "./settings.ts";
import type { Service } from "./start-service.ts";

export function summaryOf({ report, sandboxUrl, url }: Service, settings: Settings): string {
  const source = sandboxUrl === null ? "Polar" : `the Polar sandbox at ${sandboxUrl} (no POLAR_ACCESS_TOKEN is set)`;
  const inferred = report.inferred === 0 ? "" : `, ${report.inferred} of them inferred`;
  const known =
    report.appended === 0 ? "nothing new, the ledger knew it all" : `${report.appended} events appended${inferred}`;
  const failures = report.failures.map(({ message }) => `  not replayed: ${message}`);
  return [
    `Replayed ${report.pools} pools with ${report.seats} seats from ${source}:`,
    `  ${known} (${report.requests} requests).`,
    ...failures,
    `The ledger is ${settings.database}; the seat API answers at ${url}.`,
  ].join("\n");
}

/** Three commands to paste; where nothing was replayed there is only the ledger's own pool to show. */
export function commandsOf(url: string, demo: DemoPool, example: Example | null): string {
  const curl = `curl -s -H 'Authorization: Bearer ${demoAccessToken}'`;
  const body = `{"subscription_id":"${demo.subscriptionId}","email":"${demo.freeEmail}"}`;
  const listed = example ? sourceQuery(example) : `subscription_id=${demo.subscriptionId}`;
  const lines = [
    "Try it from another terminal:",
    "",
    "  # the seats of a pool, as Polar's API shows them",
    `  ${curl} '${url}/v1/customer-seats?${listed}'`,
    "  # give a seat of the ledger's own demo pool to somebody",
    `  ${curl} -H 'Content-Type: application/json' ${url}/v1/customer-seats -d '${body}'`,
  ];
  const history = [
    "  # who held this seat, one after the other: what Polar forgets",
    `  ${curl} ${url}/v1/seats/${example?.seatId}/history`,
  ];
  return [...lines, ...(example ? history : []), "", "Ctrl-C stops."].join("\n");
}

function sourceQuery({ pool }: Example): string {
  return pool.subscriptionId === null ? `order_id=${pool.orderId}` : `subscription_id=${pool.subscriptionId}`;
}
