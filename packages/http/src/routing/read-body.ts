// Reads the body of a request: JSON of a bounded size and depth, in UTF-8. What is no such thing is the sender's doing, never
// a failure here.

import type { z } from "zod";
import { parseMeasured } from "../wire/python-json.ts";
import { type Refusal, Refused } from "../wire/refusal.ts";
import { invalid, validated } from "../wire/validation.ts";

const maxBytes = 64 * 1024;
/** As deep as the ledger takes metadata. */
const maxDepth = 1_000;

const tooLarge: Refusal = { status: 413, error: "RequestTooLarge", detail: `A body has at most ${maxBytes} bytes` };
const unreadable: Refusal = { status: 400, error: "BadRequest", detail: "The body could not be read" };
const noJson: Refusal = {
  status: 415,
  error: "UnsupportedMediaType",
  detail: "Send the body as JSON, with Content-Type: application/json",
  headers: { Accept: "application/json" },
};

const encoded: Refusal = {
  ...noJson,
  detail: "Send the body as it is: a Content-Encoding, such as gzip, is not read",
  headers: { "Accept-Encoding": "identity" },
};

export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const contentType = request.headers.get("Content-Type");
  if (contentType !== null && !isJson(contentType)) throw new Refused(noJson);
  if (!isAsItIs(request.headers.get("Content-Encoding") ?? "")) throw new Refused(encoded);
  return validated(schema, parsed(decoded(await bytesOf(request))), "body");
}

/** A body that says nothing of itself is taken for JSON, as Polar does. */
function isJson(contentType: string): boolean {
  return /^application\/(?:json|[a-z0-9!#$&^_.-]+\+json)\s*(?:;|$)/i.test(contentType.trim());
}

/** The header is a list, whose empty members don't count (RFC 9110, section 5.6.1). */
function isAsItIs(encoding: string): boolean {
  return encoding.split(",").every((coding) => ["", "identity"].includes(coding.trim().toLowerCase()));
}

/** Counted while it is read, for what a header says of the size is the sender's word; who says too much is taken at it. */
async function bytesOf(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) throw new Refused(tooLarge);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Refused(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    if (request.body) yield* request.body;
  } catch {
    throw new Refused(unreadable);
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(unreadable);
  }
}

function parsed(body: string): unknown {
  if (body === "") throw new Refused(invalid([{ loc: ["body"], msg: "Field required", type: "missing" }]));
  if (isTooDeep(body)) throw new Refused(invalid([{ loc: ["body"], msg: tooDeep, type: "json_invalid" }]));
  try {
    return parseMeasured(body);
  } catch {
    throw new Refused(invalid([{ loc: ["body", 0], msg: "JSON decode error", type: "json_invalid" }]));
  }
}

const tooDeep = `JSON decode error: nested more than ${maxDepth} levels deep`;

function isTooDeep(body: string): boolean {
  let depth = 0;
  for (const [part] of body.matchAll(textsAndBrackets)) {
    if (part === "[" || part === "{") depth++;
    else if (part === "]" || part === "}") depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** Texts are taken whole, so that brackets inside them don't count; one that never ends reaches to the end. */
const textsAndBrackets = /"(?:[^"\\]|\\.)*"?|[[\]{}]/gs;
