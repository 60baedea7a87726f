// What the service knows whole, it hands to its server in the form that is sent as it is: read back by the platform, an answer
// takes several times as long. On the wire the two differ by the names of headers: the platform writes them in small letters.

import { expect, test } from "vitest";
import { running } from "./running.ts";

test.each([
  ["a list of seats", (id: string) => `/v1/customer-seats?subscription_id=${id}`, "ETag: "],
  ["a refusal", () => "/v1/customer-seats/nothing-of-that-name", "X-Request-Id: "],
  ["whether it lives", () => "/healthz", "Content-Type: application/json"],
])("%s leaves as it was made", async (_, path, header) => {
  await using service = await running();
  const { socket, heard, closed } = await service.connected();
  const authorization = "Authorization: Bearer seat_ledger_demo";
  socket.write(
    `GET ${path(service.subscriptionId)} HTTP/1.1\r\nHost: localhost\r\n${authorization}\r\nConnection: close\r\n\r\n`,
  );
  await closed;
  expect(heard()).toContain(`\r\n${header}`);
});
