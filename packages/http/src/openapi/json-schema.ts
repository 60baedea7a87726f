// zod's schemas as the JSON schemas of one OpenAPI document: those with an id stand among its components, once.

import { z } from "zod";
import { schemaFacts } from "../wire/documented.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface SchemaCollection {
  /** What a sender may send; of an answer, what is sent. */
  of(schema: z.ZodType): JsonSchema;
  /** Every schema with an id that `of` met, by its id. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

export function createSchemaCollection(): SchemaCollection {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of(schema) {
      const { $schema, $defs, ...own } = z.toJSONSchema(schema, {
        io: "input",
        metadata: schemaFacts,
        unrepresentable: "any",
      });
      Object.assign(components, inDocument($defs ?? {}));
      return inDocument(own);
    },
  };
}

/** A schema keeps its definitions in itself, a document in one place for all. */
function inDocument(schema: object): Record<string, JsonSchema> {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", "#/components/schemas/") : value,
  );
}
