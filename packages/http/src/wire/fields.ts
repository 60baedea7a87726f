// The fields that several routes share, and how bodies, paths and queries are read. Nothing is looked up here.

import type { HonoRequest } from "hono";
import { z } from "zod";
import { Refused } from "./refusal.ts";
import { invalid, validated } from "./validation.ts";

/** In bodies any version is an id; in paths and queries Polar takes version 4 alone. */
export const uuid = z.guid("Input should be a valid UUID").transform((text) => text.toLowerCase());
export const uuid4 = z.uuidv4("Input should be a valid UUID of version 4").transform((text) => text.toLowerCase());

export const text = z.string("Input should be a valid string");

const seatPath = z.object({ seat_id: uuid4 });

export function seatIdOf(request: HonoRequest): string {
  return validated(seatPath, request.param(), "path").seat_id;
}

/** The query's parameters; of one that is given twice the last counts, as in Polar. */
export function queryOf<Schema extends z.ZodType>(request: HonoRequest, schema: Schema): z.output<Schema> {
  const given = Object.entries(request.queries()).map(([name, values]) => [name, values.at(-1)]);
  return validated(schema, Object.fromEntries(given), "query");
}

export async function bodyOf<Schema extends z.ZodType>(
  request: HonoRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  return validated(schema, parsed(await textOf(request)), "body");
}

/** A body that breaks off is the sender's doing, not a failure here. */
async function textOf(request: HonoRequest): Promise<string> {
  try {
    return await request.text();
  } catch {
    throw new Refused({ status: 400, error: "BadRequest", detail: "The body could not be read" });
  }
}

function parsed(body: string): unknown {
  if (body === "") throw new Refused(invalid([{ loc: ["body"], msg: "Field required", type: "missing" }]));
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused(invalid([{ loc: ["body", 0], msg: "JSON decode error", type: "json_invalid" }]));
  }
}
