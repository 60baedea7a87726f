// The moment in which the service ceases to listen: whoever has come by then is answered, and whoever comes later is refused.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, startService } from "@seat-ledger/server";
import { expect, test } from "vitest";
import { running } from "./running.ts";

interface Told {
  /** From where it was asked. */
  readonly port: number;
  readonly heard: string;
  /** Of the error that ended it. */
  readonly code: unknown;
}

/** Connects, asks, and hears all that comes. */
async function askedOnce(url: string): Promise<Told> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let [port, heard, code]: [number, string, unknown] = [0, "", null];
  socket.on("connect", () => {
    port = socket.localPort ?? 0;
  });
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  socket.on("error", (error) => {
    code = "code" in error ? error.code : null;
  });
  socket.write("GET /healthz HTTP/1.1\r\nHost: seats\r\nConnection: close\r\n\r\n");
  await new Promise((resolve) => socket.once("close", resolve));
  return { port, heard, code };
}

function isWhole(heard: string): boolean {
  return heard.endsWith('{"status":"ok"}');
}

const atOnce = 20;

/** Clients that come back without a pause until nobody lets them in; what each was told is noted. */
function comingBack(url: string, note: (told: Told) => void) {
  const busy = Promise.withResolvers<void>();
  let answered = 0;
  const clients = Array.from({ length: atOnce }, async () => {
    for (let code: unknown = null; code !== "ECONNREFUSED"; ) {
      const told = await askedOnce(url);
      note(told);
      ({ code } = told);
      answered += 1;
      if (answered === 500) busy.resolve();
    }
  });
  return { isBusy: busy.promise, isGone: Promise.all(clients) };
}

test("nobody who was let in is cut off, however fast they come back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-stopping-"));
  const settings = { PORT: "0", SEAT_LEDGER_DATABASE: join(folder, "seats.db"), STOP_IDLE_SECONDS: "3600" };
  const service = await startService(readSettings(settings));
  const letIn = new Set<number | undefined>();
  const note = (message: unknown) => letIn.add((message as { readonly socket: Socket }).socket.remotePort);
  subscribe("net.server.socket", note);
  const cut: string[] = [];
  const crowd = comingBack(service.url, ({ heard, port }) => {
    if (!isWhole(heard) && letIn.has(port)) cut.push(heard);
    // The next one may come from the same port.
    letIn.delete(port);
  });
  await crowd.isBusy;
  expect(await service.close()).toBe(true);
  await crowd.isGone;
  unsubscribe("net.server.socket", note);
  expect(cut).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

test("nobody is reset, not even of those who come back in the moment in which the door is shut", async () => {
  await using service = await running({ STOP_IDLE_SECONDS: "3600" });
  const reset: Told[] = [];
  const crowd = comingBack(service.url, (told) => {
    if (!isWhole(told.heard) && told.code !== "ECONNREFUSED") reset.push(told);
  });
  await crowd.isBusy;
  service.kill("SIGTERM");
  await crowd.isGone;
  expect(reset).toEqual([]);
  expect(await service.exited).toBe(0);
});

test("nobody is answered before the door is shut", async () => {
  const settings = { PORT: "0", SEAT_LEDGER_DATABASE: ":memory:", STOP_IDLE_SECONDS: "3600" };
  const service = await startService(readSettings(settings));
  const waits = connect(Number(new URL(service.url).port), "127.0.0.1");
  waits.write("GET /healthz HTTP/1.1\r\nHost: seats\r\n");
  // What was sent before is there once an answer to something sent after it is.
  await askedOnce(service.url);
  const ended = service.close();
  waits.write("\r\n");
  const [answer] = await once(waits, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect((await askedOnce(service.url)).code).toBe("ECONNREFUSED");
  expect(await ended).toBe(true);
});
