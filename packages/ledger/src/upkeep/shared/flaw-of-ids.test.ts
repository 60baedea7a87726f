// An id is a UUID in small letters.

import fc from "fast-check";
import { expect, test } from "vitest";
import { isId } from "./flaw-of-ids.ts";

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const good = "0a1b2c3d-4e5f-6789-abcd-ef0123456789";

test("no text in which one character is another is an id, unless that is a digit for a digit", () => {
  expect(isId(good)).toBe(true);
  const character = fc.oneof(
    fc.constantFrom(..."0f-gG/:`{AZ \n\0"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.nat({ max: good.length }), character, fc.boolean(), (index, other, isInserted) => {
      const text = good.slice(0, index) + other + good.slice(isInserted ? index : index + 1);
      expect(isId(text)).toBe(form.test(text));
    }),
  );
});

test.each(["", good.slice(1), `${good}0`, `${good}\n`, good.toUpperCase(), "-".repeat(36), "0".repeat(36)])(
  "%j is no id",
  (text) => {
    expect(isId(text)).toBe(false);
  },
);
