import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("lets a few of many go on in each turn of the event loop, each of them once, in their order", async () => {
  const turns = new Turns();
  const gone: number[] = [];
  const all = Array.from({ length: 100 }, (_, index) => index);
  const goers = all.map((index) => () => gone.push(index));
  for (const go of [...goers, ...goers]) turns.ask(go);
  let before = 0;
  while (gone.length < all.length) {
    await setImmediate();
    expect(gone.length - before).toBeLessThan(10);
    before = gone.length;
  }
  expect(gone).toEqual(all);
});

it("lets nobody go on who wants to no more", async () => {
  const turns = new Turns();
  const gone: string[] = [];
  const leaving = () => gone.push("leaving");
  turns.ask(leaving);
  turns.forget(leaving);
  await turns.next();
  expect(gone).toEqual([]);
});
