// Steering a sandbox that runs elsewhere: everything over HTTP, with the token that sees everything.

import { expect, test } from "vitest";
import { listener, listenTo } from "../../testing/listener.ts";
import { ask, setting } from "../../testing/setting.ts";
import { servePolarSandbox } from "../serve.ts";

type Json = Record<string, unknown>;

function steered() {
  const ears = listener();
  const stage = setting({ deliver: ears.deliver });
  listenTo(stage.sandbox, stage.organization.id);
  const steer = (method: string, path: string, body?: unknown) =>
    stage.sandbox
      .fetch(
        new Request(`http://sandbox.example/_sandbox${path}`, {
          method,
          headers: { authorization: "Bearer polar_oat_sandbox" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      .then(async (response) => ({ status: response.status, body: (await response.json().catch(() => null)) as Json }));
  return { ...stage, ears, steer };
}

test("asks for the token that sees everything", async () => {
  const { sandbox } = steered();
  sandbox.createOrganization({ name: "Other", slug: "other", accessToken: "polar_oat_other" });
  for (const authorization of ["", "Bearer polar_oat_other"]) {
    const { status } = await ask(sandbox, "/_sandbox/record", { headers: { authorization } });
    expect(status).toBe(401);
  }
});

test("switches faults on and off, and refuses what it doesn't know", async () => {
  const { sandbox, steer } = steered();
  expect(await steer("PUT", "/faults", { droppedRequest: 1, seed: 3 })).toMatchObject({
    status: 200,
    body: { current: { droppedRequest: 1, seed: 3, truncated: 0 }, struck: {} },
  });
  await expect(ask(sandbox, "/v1/orders")).rejects.toThrow("fetch failed");
  expect((await steer("GET", "/faults")).body).toMatchObject({ struck: { droppedRequest: 1 } });
  expect(await steer("PUT", "/faults", { droped: 1 })).toMatchObject({ status: 422 });
  expect((await steer("DELETE", "/faults")).status).toBe(204);
  expect((await ask(sandbox, "/v1/orders")).status).toBe(200);
});

test("shows the record, the holdings, the purchases and the traffic, and forgets the traffic", async () => {
  const { sandbox, steer, pool } = steered();
  const { id } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await ask(sandbox, "/v1/orders");
  expect((await steer("GET", "/record")).body).toMatchObject({
    record: [{ type: "assigned", seatId: id, at: "2026-11-02T10:00:00.000Z" }],
    holdings: [{ seatId: id, email: "ada@acme.example", to: null }],
    purchases: [{ ...pool, seats: 5, status: "active" }],
  });
  expect((await steer("GET", "/traffic")).body).toMatchObject({ requests: 1, byRoute: { "GET /v1/orders": 1 } });
  await steer("DELETE", "/traffic");
  expect((await steer("GET", "/traffic")).body).toMatchObject({ requests: 0 });
});

test("does what the sandbox's own methods do, and refuses as they do", async () => {
  const { sandbox, steer, pool } = steered();
  const made = await steer("POST", "/do/assignSeat", [{ ...pool, email: "ada@acme.example" }]);
  expect(made).toMatchObject({ status: 200, body: { status: "pending", email: "ada@acme.example" } });
  expect((await steer("POST", "/do/invitationTokenOf", [made.body["id"]])).body).toBe(
    sandbox.invitationTokenOf(String(made.body["id"])),
  );
  const again = await steer("POST", "/do/assignSeat", [{ ...pool, email: "ADA@acme.example" }]);
  expect(again).toMatchObject({ status: 400, body: { error: "SeatAlreadyAssigned" } });
  expect(await steer("POST", "/do/toString", [])).toMatchObject({ status: 404 });
  expect(await steer("POST", "/do/assignSeat", {})).toMatchObject({ status: 422 });
  expect(await steer("POST", "/do/createCustomer", [])).toMatchObject({ status: 400, body: { error: "BadRequest" } });
});

test("delivers webhooks, steps the time and makes events up", async () => {
  const { sandbox, steer, ears } = steered();
  ears.answerWith(() => new Response(null, { status: 500 }));
  expect((await steer("POST", "/emit", { type: "test.event", data: { id: 1 } })).status).toBe(204);
  expect((await steer("POST", "/flush")).body).toEqual({ attempts: 1 });
  ears.answerWith(() => new Response());
  expect((await steer("POST", "/advance", { milliseconds: 60_000 })).body).toEqual({
    attempts: 1,
    now: "2026-11-02T10:01:00.000Z",
  });
  expect(ears.types()).toEqual(["test.event", "test.event"]);
  expect(await steer("POST", "/advance", { milliseconds: -1 })).toMatchObject({ status: 422 });
  expect((await steer("GET", "/nothing")).status).toBe(404);
  expect(sandbox.traffic().requests).toBe(0);
});

test("a served sandbox delivers by itself, and begins with the faults that it is given", async () => {
  const { sandbox, ears } = steered();
  const { close } = await servePolarSandbox({ sandbox, deliverEveryMs: 5, faults: { seed: 9 } });
  expect(sandbox.faults.current()).toMatchObject({ seed: 9 });
  sandbox.emit("test.event", { id: 1 });
  await expect.poll(ears.types).toEqual(["test.event"]);
  await close();
});
