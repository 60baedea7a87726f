// Bodies that the service doesn't want, on real connections: they are refused as soon as that is known, and whoever is still
// sending one hears why.

import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../streams/eventually.ts";
import { type RawConnection, type Running, running } from "./running.ts";

const limit = 64 * 1_024;
const good = "seat_ledger_demo";

let service: Running;

beforeAll(async () => {
  // What lets go of a connection here is what these tests are about, never another limit.
  service = await running({ REQUEST_TIMEOUT_SECONDS: "3600", IDLE_TIMEOUT_SECONDS: "3600" });
});

afterAll(() => service[Symbol.asyncDispose]());

function head(length: number | "chunked", { token = good, more = "" } = {}): string {
  const size = length === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${length}`;
  const lines = ["POST /v1/customer-seats HTTP/1.1", "Host: seats", `Authorization: Bearer ${token}`];
  return `${[...lines, "Content-Type: application/json", size].join("\r\n")}\r\n${more}\r\n`;
}

const expectsContinue = { more: "Expect: 100-continue\r\n" };

function seatFor(email: string): string {
  return JSON.stringify({ subscription_id: service.subscriptionId, email });
}

async function sent(text: string): Promise<RawConnection> {
  const connection = await service.connected();
  connection.socket.write(text);
  return connection;
}

/** The answer and the end of the connection, of which it must tell. */
async function refused({ socket, heard, closed }: RawConnection, status: string): Promise<void> {
  await eventually(() => expect(heard()).toContain("\r\n\r\n{"));
  expect(heard()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(heard()).toMatch(/^connection: close\r$/im);
  socket.end();
  await closed;
}

/** A connection on which somebody goes on sending when the service has ended its side. */
function halfOpen(): RawConnection {
  const { port } = new URL(service.url);
  const socket = connect({ host: "127.0.0.1", port: Number(port), allowHalfOpen: true });
  let heard = "";
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return { socket, heard: () => heard, closed };
}

describe("a body that is too large", () => {
  test("by its declared length is refused before any of it is sent", async () => {
    await refused(await sent(head(limit + 1)), "413");
    await refused(await sent(head(limit + 1, expectsContinue)), "413");
  });

  test("by what is sent of it is refused then", async () => {
    const chunk = `${(limit + 1).toString(16)}\r\n${" ".repeat(limit + 1)}\r\n`;
    await refused(await sent(head("chunked") + chunk), "413");
  });

  test("is refused in words that reach whoever goes on sending it", async () => {
    const body = " ".repeat(8 * 1_024 * 1_024);
    const headers = { authorization: `Bearer ${good}`, "content-type": "application/json" };
    for (let time = 0; time < 10; time += 1) {
      const answer = await fetch(`${service.url}/v1/customer-seats`, { method: "POST", headers, body });
      expect([answer.status, await answer.json()]).toEqual([
        413,
        expect.objectContaining({ error: "RequestTooLarge" }),
      ]);
    }
  });

  test("is the last that is taken from its connection", async () => {
    const chunk = `${(limit + 1).toString(16)}\r\n${" ".repeat(limit + 1)}\r\n`;
    const next = seatFor("after@example.com");
    const { socket, heard, closed } = halfOpen();
    socket.write(head("chunked") + chunk);
    await eventually(() => expect(heard()).toContain("\r\n\r\n{"));
    socket.end(`0\r\n\r\n${head(next.length)}${next}`);
    await closed;
    expect(heard().match(/HTTP\/1.1/g)).toHaveLength(1);
    const query = `subscription_id=${service.subscriptionId}`;
    const headers = { authorization: `Bearer ${good}` };
    const seats = await (await fetch(`${service.url}/v1/customer-seats?${query}`, { headers })).text();
    expect(seats).not.toContain("after@example.com");
  });

  test("holds its connection for a moment only, whoever goes on sending it", async () => {
    const { socket, closed } = halfOpen();
    socket.write(head("chunked"));
    const chunk = `400\r\n${" ".repeat(1_024)}\r\n`;
    const sending = setInterval(() => socket.write(chunk), 1);
    await closed;
    clearInterval(sending);
  });
});

describe("whoever asks first whether to send a body (Expect: 100-continue)", () => {
  test("is told to go on, once who asks is known", async () => {
    const body = seatFor("asked-first@example.com");
    const { socket, heard } = await sent(head(body.length, expectsContinue));
    await eventually(() => expect(heard()).toBe("HTTP/1.1 100 Continue\r\n\r\n"));
    socket.write(body);
    await eventually(() => expect(heard()).toContain('"email":"asked-first@example.com"'));
    expect(heard()).toMatch(/^HTTP\/1.1 200 OK\r$/m);
    expect(heard()).toMatch(/^connection: keep-alive\r$/im);
    socket.destroy();
  });

  test("is not told to go on with one that nobody will read", async () => {
    await refused(await sent(head(100, { ...expectsContinue, token: "wrong" })), "401");
  });
});

test.each([
  ["what it says", 422, {}],
  ["who sent it, before its body was read", 401, { token: "wrong" }],
])("a refusal of a request that came in whole, because of %s, keeps its connection", async (_, status, more) => {
  const connection = await sent(`${head(2, more)}{}`);
  const answers = new RegExp(`HTTP/1.1 ${status} `, "g");
  await eventually(() => expect(connection.heard()).toMatch(answers));
  connection.socket.write(`${head(2, more)}{}`);
  await eventually(() => expect(connection.heard().match(answers)).toHaveLength(2));
  connection.socket.destroy();
});
