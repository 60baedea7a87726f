// What the OpenAPI document says of a schema beyond what the schema checks. In a registry of our own: the global one is shared
// with whoever else uses zod in the same program.

import { z } from "zod";

export interface SchemaFacts {
  /** The schema's name among the document's components; without one it is written where it is used. */
  readonly id?: string;
  readonly description?: string;
  readonly type?: "boolean" | "object" | "integer";
  readonly format?: "uuid" | "uuid4" | "email" | "date-time";
  /** For those who don't know the format. */
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  /** In characters, of which an emoji is one. */
  readonly maxLength?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export const schemaFacts = z.registry<SchemaFacts>();

/** The same schema, with facts for the document; it keeps those that it has already. */
export function documented<Schema extends z.ZodType>(schema: Schema, facts: SchemaFacts): Schema {
  const copy = schema.clone();
  schemaFacts.add(copy, facts);
  return copy;
}
