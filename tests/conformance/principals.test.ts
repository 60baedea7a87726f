// Who may do what: every route, asked by every kind of principal with every scope, in two organizations.

import { describe, expect, it } from "vitest";
import { type Asked, ask, errorOf } from "./ask.ts";
import { ownDocument } from "./checked-answers.ts";
import { type Kind, tokenOf } from "./principals/askers.ts";
import { type Operation, requests, sceneIn } from "./principals/requests.ts";
import { rules } from "./principals/rules.ts";
import { verdictOf, verdicts } from "./principals/verdicts.ts";
import { openShop } from "./shop.ts";

/** The names of both shapes of refusals. */
const names: Readonly<Record<string, string>> = {
  Unauthorized: "unauthorized",
  insufficient_scope: "insufficient scope",
  InsufficientScope: "insufficient scope",
  NotPermitted: "not permitted",
  ResourceNotFound: "not found",
  PoolNotFound: "not found",
  SeatNotFound: "not found",
  CustomerNotFound: "not found",
};

it("knows every route of the document", async () => {
  await using shop = await openShop();
  const { paths } = await ownDocument(shop.api);
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(Object.keys(requests).sort()).toEqual(ids.sort());
});

describe.each(Object.keys(requests) as Operation[])("%s", (operation) => {
  it.each(Object.keys(verdicts) as Kind[])("asked by %s", async (kind) => {
    await using shop = await openShop();
    const token = await tokenOf(shop, kind);
    const [method, path, body] = requests[operation](await sceneIn(shop));
    const asked: Asked = { token, ...(body ? { body } : {}) };
    const { status, json, headers } = await ask(shop, method, path, asked);
    const expected = verdictOf(kind, rules[operation]);
    // A HEAD tells its status alone.
    const verdict = status < 300 ? "ok" : json === null ? expected : `${status} ${names[errorOf(json)]}`;
    expect([verdict, status]).toEqual([expected, expected === "ok" ? 200 : Number(expected.slice(0, 3))]);
    if (status === 401) expect(headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(shop.failures).toEqual([]);
  });
});
