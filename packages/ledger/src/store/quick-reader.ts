// Reads stored JSON by a schema without what zod costs: it says yes to what is plainly right, and leaves to zod whatever it
// is unsure about. It is compiled from the schema, so that there is one truth about what may stand in the log.

import { z } from "zod";

/** Zod has to decide. */
export const unsure = Symbol("unsure");

/** The value as the schema reads it, or `unsure`. What was parsed from JSON is read in place: nobody else holds it. */
export type QuickReader = (value: unknown) => unknown;

interface Fields {
  [key: string]: unknown;
}

/** `instant` is the schema of the times, which stand as text and are read as dates. */
export function quickReader(schema: z.core.$ZodType, instant: z.core.$ZodType): QuickReader {
  const inside = (part: z.core.$ZodType) => quickReader(part, instant);
  if (schema === instant) return readInstant;
  if (schema instanceof z.ZodObject) return objectReader(schema, inside);
  if (schema instanceof z.ZodExactOptional) return inside(schema.unwrap());
  if (schema instanceof z.ZodNullable) {
    const read = inside(schema.unwrap());
    return (value) => (value === null ? null : read(value));
  }
  const isPlain = plainly(schema);
  return (value) => (isPlain(value) ? value : unsure);
}

/** For what is read as it stands: whether a value is plainly right. */
function plainly(schema: z.core.$ZodType): (value: unknown) => boolean {
  if (schema instanceof z.ZodString && schema.format === null && schema.maxLength === null) {
    const least = schema.minLength ?? 0;
    return (value) => typeof value === "string" && value.length >= least;
  }
  if (schema instanceof z.ZodNumber && schema.isInt && schema.minValue === 0) {
    return (value) => Number.isSafeInteger(value) && Number(value) >= 0;
  }
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === "boolean";
  if (schema instanceof z.ZodEnum) {
    const known = new Set<unknown>(schema.options);
    return (value) => known.has(value);
  }
  if (schema instanceof z.ZodRecord && schema.valueType instanceof z.ZodUnknown) {
    return (value) => isFields(value) && !Object.hasOwn(value, "__proto__");
  }
  return () => false;
}

/** As this library writes them; days that not every month has are left to zod. */
const plainInstant = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function readInstant(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? unsure : value;
  return typeof value === "string" && plainInstant.test(value) ? new Date(value) : unsure;
}

interface Field {
  readonly key: string;
  readonly read: QuickReader;
  readonly mayBeMissing: boolean;
}

function objectReader(schema: z.ZodObject, inside: (part: z.core.$ZodType) => QuickReader): QuickReader {
  if (!(schema.def.catchall instanceof z.ZodNever)) return () => unsure;
  const fields: readonly Field[] = Object.entries(schema.shape).map(([key, part]) => ({
    key,
    read: inside(part),
    mayBeMissing: part instanceof z.ZodExactOptional,
  }));
  return (value) => {
    if (!isFields(value)) return unsure;
    let found = 0;
    for (const field of fields) {
      if (value[field.key] === undefined && field.mayBeMissing && !Object.hasOwn(value, field.key)) continue;
      if (!isRead(value, field)) return unsure;
      found += 1;
    }
    return Object.keys(value).length === found ? value : unsure;
  };
}

/** Puts a field's read form in its place, if it is plainly right. */
function isRead(value: Fields, { key, read }: Field): boolean {
  const before = value[key];
  const after = read(before);
  if (after !== before) value[key] = after === unsure ? before : after;
  return after !== unsure;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
