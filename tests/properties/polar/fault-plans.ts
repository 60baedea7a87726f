// What goes wrong between Polar and us, how often, and by which chance. Every fault of the sandbox is among it.

import type { SandboxFaultOptions } from "@seat-ledger/polar-sandbox";
import fc from "fast-check";

/** Mostly none of a kind, so that the others are seen alone too. */
const share = fc.constantFrom(0, 0, 0, 0.1, 0.3);
/** A webhook that goes wrong is no rare thing: there are few of them in a case. */
const often = fc.constantFrom(0, 0, 0.2, 0.5);

const webhookFaults = {
  webhookDropped: often,
  webhookDoubled: often,
  webhookReordered: often,
  webhookLate: often,
  webhookLateMs: fc.constantFrom(60_000, 3_600_000, 26 * 3_600_000),
};

export const faultPlans: fc.Arbitrary<SandboxFaultOptions> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  tooManyRequests: share,
  withoutRetryAfter: share,
  serverError: share,
  droppedRequest: share,
  droppedAnswer: share,
  truncated: share,
  slow: share,
  slowMs: fc.constantFrom(5, 2_000),
  shiftedPages: share,
  unevenCounts: share,
  rateLimit: fc.option(fc.constantFrom(5, 20), { nil: undefined, freq: 6 }),
  ...webhookFaults,
});

/** Where time is real: little that has to be waited for, and nothing that keeps a pass from beginning. */
export const quickFaultPlans: fc.Arbitrary<SandboxFaultOptions> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  paths: fc.constant(["/v1/customer-seats", "/v1/subscriptions", "/v1/orders", "/v1/webhooks", "/v1/events"]),
  truncated: fc.constantFrom(0, 0, 0.05),
  unevenCounts: share,
  shiftedPages: share,
  ...webhookFaults,
});
