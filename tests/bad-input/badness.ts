// The ways in which a value can be bad: wrong for every field, or wrong for a field of its kind. Each is made afresh.

/** What a field is for. */
export type Kind =
  | "text"
  | "token"
  | "id"
  | "email"
  | "address"
  | "count"
  | "position"
  | "flag"
  | "choice"
  | "instant"
  | "object"
  | "signal"
  | "function"
  | "list";

type Values = Readonly<Record<string, () => unknown>>;

const deep = 10_000;
const tenMegabytes = 10_000_000;
const maxTime = 8.64e15;

/** Whatever is asked of it, it throws; and what it throws names somebody. */
export function throwing(): object {
  const boo = (): never => {
    throw new Error("somebody@private.example");
  };
  return new Proxy({}, { get: boo, has: boo, ownKeys: boo, getOwnPropertyDescriptor: boo, getPrototypeOf: boo });
}

export function nested(depth: number): object {
  let value = {};
  for (let level = 0; level < depth; level += 1) value = { inside: value };
  return value;
}

export function cyclic(): object {
  const value: Record<string, unknown> = {};
  return Object.assign(value, { one: value, two: value });
}

class Somebody {
  readonly name = "somebody@private.example";
}

/** Bad for every field. */
const everywhere: Values = {
  "a symbol": () => Symbol("somebody@private.example"),
  "a function": () => () => "somebody@private.example",
  "a BigInt": () => 7n,
  "not a number": () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  "a huge integer": () => 2 ** 60,
  "a map": () => new Map([["somebody@private.example", 1]]),
  "an instance of a class": () => new Somebody(),
  "a proxy that throws": throwing,
  "an array in an array": () => [["somebody@private.example"]],
  "a cyclic object": cyclic,
  "an object of great depth": () => nested(deep),
  "an invalid date": () => new Date(Number.NaN),
};

const noText: Values = { "a number": () => 7, true: () => true, "an object": () => ({}), "an array": () => [] };

const text: Values = {
  ...noText,
  "empty text": () => "",
  "a null character": () => "a\0b",
  "half a surrogate pair": () => "a\ud800b",
  "ten megabytes": () => "x".repeat(tenMegabytes),
};

const position: Values = {
  "a negative number": () => -1,
  "a fraction": () => 1.5,
  "a number as text": () => "3",
  true: () => true,
};

const byKind: Readonly<Record<Kind, Values>> = {
  text,
  // Any text may be looked up.
  token: noText,
  id: {
    ...text,
    "no UUID": () => "somebody@private.example",
    "a UUID with a tail": () => "3c90c3cc-0d44-4b50-8888-8dd25736052a\n",
  },
  email: { ...text, "no address": () => "jane", "megabytes of dots": () => `a@${"b.".repeat(tenMegabytes / 2)}` },
  /** An e-mail as some source may have had it. */
  address: { ...text, "nothing but white space": () => " \t " },
  count: { ...position, "far too many": () => 1e9 },
  position,
  flag: { "a flag as text": () => "true", "a flag as a number": () => 1 },
  choice: { ...text, "none of the choices": () => "somebody@private.example" },
  instant: {
    "a time as text": () => "2026-01-01T00:00:00Z",
    "a time as a number": () => 0,
    // Dates that JavaScript has, and the log's format has not.
    "a time before all calendars": () => new Date(-maxTime),
    "a time before the year 1": () => new Date("0000-12-31T23:59:59.999Z"),
    "a time after the year 9999": () => new Date(Date.UTC(10_000, 0)),
    "a time after all calendars": () => new Date(maxTime),
  },
  object: { text: () => "x", "a number": () => 7, "an array": () => [], "a date": () => new Date(0) },
  signal: { "an object like a signal": () => ({ aborted: false }) },
  function: { text: () => "x", "an object": () => ({}) },
  list: { text: () => "x", "an object": () => ({}) },
};

/** Every value that is bad for a field of a kind, by what it is. */
export function badFor(kind: Kind): readonly (readonly [what: string, value: () => unknown])[] {
  const values = Object.entries({ ...everywhere, ...byKind[kind] });
  return kind === "function" ? values.filter(([what]) => what !== "a function") : values;
}
