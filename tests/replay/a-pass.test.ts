// How a pass is asked for: its options, its signal, its progress, and how it ends where it can't begin.

import { createPolar as createPolar2026_04 } from "@polar-sh/sdk/2026-04";
import { createPolar } from "@polar-sh/sdk/2026-10";
import { createPolar as createPolar2027_01 } from "@polar-sh/sdk/2027-01";
import { type PolarApi, type ReplayProgress, replayPolar } from "@seat-ledger/polar";
import { createDemoSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger } from "seat-ledger";
import { expect, expectTypeOf, onTestFinished, test } from "vitest";
import { type Answering, clientOf, emptyLedger, ledgerListings, polarListings, smallWorld } from "./setting.ts";

test("an aborted pass rejects at once with the signal's reason, also while it waits", async () => {
  const { polar, ledger } = await smallWorld(
    {},
    () => new Response("no", { status: 429, headers: { "retry-after": "60" } }),
  );
  const reason = new Error("enough");
  const controller = new AbortController();
  const replayed = replayPolar({ ledger, polar, signal: controller.signal });
  setTimeout(() => controller.abort(reason), 100);
  await expect(replayed).rejects.toBe(reason);
  await expect(replayPolar({ ledger, polar, signal: controller.signal })).rejects.toBe(reason);
});

test("an aborted pass does not wait for the answer at hand, and a later one finishes its work", async () => {
  const controller = new AbortController();
  const answered = Promise.withResolvers<void>();
  let aborting = true;
  const hanging: Answering = async (request, next) => {
    if (!aborting || !request.url.includes("/customer-seats")) return next();
    controller.abort("stop");
    await answered.promise;
    return next();
  };
  const { polar, ledger, replay } = await smallWorld({}, hanging);
  await expect(replayPolar({ ledger, polar, signal: controller.signal })).rejects.toBe("stop");
  aborting = false;
  answered.resolve();
  expect(await replay()).toMatchObject({ complete: true });
  expect(await ledgerListings(ledger)).toEqual(await polarListings(polar));
});

test("progress is told phase by phase, and what its listener throws ends the pass", async () => {
  const { polar, ledger } = await smallWorld();
  const told: ReplayProgress[] = [];
  await replayPolar({ ledger, polar, onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([
    { phase: "organizations", done: 1, total: 1 },
    { phase: "subscriptions", done: 1, total: 1 },
    { phase: "orders", done: 0, total: 0 },
    { phase: "seats", done: 1, total: 1 },
  ]);
  const broken = new Error("broken listener");
  const onProgress = () => {
    throw broken;
  };
  await expect(replayPolar({ ledger, polar, onProgress })).rejects.toBe(broken);
});

test("a pass that can't begin rejects with the reason as a code", async () => {
  const { sandbox, ledger } = await smallWorld();
  const served = await servePolarSandbox({ sandbox });
  onTestFinished(() => served.close());
  const stranger = createPolar({ accessToken: "wrong", baseUrl: served.url });
  await expect(replayPolar({ ledger, polar: stranger })).rejects.toMatchObject({
    name: "PolarReplayError",
    code: "Unauthorized",
  });
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
  const organizationId = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
  await expect(replayPolar({ ledger, polar, organizationId })).rejects.toMatchObject({ code: "OrganizationNotFound" });
  const narrow = await clientOf(sandbox, () => Response.json({ error: "insufficient_scope" }, { status: 403 }));
  await expect(replayPolar({ ledger, polar: narrow })).rejects.toMatchObject({ code: "Forbidden" });
  const odd = await clientOf(sandbox, () => Response.json({ data: [] }));
  await expect(replayPolar({ ledger, polar: odd })).rejects.toMatchObject({ code: "UnexpectedAnswer" });
});

test("options that are not known or not right are refused, each with a remedy", async () => {
  const { polar, ledger } = await smallWorld();
  const options = { ledger, polar: {} as PolarApi, organisationId: "x", organizationId: "acme" };
  await expect(replayPolar(options)).rejects.toMatchObject({
    code: "InvalidRequest",
    issues: expect.arrayContaining([
      { path: "polar", message: expect.stringContaining("createPolar") },
      { path: "organizationId", message: expect.stringContaining("UUID") },
      { path: "organisationId", message: expect.stringContaining("spelling") },
    ]),
  });
  await expect(replayPolar({ ledger, polar, signal: undefined })).resolves.toMatchObject({ complete: true });
});

test("a closed ledger ends the pass", async () => {
  const { polar } = await smallWorld();
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.close();
  await expect(replayPolar({ ledger, polar })).rejects.toMatchObject({ code: "LedgerClosed" });
});

test("the client of any dated entry of the SDK fits, and so does a fenced ledger", async () => {
  expectTypeOf<ReturnType<typeof createPolar2026_04>>().toExtend<PolarApi>();
  expectTypeOf<ReturnType<typeof createPolar>>().toExtend<PolarApi>();
  expectTypeOf<ReturnType<typeof createPolar2027_01>>().toExtend<PolarApi>();
  const { sandbox, organizationId } = createDemoSandbox();
  const served = await servePolarSandbox({ sandbox });
  onTestFinished(() => served.close());
  const ledger = await emptyLedger();
  for (const create of [createPolar2026_04, createPolar, createPolar2027_01]) {
    const polar = create({ accessToken: "polar_oat_sandbox", baseUrl: served.url });
    const fenced = ledger.forOrganization(organizationId);
    expect(await replayPolar({ ledger: fenced, polar, organizationId })).toMatchObject({ complete: true });
  }
});
