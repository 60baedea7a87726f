// Reads JSON and remembers how long each object of it is as Python writes it, for that is how Polar measures metadata. The
// text itself is asked: Python tells 1.0 from 1 and keeps each digit of a whole number, JSON.parse makes one number of both.

const lengths = new WeakMap<object, number>();

/** The value of a text, its objects measured. Throws `SyntaxError` for what is no JSON. */
export function parseMeasured(text: string): unknown {
  const value: unknown = JSON.parse(text);
  try {
    // TypeScript doesn't know yet that a reviver is told the source of each value.
    return JSON.parse(text, measure as Parameters<typeof JSON.parse>[1]);
  } catch {
    // Nested more deeply than the stack reaches: nothing of it is measured.
    return value;
  }
}

/** The characters of an object that was read by `parseMeasured`; Infinity where it was nested too deeply to be measured. */
export function pythonLength(object: object): number {
  return lengths.get(object) ?? Number.POSITIVE_INFINITY;
}

/** A reviver works from the inside out: what stands in an object is measured when the object's own turn comes. */
function measure(this: object, key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  // An object without entries was not met yet.
  if (typeof value === "object" && value !== null && !lengths.has(value)) lengths.set(value, "{}".length);
  const name = Array.isArray(this) ? 0 : textLength(key) + ": ".length;
  // The brackets are as long as the separator that the first entry goes without.
  lengths.set(this, (lengths.get(this) ?? 0) + name + lengthOf(value, source) + ", ".length);
  return value;
}

function lengthOf(value: unknown, source: string | undefined): number {
  if (typeof value === "object" && value !== null) return pythonLength(value);
  if (typeof value === "string") return textLength(value);
  if (typeof value === "number") return numberLength(value, source ?? String(value));
  return String(value).length;
}

/** Everything outside ASCII is written as \uXXXX. */
function textLength(text: string): number {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, "\\uXXXX").length;
}

function numberLength(value: number, source: string): number {
  if (/[.eE]/.test(source)) return floatText(value).length;
  return value === 0 ? 1 : source.length;
}

/** As Python's repr: a point or an exponent, and that with two digits at least. */
function floatText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  const text = Object.is(value, -0) ? "-0" : String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}
