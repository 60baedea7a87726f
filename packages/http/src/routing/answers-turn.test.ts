// Who leaves together, and that no test's clock holds an answer up.

import { afterEach, expect, it, vi } from "vitest";
import { answersTurn } from "./answers-turn.ts";

afterEach(() => void vi.useRealTimers());

it("lets all go on together who came in the same turn, and the next ones in a later one", async () => {
  const gone: string[] = [];
  const leave = (name: string) => answersTurn().then(() => gone.push(name));
  const [first] = [leave("a"), leave("b")];
  expect(gone).toEqual([]);
  await first;
  const later = leave("c");
  for (let times = 0; times < 10; times += 1) await Promise.resolve();
  expect(gone).toEqual(["a", "b"]);
  await later;
  expect(gone).toEqual(["a", "b", "c"]);
});

it("comes also where a test has stopped the clock", async () => {
  vi.useFakeTimers();
  await answersTurn();
});
