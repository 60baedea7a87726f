// Many at once, on a real server: 500 open streams, and 100 clients that are slow on purpose. They hold nobody up, and what is
// not read by them piles up nowhere.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, type Service, startService } from "@seat-ledger/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Heard, type Listening, listen } from "../sent-events/listener.ts";

const streamsAtOnce = 500;
const slowOnes = 100;
/** Of 600 people the list is some 400 KB long: a few of them are more than the buffers of a connection take. */
const seats = 600;

const product = { id: "7d0c4a5e-3f0e-4d0c-9f83-7a3a7e1f2b10", name: "Team plan" };
const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
const large = { subscriptionId: "900d0000-0000-4000-8000-000000000002" };
const token = "seat_ledger_demo";
const authorization = `Bearer ${token}`;

let folder: string;
let service: Service;
const open: { destroy(): void }[] = [];
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

async function opened(path: string): Promise<Listening> {
  const stream = await listen(service.url, path, { token });
  // A stream that was cut off fails at the end, and that is none of this hook's business.
  open.push({ destroy: () => void stream.leave().catch(() => {}) });
  return stream;
}

/** Reads on until something that is looked for was told. */
async function tells(stream: Listening, isIt: (heard: Heard) => boolean): Promise<void> {
  for (let heard = await stream.next(); heard; heard = await stream.next()) if (isIt(heard)) return;
  throw new Error("the stream ended");
}

/** Says something, and then nothing. It reads what comes, unless it `neverReads`. */
function slow(begin: string, { neverReads = false } = {}): { readonly socket: Socket; readonly closed: Promise<void> } {
  const { hostname, port } = new URL(service.url);
  const socket = connect({ host: hostname, port: Number(port) });
  open.push(socket);
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  if (neverReads) socket.pause();
  else socket.resume();
  socket.write(begin);
  return { socket, closed };
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization, "content-type": "application/json" };
  return await fetch(`${service.url}${path}`, { ...init, headers });
}

const seatsStream = (subscriptionId: string) => `/v1/ledger/streams/seats?subscription_id=${subscriptionId}`;

/** How requests begin of which nothing more comes: within the headers, and within the body. */
function neverEnding(): readonly string[] {
  const head = `POST /v1/customer-seats HTTP/1.1\r\nHost: seats\r\nAuthorization: ${authorization}\r\n`;
  return [head, `${head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"subscription_id":`];
}

test("500 open streams are all told a change among 100 slow clients, and others are answered meanwhile", async () => {
  await start({ HEADERS_TIMEOUT_SECONDS: "3600", REQUEST_TIMEOUT_SECONDS: "3600" });
  const crowd = Array.from({ length: slowOnes / 2 }, () => neverEnding().map((begin) => slow(begin))).flat();
  const paths = [seatsStream(pool.subscriptionId), "/v1/ledger/streams/pools", "/v1/ledger/streams/events"];
  const streams = await Promise.all(
    Array.from({ length: streamsAtOnce }, (_, index) => opened(paths[index % 3] ?? "")),
  );
  const body = JSON.stringify({ subscription_id: pool.subscriptionId, email: "jane@crowd.example" });
  const assigned = await ask("/v1/customer-seats", { method: "POST", body });
  expect(assigned.status).toBe(200);
  const { id } = (await assigned.json()) as { readonly id: string };
  expect((await ask("/healthz")).status).toBe(200);
  const told = [id, '"pending":1,', id];
  await Promise.all(
    streams.map((stream, index) =>
      tells(stream, ({ data }) => JSON.stringify(data).includes(told[index % 3] ?? "nothing")),
    ),
  );
  expect(crowd.filter(({ socket }) => socket.closed)).toEqual([]);
});

describe("100 slow clients of each kind hold nobody up", () => {
  test("with headers and bodies that never end: they are cut off", async () => {
    await start({ HEADERS_TIMEOUT_SECONDS: "1", REQUEST_TIMEOUT_SECONDS: "2" });
    const crowd = Array.from({ length: slowOnes }, () => neverEnding().map((begin) => slow(begin))).flat();
    const answers = [];
    for (let asked = 0; asked < 20; asked += 1) {
      answers.push((await ask(`/v1/customer-seats?subscription_id=${pool.subscriptionId}`)).status);
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    await Promise.all(crowd.map(({ closed }) => closed));
  });

  describe("with streams that they never read", () => {
    let total = seats;
    let reader: Listening;

    async function fill(): Promise<void> {
      const recipients = Array.from({ length: seats }, (_, index) => ({ email: `person-${index}@crowd.example` }));
      await service.ledger.assignSeats({ ...large, recipients });
      reader = await opened(seatsStream(large.subscriptionId));
      total = seats;
    }

    /** Changes the large list. Whoever reads is told each time, although nobody else takes anything. */
    async function change(): Promise<void> {
      total += 1;
      await service.ledger.resizePool({ ...large, seats: total });
      await tells(reader, ({ data }) => data.total_seats === total);
    }

    /** The crowd, once each connection has taken what it can, or is closed again. */
    async function stuck(): Promise<readonly Socket[]> {
      served.clear();
      const begin = `GET ${seatsStream(large.subscriptionId)} HTTP/1.1\r\nHost: seats\r\nAuthorization: ${authorization}\r\n\r\n`;
      const crowd = Array.from({ length: slowOnes }, () => slow(begin, { neverReads: true }).socket);
      const isStuck = ({ closed, writableLength }: Socket) => closed || writableLength > 0;
      while (served.size < slowOnes || ![...served].every(isStuck)) await change();
      return crowd;
    }

    test("no more than a list or two waits for each, and when they read they are told the newest", async () => {
      await start();
      await fill();
      const list = await ask(`/v1/customer-seats?subscription_id=${large.subscriptionId}`);
      const listBytes = (await list.arrayBuffer()).byteLength;
      const crowd = await stuck();
      const before = total;
      for (let more = 0; more < 10; more += 1) await change();
      expect(Math.max(...[...served].map(({ writableLength }) => writableLength))).toBeLessThan(2 * listBytes);
      for (const totals of await Promise.all(crowd.map((socket) => totalsUpTo(total, socket)))) {
        // Of ten changes these were kept: one that waited for room, and the last one.
        expect(totals.filter((one) => one > before).length).toBeLessThan(5);
      }
    });

    test("they are cut off after IDLE_TIMEOUT_SECONDS, and streams on which nothing happens are not, for they beat", async () => {
      const printed = vi.spyOn(console, "error");
      await start({ IDLE_TIMEOUT_SECONDS: "3" });
      await fill();
      const quiet = await opened(seatsStream(pool.subscriptionId));
      await stuck();
      await Promise.all([...served].map(closed));
      await service.ledger.resizePool({ ...pool, seats: 9 });
      await tells(quiet, ({ data }) => data.total_seats === 9);
      expect(quiet.beside).toContain(": heartbeat");
      // What clients do is no failure of ours.
      expect(printed).not.toHaveBeenCalled();
    });
  });
});

/** However it comes to it: those that are cut off close with an error. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
}

/** Which lists are told to a client that reads at last, up to one. */
async function totalsUpTo(last: number, socket: Socket): Promise<readonly number[]> {
  const totals: number[] = [];
  let text = "";
  for await (const chunk of socket) {
    text += String(chunk);
    for (const [, total] of text.matchAll(/"total_seats":(\d+),/g)) totals.push(Number(total));
    // What was looked through, but for a number that may be cut in two.
    text = text.slice(-30).replace(/^.*"total_seats":\d+,/s, "");
    if (totals.at(-1) === last) break;
  }
  return totals;
}
