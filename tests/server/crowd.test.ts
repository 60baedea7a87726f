// Many at once, on a real server: 500 open streams, and 100 clients that are slow on purpose. They hold nobody up, and what is
// not read by them piles up nowhere.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, type Service, startService } from "@seat-ledger/server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../streams/eventually.ts";

const streamsAtOnce = 500;
const slowOnes = 100;
/** Of 600 people the list is some 500 KB long: more than the buffers of a connection take. */
const seats = 600;

const product = { id: "7d0c4a5e-3f0e-4d0c-9f83-7a3a7e1f2b10", name: "Team plan" };
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const large = { subscriptionId: "900d0000-0000-4000-8000-000000000002" };
const authorization = "Bearer seat_ledger_demo";

let folder: string;
let service: Service;
const open: (ClientRequest | Socket)[] = [];
/** The server's ends of the connections on which something was asked, also of those that are closed now. */
const served = new Set<Socket>();

function note(message: unknown): void {
  served.add((message as { readonly socket: Socket }).socket);
}

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const SEAT_LEDGER_DATABASE = join(folder, "seats.db");
  service = await startService(readSettings({ PORT: "0", SEAT_LEDGER_DATABASE, ...environment }));
  const { ledger, organizationId } = service;
  const { id: customerId } = await ledger.registerCustomer({ organizationId, email: "buyer@crowd.example" });
  await ledger.openPool({ ...pool, organizationId, customerId, product, seats: 3 });
  await ledger.openPool({ ...large, organizationId, customerId, product, seats });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seat-ledger-crowd-"));
  subscribe("http.server.request.start", note);
});

afterEach(async () => {
  unsubscribe("http.server.request.start", note);
  for (const one of open.splice(0)) one.destroy();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** A stream of its own connection; `heard` is all that it was told. */
async function opened(path: string): Promise<{ readonly response: IncomingMessage; readonly heard: () => string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(`${service.url}${path}`, { agent: false, headers: { authorization } }, resolve);
    request.on("error", reject);
    open.push(request);
  });
  expect(response.statusCode).toBe(200);
  response.on("error", () => {});
  let heard = "";
  return { response, heard: () => (heard += response.read() ?? "") };
}

/** Says something, and then nothing. It reads what comes, unless it `neverReads`. */
function slow(begin: string, { neverReads = false } = {}): { readonly isClosed: () => boolean } {
  const { hostname, port } = new URL(service.url);
  const socket = connect({ host: hostname, port: Number(port) });
  open.push(socket);
  let closed = false;
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
  });
  if (neverReads) socket.pause();
  else socket.resume();
  socket.write(begin);
  return { isClosed: () => closed };
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization, "content-type": "application/json" };
  return await fetch(`${service.url}${path}`, { ...init, headers });
}

const seatsStream = (subscriptionId: string) => `/v1/ledger/streams/seats?subscription_id=${subscriptionId}`;

test("500 open streams are all told a change, and others are answered meanwhile", async () => {
  await start();
  const paths = [seatsStream(pool.subscriptionId), "/v1/ledger/streams/pools", "/v1/ledger/streams/events"];
  const streams: Awaited<ReturnType<typeof opened>>[] = [];
  for (let count = 0; count < streamsAtOnce; count += 1) streams.push(await opened(paths[count % 3] ?? ""));
  const body = JSON.stringify({ ...{ subscription_id: pool.subscriptionId }, email: "jane@crowd.example" });
  const assigned = await ask("/v1/customer-seats", { method: "POST", body });
  expect(assigned.status).toBe(200);
  const { id } = (await assigned.json()) as { readonly id: string };
  const told = [id, '"pending":1,', id];
  await eventually(() => {
    const missing = streams.filter(({ heard }, index) => !heard().includes(told[index % 3] ?? ""));
    expect(missing).toHaveLength(0);
  });
  expect((await ask("/healthz")).status).toBe(200);
});

describe("100 slow clients of each kind hold nobody up, and are cut off", () => {
  test("headers and bodies that never end", async () => {
    await start({ HEADERS_TIMEOUT_SECONDS: "1", REQUEST_TIMEOUT_SECONDS: "2" });
    const head = `POST /v1/customer-seats HTTP/1.1\r\nHost: seats\r\nAuthorization: ${authorization}\r\n`;
    const crowd = Array.from({ length: slowOnes }, () => [
      slow(head),
      slow(`${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"subscription_id":`),
    ]).flat();
    const answers = [];
    for (let asked = 0; asked < 20; asked += 1) {
      answers.push((await ask(`/v1/customer-seats?subscription_id=${pool.subscriptionId}`)).status);
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    await eventually(() => expect(crowd.filter(({ isClosed }) => !isClosed())).toHaveLength(0));
  });

  test("streams that are never read, of which no more than one list waits", async () => {
    await start({ IDLE_TIMEOUT_SECONDS: "5" });
    const { ledger } = service;
    const recipients = Array.from({ length: seats }, (_, index) => ({ email: `person-${index}@crowd.example` }));
    await ledger.assignSeats({ ...large, recipients });
    const list = await ask(`/v1/customer-seats?subscription_id=${large.subscriptionId}`);
    const listBytes = (await list.arrayBuffer()).byteLength;
    served.clear();
    const begin = `GET ${seatsStream(large.subscriptionId)} HTTP/1.1\r\nHost: seats\r\nAuthorization: ${authorization}\r\n\r\n`;
    for (let count = 0; count < slowOnes; count += 1) slow(begin, { neverReads: true });
    await eventually(() => expect(served.size).toBe(slowOnes));
    const reader = await opened(seatsStream(large.subscriptionId));
    let waiting = 0;
    for (let more = 1; more <= 10; more += 1) {
      await ledger.resizePool({ ...large, seats: seats + more });
      // Whoever reads is told each time, although nobody else takes anything.
      await eventually(() => expect(reader.heard()).toContain(`"total_seats":${seats + more}}`));
      waiting = Math.max(waiting, ...[...served].map(({ writableLength }) => writableLength));
    }
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThan(2 * listBytes);
    reader.response.destroy();
    await eventually(() => expect([...served].filter(({ closed }) => !closed)).toHaveLength(0));
    expect((await ask("/healthz")).status).toBe(200);
  });
});
