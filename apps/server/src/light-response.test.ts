// What the class is for: answers that the adapter sends as they are, in a process whose globals nobody has touched.

import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { httpLimitsOf } from "./http-limits.ts";

const globals = { Request, Response };
const { isLight, LightResponse } = await import("./light-response.ts");
const { serveApi } = await import("./serve-api.ts");

const limits = httpLimitsOf({
  ...{ HEADERS_TIMEOUT_SECONDS: 10, REQUEST_TIMEOUT_SECONDS: 10, KEEP_ALIVE_TIMEOUT_SECONDS: 10 },
  ...{ IDLE_TIMEOUT_SECONDS: 10, MAX_HEADER_BYTES: 16_384, STOP_IDLE_SECONDS: 0.1, STOP_TIMEOUT_SECONDS: 1 },
});

async function heardOf(response: () => Response): Promise<string> {
  const served = await serveApi(async () => response(), { host: "127.0.0.1", port: 0, http: limits });
  const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += String(chunk);
  });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  await once(socket, "close");
  await served.close();
  return heard;
}

it("leaves the globals as they were", () => {
  expect(globalThis.Request).toBe(globals.Request);
  expect(globalThis.Response).toBe(globals.Response);
});

it("makes a Response like any other, and tells its own from others", async () => {
  const light = new LightResponse("text", { status: 201, headers: { ETag: '"1"' } });
  expect(light).toBeInstanceOf(Response);
  expect([isLight(light), isLight(new Response("text"))]).toEqual([true, false]);
  expect([light.status, light.headers.get("ETag"), await light.text()]).toEqual([201, '"1"', "text"]);
});

// The platform writes the names of headers in small letters: those of an answer that it never read stay as they were written.
it.each([
  ["sent as it was made", () => new LightResponse("text", { headers: { "X-Kind": "a" } }), "X-Kind: a"],
  [
    "read by the platform, where it is no light one",
    () => new Response("text", { headers: { "X-Kind": "a" } }),
    "x-kind: a",
  ],
])("is %s", async (_, response, header) => {
  const heard = await heardOf(response);
  expect(heard).toContain(`\r\n${header}\r\n`);
  expect(heard).toMatch(/\r\ncontent-length: 4\r\n/i);
  expect(heard).toMatch(/\r\n\r\ntext$/);
});
