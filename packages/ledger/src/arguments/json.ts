// JSON at the door: the caller's object is read into a copy of its own, so that nothing which the caller holds or computes is
// met again later: once where it is right; what is refused is read once more, for its issues. What JSON would drop or change
// in silence is refused.

import { z } from "zod";

/** Deeper than anybody means, and less deep than the stack. */
const maxDepth = 1_000;

/** A JSON object of at most so many values; `Given` is what the compiler lets callers pass. */
export function jsonObject<Given extends object = Record<string, z.core.util.JSONType>>(maxValues: number) {
  return z
    .custom<Given>(isPlainObject, "must be an object")
    .transform((given, context): { readonly [key: string]: unknown } => {
      const reading: Reading = { context, maxValues, left: maxValues };
      return objectCopy(given, [], reading);
    });
}

/** Any JSON value, of at most so many values. */
export function jsonValue(maxValues: number) {
  return z.unknown().transform((given, context): unknown => copy(given, [], { context, maxValues, left: maxValues }));
}

/** Text that every database can hold as it is. */
export function isWholeText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

export const wholeTextMessage = "must not hold null characters or unpaired surrogates";

interface Reading {
  readonly context: z.RefinementCtx;
  readonly maxValues: number;
  left: number;
}

type Path = readonly (string | number)[];

function copy(value: unknown, path: Path, reading: Reading): unknown {
  if (reading.left === 0) return null;
  if (path.length > maxDepth) return giveUp(reading, `must be nested at most ${maxDepth} levels deep`);
  reading.left -= 1;
  if (reading.left === 0) return giveUp(reading, `must have fewer than ${reading.maxValues} values`);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return isWholeText(value) ? value : complain(reading, path, wholeTextMessage);
  if (typeof value === "number") {
    // JSON knows no negative zero.
    return Number.isFinite(value) ? value + 0 : complain(reading, path, "must be a finite number");
  }
  if (Array.isArray(value)) return Array.from(value, (inner, index) => copy(inner, [...path, index], reading));
  if (isPlainObject(value)) return objectCopy(value, path, reading);
  return complain(reading, path, "must be a JSON value: text, a number, true, false, null, an array or an object");
}

function objectCopy(given: object, path: Path, reading: Reading): { readonly [key: string]: unknown } {
  if (Object.getOwnPropertySymbols(given).length > 0) complain(reading, path, "must have keys of text only");
  const entries = Object.keys(given).map((key) => {
    const at = [...path, key];
    if (key === "__proto__") complain(reading, at, "cannot be a key: choose another name");
    if (!isWholeText(key)) complain(reading, at, wholeTextMessage);
    return [key, copy((given as Record<string, unknown>)[key], at, reading)] as const;
  });
  return Object.fromEntries(entries);
}

/** One complaint says it for all that is left unread. */
function giveUp(reading: Reading, message: string): null {
  reading.left = 0;
  return complain(reading, [], message);
}

function complain({ context }: Reading, path: Path, message: string): null {
  context.addIssue({ code: "custom", path: [...path], message });
  return null;
}

/** Of this realm or another one; no instance of a class. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
