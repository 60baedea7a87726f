// In which words it is told that an answer can't be read.

import { expect, test } from "vitest";
import { read } from "./read.ts";
import { seatsListSchema } from "./seats-list.ts";

test("a listing that is wrong in every row is told of in a few words, by the first of them", () => {
  const seats = Array.from({ length: 1_000 }, () => ({ status: "ada@acme.example" }));
  const reading = () => read(seatsListSchema, "seat listing", { seats, available_seats: 0, total_seats: 0 });
  expect(reading).toThrow(
    /^Polar's seat listing has another shape than expected: seats\.0\.id: .{1,900}; and \d+ more$/,
  );
  expect(reading).not.toThrow("ada@acme.example");
});
