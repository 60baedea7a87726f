// The words of a failure: enough to act on, and nothing personal.

import { PolarClientError, PolarNetworkError, PolarServerError } from "@polar-sh/sdk";
import { errors } from "seat-ledger";
import { expect, test } from "vitest";
import { messageOf, stopsThePass } from "./failures.ts";

test("a refusal of Polar is told by its status and name, without the answer's body", () => {
  const body = { error: "RequestValidationError", detail: [{ input: "ada@acme.example" }] };
  expect(messageOf(new PolarClientError(422, body))).toBe("Polar answered 422 (RequestValidationError).");
  expect(messageOf(new PolarServerError(503, "<html>ada@acme.example</html>"))).toBe("Polar answered 503.");
});

test("other errors keep their words, without e-mails and without quoted answers", () => {
  expect(messageOf(new PolarNetworkError("fetch failed"))).toBe("Polar API network error: fetch failed");
  expect(messageOf(new Error("odd: ada@acme.example"))).toBe("Error: odd: [e-mail]");
  expect(messageOf(new SyntaxError(`Unexpected token '<', "<html>Ada" is not valid JSON`))).not.toContain("Ada");
});

test("the ledger's own troubles stop a pass, what it refuses of one pool does not", () => {
  expect(stopsThePass(new errors.StorageFull({ file: "seats.db" }))).toBe(true);
  expect(stopsThePass(new errors.PoolExists({ poolId: "p", differing: ["authority"] }))).toBe(false);
  expect(stopsThePass(new Error("no error of the ledger"))).toBe(false);
});
