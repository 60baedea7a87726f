// What every good API does, whatever the route: methods, slashes, types and sizes of bodies, queries.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, errorOf, requestOf, ask as send } from "./ask.ts";
import { ownDocument } from "./checked-answers.ts";
import { openShop, type Shop } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ withTokens: true });
});

afterEach(() => shop[Symbol.asyncDispose]());

const seats = "/v1/customer-seats";
const nobody = "00000000-0000-4000-8000-000000000000";
const email = "jane@acme.example";
const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);

/** Every path of the document with the methods that it has. */
async function everyPath(): Promise<readonly (readonly [path: string, methods: readonly string[]])[]> {
  const { paths } = await ownDocument(shop.api);
  return Object.entries(paths).map(([path, methods]) => [
    path.replaceAll(/\{(seat|pool|customer|token)_id\}/g, nobody).replaceAll("{invitation_token}", "token"),
    Object.keys(methods).map((method) => method.toUpperCase()),
  ]);
}

describe("methods", () => {
  it("that a path doesn't have are 405, with those that it has", async () => {
    for (const [path, methods] of await everyPath()) {
      const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
        if (methods.includes(method)) continue;
        const { status, json, headers } = await ask(method, path, { token: null });
        expect([method, path, status, errorOf(json), json.detail]).toEqual([
          method,
          path,
          405,
          "MethodNotAllowed",
          "Method Not Allowed",
        ]);
        expect(headers.get("Allow")?.split(", ").sort()).toEqual(allowed);
      }
    }
  });

  it("are told by OPTIONS, to everybody", async () => {
    for (const [path, methods] of await everyPath()) {
      const { status, json, headers } = await ask("OPTIONS", path, { token: null });
      expect([status, json]).toEqual([204, null]);
      expect(headers.get("Allow")?.split(", ")).toEqual(expect.arrayContaining([...methods, "OPTIONS"]));
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });

  it("HEAD answers as GET does, without the body", async () => {
    for (const path of [`${seats}?subscription_id=${shop.acme.subscriptionId}`, seats, "/healthz", "/nowhere"]) {
      const get = await shop.api.fetch(requestOf("GET", path));
      const head = await shop.api.fetch(requestOf("HEAD", path));
      const named = ({ headers }: Response) => [...headers].filter(([name]) => name !== "x-request-id");
      expect([head.status, named(head)]).toEqual([get.status, named(get)]);
      expect(await head.text()).toBe("");
    }
  });
});

describe("paths", () => {
  it("may end with a slash", async () => {
    for (const [path, methods] of await everyPath()) {
      const method = methods[0] ?? "GET";
      if (path.endsWith("/stream")) continue;
      const { status } = await shop.api.fetch(requestOf(method, path));
      expect([path, (await shop.api.fetch(requestOf(method, `${path}/`))).status]).toEqual([path, status]);
    }
  });

  it("that aren't there are 404, also for strange ones", async () => {
    for (const path of [
      "/",
      "/v1",
      "/v1/elsewhere",
      "//v1/customer-seats",
      "/v1/customer-seats/a/b/c",
      "/V1/customer-seats",
    ]) {
      const { status, json } = await ask("GET", path);
      expect([path, status, errorOf(json), json.detail]).toEqual([path, 404, "ResourceNotFound", "Not Found"]);
    }
  });
});

describe("bodies", () => {
  const body = () => ({ subscription_id: shop.acme.subscriptionId, email });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("of the type %j are 415", async (type) => {
    const { status, json, headers } = await ask("POST", seats, { body: body(), headers: { "Content-Type": type } });
    expect([status, json.error, headers.get("Accept")]).toEqual([415, "UnsupportedMediaType", "application/json"]);
  });

  it.each(["application/json", "application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"])(
    "of the type %j are taken",
    async (type) => {
      const { status } = await ask("POST", seats, { body: body(), headers: { "Content-Type": type } });
      expect(status).toBe(200);
    },
  );

  it.each(["gzip", "deflate", "br", "identity, gzip", "x"])(
    "encoded as %s are 415, and say what is read",
    async (coding) => {
      const headers = { "Content-Encoding": coding };
      const { status, json, headers: told } = await ask("POST", seats, { body: body(), headers });
      expect([status, json.error, told.get("Accept-Encoding")]).toEqual([415, "UnsupportedMediaType", "identity"]);
      expect(json.detail).toContain("Content-Encoding");
    },
  );

  it.each(["identity", "Identity", "", " , identity, "])("encoded as %j are taken", async (coding) => {
    expect((await ask("POST", seats, { body: body(), headers: { "Content-Encoding": coding } })).status).toBe(200);
  });

  it("that say that they are too large are not read", async () => {
    const headers = { "Content-Length": String(64 * 1_024 + 1) };
    expect((await ask("POST", seats, { body: body(), headers })).status).toBe(413);
  });

  it("that say nothing of themselves are taken for JSON", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(body()));
    const request = new Request(`http://seats.example${seats}`, {
      method: "POST",
      headers: { Authorization: "Bearer acme-token" },
      body: bytes,
    });
    expect(request.headers.get("Content-Type")).toBeNull();
    expect((await shop.api.fetch(request)).status).toBe(200);
  });

  it("are counted while they are read, whatever Content-Length says", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(1_000));
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent++;
        controller.enqueue(chunk);
      },
    });
    const request = new Request(`http://seats.example${seats}`, {
      method: "POST",
      headers: { Authorization: "Bearer acme-token", "Content-Type": "application/json", "Content-Length": "2" },
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect((await shop.api.fetch(request)).status).toBe(413);
    expect(sent).toBeLessThan(100);
  });

  it("are not read before who asks is known", async () => {
    let read = false;
    const watched = new ReadableStream(
      {
        pull() {
          read = true;
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request(`http://seats.example${seats}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: watched,
      duplex: "half",
    } as RequestInit);
    expect((await shop.api.fetch(request)).status).toBe(401);
    expect(read).toBe(false);
  });

  it("that break off are the sender's doing", async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.error(new Error("gone"));
      },
    });
    const request = new Request(`http://seats.example${seats}`, {
      method: "POST",
      headers: { Authorization: "Bearer acme-token", "Content-Type": "application/json" },
      body: broken,
      duplex: "half",
    } as RequestInit);
    expect((await shop.api.fetch(request)).status).toBe(400);
    expect(shop.failures).toEqual([]);
  });

  it("of more than a thousand levels are 422, brackets in texts not counted", async () => {
    const nested = (levels: number) =>
      `{"subscription_id": "${nobody}", "email": "${email}", "x": ${"[".repeat(levels)}${"]".repeat(levels)}}`;
    expect((await ask("POST", seats, { body: nested(999) })).status).toBe(404);
    const { status, json } = await ask("POST", seats, { body: nested(1_000) });
    expect([status, json.detail[0].type]).toEqual([422, "json_invalid"]);
    const text = { subscription_id: nobody, email, x: `\\"${"[{".repeat(2_000)}` };
    expect((await ask("POST", seats, { body: text })).status).toBe(404);
  });

  it.each(["{", "nul", "{'a': 1}", '{"a": 1,}', "NaN", '{"a"}', "\ufeff{}x", "[1, 2"])(
    "%j is no JSON",
    async (text) => {
      const { status, json } = await ask("POST", seats, { body: text });
      expect([status, json.detail[0].type]).toEqual([422, "json_invalid"]);
    },
  );
});

describe("queries", () => {
  it("to Polar's routes are read as Polar does: of two the last counts, what is unknown is ignored", async () => {
    const { subscriptionId } = shop.acme;
    const path = `${seats}?colour=red&subscription_id=${nobody}&subscription_id=${subscriptionId}`;
    expect((await ask("GET", path)).status).toBe(200);
  });

  it("to the ledger's own are refused where a parameter is unknown or doubled", async () => {
    const { seat } = await shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });
    const path = `/v1/seats/${seat.id}/history`;
    for (const [query, name] of [
      ["colour=red", "colour"],
      ["Limit=1", "Limit"],
      ["limit=1&limit=2", "limit"],
      ["jane%40acme.example=1", undefined],
    ]) {
      const { status, json } = await ask("GET", `${path}?${query}`);
      const { in: place, parameter } = json.errors[0];
      expect([query, status, place, parameter]).toEqual([query, 422, "query", name]);
    }
  });
});

it("no answer may be taken for another type, be framed, run, or kept", async () => {
  for (const [path] of await everyPath()) {
    const { headers } = await shop.api.fetch(requestOf("HEAD", path));
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    if (path.startsWith("/v1/")) expect(headers.get("Cache-Control")).toBe("no-store");
  }
});

describe("the id of a request", () => {
  const idOf = async (given?: string) => {
    const headers: Record<string, string> = given === undefined ? {} : { "X-Request-Id": given };
    return (await shop.api.fetch(requestOf("GET", "/nowhere", { headers }))).headers.get("X-Request-Id");
  };

  it.each([nobody, nobody.replaceAll("-", "")])("is the sender's own where it can name nobody: %s", async (id) => {
    expect(await idOf(id)).toBe(id);
  });

  it.each([undefined, "jane", "seat_tok_x", `${nobody}0`])("is a new one where it is not: %s", async (given) => {
    const ids = [await idOf(given), await idOf(given)];
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set([...ids, given]).size).toBe(3);
  });
});

describe("requests that are too much", () => {
  it("are 414 where the URL is longer than 16 KiB, and answered up to there", async () => {
    const padded = (length: number) => {
      const url = `http://seats.example${seats}?subscription_id=${shop.acme.subscriptionId}&x=`;
      return url.slice("http://seats.example".length) + "x".repeat(length - url.length);
    };
    expect((await ask("GET", padded(16_384))).status).toBe(200);
    const { status, json } = await ask("GET", padded(16_385));
    expect([status, json.error]).toEqual([414, "URITooLong"]);
  });

  it("are no failure of ours, whatever stands in queries, headers and keys", async () => {
    const many = Array.from({ length: 2_000 }, (_, number) => `p${number}=`).join("&");
    const odd = "__proto__=1&__proto__=2&constructor=3&toString=4&hasOwnProperty=5&%00=6&%=7&=8&&&a[b]=9";
    for (const query of [many, odd]) {
      expect((await ask("GET", `${seats}?${query}&subscription_id=${shop.acme.subscriptionId}`)).status).toBe(200);
      expect((await ask("GET", `/v1/ledger/history?${query}`, { token: "acme-token" })).status).toBeGreaterThanOrEqual(
        400,
      );
    }
    const headers = {
      "Idempotency-Key": "k".repeat(8_000),
      "User-Agent": "u".repeat(8_000),
      "If-Match": "9".repeat(8_000),
    };
    const bodies = [
      `{"__proto__":{"subscription_id":"x"},"constructor":1}`,
      `{${Array.from({ length: 5_000 }, (_, number) => `"k${number}":1`).join(",")}}`,
      `"${"\\".repeat(30_000)}"`,
      `"${"\\".repeat(30_001)}`,
      `[${"1,".repeat(30_000)}1]`,
      `{"email":${"9".repeat(60_000)}}`,
    ];
    for (const text of bodies) expect((await ask("POST", seats, { body: text })).status).toBe(422);
    const body = { subscription_id: shop.acme.subscriptionId, email };
    expect((await ask("POST", seats, { body, headers })).status).toBeLessThan(500);
    expect(shop.failures).toEqual([]);
  });
});
