// Clients who never cease to come, each before the one before him is answered: all places are always taken.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Server } from "node:net";
import { expect, test } from "vitest";
import { shutDoor } from "./shut-door.ts";

/** As many as there are places in the queue: whoever finds none comes again after a second, when all is over. */
const atOnce = 50;
/** Letting one in takes so long that not too many are: files that are open have a limit. */
const lettingInMs = 0.5;
/** The queue is never empty, and so the door is shut on those who stand in it: by then there are no more places. */
const placesAtTheEnd = 2;

/** Whoever found no place comes again after this time: a stop that took longer, on a machine that does much else, tells nothing. */
const comesAgainMs = 1_000;
const mostTries = 10;

// Elsewhere a system may do otherwise with whom it has no place for.
test.runIf(process.platform === "linux")("of a crowd that never ceases to come two at most are reset", async () => {
  let [told, tookMs]: [readonly string[], number] = [[], Number.POSITIVE_INFINITY];
  for (let tries = 0; tookMs >= comesAgainMs && tries < mostTries; tries += 1) ({ told, tookMs } = await crowdedStop());
  expect(tookMs).toBeLessThan(comesAgainMs);
  expect(told).toContain("ok");
  const others = told.filter((end) => end !== "ok" && end !== "ECONNREFUSED");
  expect(others.length).toBeLessThanOrEqual(placesAtTheEnd);
});

test("a connection that can't be let in, for want of files, fails the stop of nobody", async () => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const opened = Promise.withResolvers<Server>();
  const note = (message: unknown) => opened.resolve((message as { readonly server: Server }).server);
  subscribe("tracing:net.server.listen:asyncStart", note);
  const closed = Promise.withResolvers<void>();
  const shut = shutDoor(server, closed.resolve);
  const withShortQueue = await opened.promise;
  unsubscribe("tracing:net.server.listen:asyncStart", note);
  const noFiles = Object.assign(new Error("accept EMFILE"), { code: "EMFILE", syscall: "accept" });
  expect(() => withShortQueue.emit("error", noFiles)).not.toThrow();
  await shut;
  await closed.promise;
});

/** What each of the crowd was told, and how long the door took to be shut. */
async function crowdedStop(): Promise<{ readonly told: readonly string[]; readonly tookMs: number }> {
  const shut = Promise.withResolvers<void>();
  const server = createServer((_, response) => void shut.promise.then(() => response.end("ok")));
  await once(server.listen({ port: 0, host: "127.0.0.1", backlog: atOnce }), "listening");
  const { port } = server.address() as AddressInfo;
  const ends: Promise<string>[] = [];
  const come = () => void ends.push(askedOnce(port));
  server.on("connection", () => {
    come();
    for (const until = performance.now() + lettingInMs; performance.now() < until; );
  });
  const began = performance.now();
  for (let client = 0; client < atOnce; client += 1) come();
  const closed = Promise.withResolvers<void>();
  await shutDoor(server, closed.resolve);
  const tookMs = performance.now() - began;
  shut.resolve();
  const told = await Promise.all(ends);
  await closed.promise;
  return { told, tookMs };
}

/** How the answer ends, or the error that came instead. */
async function askedOnce(port: number): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let [heard, code] = ["", ""];
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  socket.on("error", (error) => {
    code = "code" in error ? String(error.code) : "";
  });
  socket.write("GET / HTTP/1.1\r\nHost: seats\r\nConnection: close\r\n\r\n");
  await new Promise((resolve) => socket.once("close", resolve));
  return code === "" ? heard.slice(-2) : code;
}
