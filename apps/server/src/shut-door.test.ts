// Clients who never cease to come, each before the one before him is answered: all places are always taken.

import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { shutDoor } from "./shut-door.ts";

/** As many as there are places in the queue: whoever finds none comes again after a second, when all is over. */
const atOnce = 50;
/** Letting one in takes so long that not too many are: files that are open have a limit. */
const lettingInMs = 0.2;
/** The queue is never empty, and so the door is shut on those who stand in it: by then there are no more places. */
const placesAtTheEnd = 2;

// Elsewhere a system may do otherwise with whom it has no place for.
test.runIf(process.platform === "linux")("of a crowd that never ceases to come two at most are reset", async () => {
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
  for (let client = 0; client < atOnce; client += 1) come();
  const closed = Promise.withResolvers<void>();
  await shutDoor(server, closed.resolve);
  shut.resolve();
  const told = await Promise.all(ends);
  await closed.promise;
  expect(told).toContain("ok");
  const others = told.filter((end) => end !== "ok" && end !== "ECONNREFUSED");
  expect(others.length).toBeLessThanOrEqual(placesAtTheEnd);
});

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
