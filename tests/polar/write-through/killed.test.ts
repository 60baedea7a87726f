// A process that writes through is killed while Polar answers it. Another one looks first, and then the same is asked again:
// nothing is done twice, and the log says who asked.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { expect, onTestFinished, test } from "vitest";
import { type Stage, setStage, stepsOf, waitingIntents } from "./stage.ts";

const script = fileURLToPath(new URL("write-in-another-process.ts", import.meta.url));
const actor = { type: "user", id: "u-1" };
const ada = { email: "ada@acme.example" };
const key = { idempotencyKey: "k-1" };

async function begun() {
  const folder = await mkdtemp(join(tmpdir(), "write-through-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "seats.db");
  return { file, ...(await setStage({ file, now: new Date() })) };
}

/** The child's requests: once Polar has done what one of them asks for, nobody is there for the answer. */
async function killedWriting(
  { sandbox, file }: Pick<Stage, "sandbox"> & { readonly file: string },
  operation: string,
  argument: string,
): Promise<void> {
  const fetch = async (request: Request) => {
    const answer = await sandbox.fetch(request);
    if (request.method === "GET") return answer;
    child.kill("SIGKILL");
    return await gone.promise;
  };
  const gone = Promise.withResolvers<Response>();
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch }, deliverEveryMs: null });
  const args = [script, file, served.url, operation, argument, key.idempotencyKey];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const [, signal] = await once(child, "exit");
  gone.resolve(new Response(null, { status: 503 }));
  await served.close();
  expect(signal).toBe("SIGKILL");
}

test("an assignment is known by the next pass, and its key answers it", { timeout: 60_000 }, async () => {
  const stage = await begun();
  const { ledger, seats, pool, replay, asked, subscriptionId } = stage;
  await killedWriting(stage, "assignSeat", subscriptionId);
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
  expect(await replay()).toMatchObject({ complete: true, inferred: 0 });
  asked();
  const { seat } = await seats.assignSeat({ ...pool, ...ada }, key);
  expect(asked()).toEqual([]);
  expect(await stepsOf(ledger, seat.id)).toMatchObject([{ type: "SeatAssigned", origin: "write-through", actor }]);
  expect(await replay()).toMatchObject({ complete: true, appended: 0 });
});

test("a revocation is known by the next pass, and its key takes the seat from nobody else", {
  timeout: 60_000,
}, async () => {
  const stage = await begun();
  const { sandbox, ledger, seats, pool, replay, clock } = stage;
  const { seat } = await seats.assignSeat({ ...pool, ...ada });
  clock.advance({ minutes: 1 });
  await killedWriting(stage, "revokeSeat", seat.id);
  expect(await replay()).toMatchObject({ complete: true, inferred: 0 });
  clock.advance({ minutes: 1 });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await replay();
  expect(await seats.revokeSeat({ seatId: seat.id }, key)).toMatchObject({ holdingId: seat.holdingId });
  expect(sandbox.listSeats(pool).seats).toMatchObject([{ id: seat.id, email: "bob@acme.example", status: "pending" }]);
  expect((await stepsOf(ledger, seat.id)).map((step) => [step.type, step.actor.type])).toEqual([
    ["SeatAssigned", "system"],
    ["SeatRevoked", "user"],
    ["SeatAssigned", "polar"],
  ]);
});
