// Replays Polar into a ledger's file, once, at the time that it is told: a process that can be killed in the middle of it.

const [, , file = "", baseUrl = "", now = ""] = process.argv;

const ahead = Number(now) - Date.now();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...given);
  }
  static override now() {
    return RealDate.now() + ahead;
  }
} as DateConstructor;

const { createPolar } = await import("@polar-sh/sdk/2026-10");
const { replayPolar } = await import("@seat-ledger/polar");
const { openLedger } = await import("seat-ledger");

await using ledger = await openLedger({ file, secret: "a secret of the tests, long enough for every token" });
const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl });
await replayPolar({ ledger, polar, share: 1, requestsPerMinute: 1_000_000 });

export {};
