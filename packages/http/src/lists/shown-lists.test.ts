// How much is remembered: ten thousand seats, those that were used last.

import type { Seat } from "seat-ledger";
import { expect, it } from "vitest";
import { Reply } from "../reply.ts";
import { type ShownList, ShownLists } from "./shown-lists.ts";

function listOf(count: number): ShownList {
  const list = { seats: new Array<Seat>(count), availableSeats: 0, totalSeats: count, version: 1 };
  return { list, reply: new Reply("{}", {}) };
}

function known(lists: ShownLists): readonly string[] {
  return ["a", "b", "c", "d"].filter((key) => lists.recall(key) !== null);
}

it("pushes out what was kept first", () => {
  const lists = new ShownLists();
  for (const key of ["a", "b", "c", "d"]) lists.keep(key, listOf(3_000));
  expect(known(lists)).toEqual(["b", "c", "d"]);
});

it("pushes out what was not used before what was", () => {
  const lists = new ShownLists();
  const a = listOf(3_000);
  lists.keep("a", a);
  for (const key of ["b", "c"]) lists.keep(key, listOf(3_000));
  expect(lists.recall("a")).toBe(a);
  lists.keep("d", listOf(3_000));
  expect(known(lists)).toEqual(["a", "c", "d"]);
});

it("pushes out one of those that were all used, and asks for new uses of the others", () => {
  const lists = new ShownLists();
  for (const key of ["a", "b", "c"]) lists.keep(key, listOf(3_000));
  expect(known(lists)).toEqual(["a", "b", "c"]);
  lists.keep("d", listOf(3_000));
  lists.recall("b");
  lists.keep("a", listOf(3_000));
  expect(known(lists)).toEqual(["a", "b", "d"]);
});

it("counts a list once, however often it is kept", () => {
  const lists = new ShownLists();
  lists.keep("a", listOf(4_000));
  for (const _ of [1, 2, 3]) lists.keep("b", listOf(5_000));
  expect(known(lists)).toEqual(["a", "b"]);
});

it("keeps no list that is larger than everything, and pushes out none for it", () => {
  const lists = new ShownLists();
  lists.keep("a", listOf(3_000));
  lists.keep("b", listOf(3_000));
  lists.keep("b", listOf(10_000));
  expect(known(lists)).toEqual(["a"]);
});
