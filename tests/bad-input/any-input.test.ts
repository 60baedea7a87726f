// Whatever is given to whichever operation, it is answered or refused by name, and a refusal leaves no trace.

import fc from "fast-check";
import { isSeatLedgerError } from "seat-ledger";
import { expect, test } from "vitest";
import { memory } from "../contract/engines/engines.ts";
import { setting } from "../ledger/setting.ts";
import { everyEvent } from "../machine/seat-story.ts";
import { propertyRuns, propertyTimeoutMs } from "../properties/property-runs.ts";
import { type Loose, type Operation, operations } from "./operations/index.ts";
import { nothingPersonal } from "./refused.ts";

const anything = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "type", "id", "email", "seats")),
  values: [
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0),
  ],
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** The name of an operation, what replaces or joins its good fields, and what it is told about itself. */
const calls = fc.constantFrom(...Object.entries(operations)).chain(([name, operation]) =>
  fc.record({
    name: fc.constant(name),
    operation: fc.constant(operation),
    fields: fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(operation.fields)), fc.string()), anything, {
      maxKeys: 3,
    }),
    whole: fc.option(anything, { freq: 4 }),
    context: fc.option(
      fc.dictionary(fc.constantFrom("actor", "reason", "occurredAt", "expectedVersion", "idempotencyKey"), anything),
    ),
  }),
);

/** Streams wait for what is to come: a good call of theirs would never end. */
const waits = (operation: Operation, fields: object) =>
  (operation === operations["events"] || operation === operations["events$"]) && "after" in fields;

test("anything is answered or refused by name", { timeout: propertyTimeoutMs }, async () => {
  const given = await setting({ seats: 1_000 });
  await fc.assert(
    fc.asyncProperty(calls, async ({ operation, fields, whole, context }) => {
      fc.pre(!waits(operation, fields) || typeof whole === "string");
      const args: Loose = whole ?? { ...operation.good(given), ...fields };
      const before = (await everyEvent(given.ledger)).length;
      try {
        await operation.call(given.ledger, args, context ?? undefined);
      } catch (error) {
        if (!isSeatLedgerError(error)) throw error;
        expect(nothingPersonal(error.message)).toBe(true);
        expect((await everyEvent(given.ledger)).length).toBe(before);
      }
    }),
    propertyRuns("any input", memory),
  );
  await given.ledger.close();
});
