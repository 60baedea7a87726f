// What is remembered of queries: those that hold nothing but ids, numbers and words, and not without an end.

import { expect, it } from "vitest";
import { z } from "zod";
import { Refused } from "../wire/refusal.ts";
import { queryReader } from "./read-query.ts";

function reader({ strict = false } = {}) {
  const schema = z.object({ id: z.string(), email: z.string().optional() });
  const read = queryReader(schema, { strict });
  return (query: string) => read(new Request(`https://acme.example/v1/things${query}`));
}

it("checks once what is asked again in the same words", () => {
  const read = reader();
  expect(read("?id=a-1")).toEqual({ id: "a-1" });
  expect(read("?id=a-1")).toBe(read("?id=a-1"));
  expect(read("?id=a-2")).toEqual({ id: "a-2" });
});

it.each(["?id=1&email=jane@acme.example", "?id=1&email=jane%40acme.example", `?id=${"1".repeat(200)}`])(
  "remembers neither addresses nor long texts: %s",
  (query) => {
    const read = reader();
    expect(read(query)).not.toBe(read(query));
    expect(read(query)).toEqual(read(query));
  },
);

it("begins again after a thousand", () => {
  const read = reader();
  const first = read("?id=first");
  for (let id = 1; id < 1_000; id += 1) read(`?id=${id}`);
  expect(read("?id=first")).toBe(first);
  read("?id=1000");
  expect(read("?id=first")).not.toBe(first);
});

it("refuses the same each time", () => {
  const read = reader({ strict: true });
  for (const query of ["?id=1&id=2", "?id=1&id=2", "?name=1", "?name=1"]) expect(() => read(query)).toThrow(Refused);
});

it("answers what nobody can change for the next one", () => {
  expect(Object.isFrozen(reader()("?id=1"))).toBe(true);
});
