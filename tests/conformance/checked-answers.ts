// Every answer of the API in the tests is held to Polar's own OpenAPI document, where that lies beside the clone, and to ours: a
// test that gets an answer which a document doesn't allow fails, whatever it looks at.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SeatApi } from "@seat-ledger/http";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

interface Operation {
  readonly parameters: readonly unknown[];
  readonly requestBody?: unknown;
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Statuses that any route may answer, though no document names them: see the README. */
const everywhere = new Set([405, 414, 500, 502, 503, 504]);
/** What we answer and Polar's document doesn't name everywhere, though Polar itself answers some of it. */
const oursAlone = new Set([400, 403, 409, 412, 413, 415, 429, ...everywhere]);

const polarFile = fileURLToPath(new URL("../../../shared/polar/openapi.json", import.meta.url));

/** Null on a clone without the file. */
export const polarDocument: Document | null = existsSync(polarFile)
  ? JSON.parse(readFileSync(polarFile, "utf8"))
  : null;
const polar = polarDocument && answersOf(polarDocument, oursAlone);

/** The same API, whose `fetch` rejects where an answer is none that the documents allow. */
export function withCheckedAnswers(api: SeatApi): SeatApi {
  return {
    ...api,
    async fetch(request) {
      const response = await api.fetch(request);
      const [type = ""] = (response.headers.get("Content-Type") ?? "").split(";");
      if (!checkedTypes.test(type) || request.method === "HEAD") return response;
      const asked = { method: request.method, path: new URL(request.url).pathname, type };
      const text = await response.clone().text();
      const answers: readonly unknown[] = type === ndjson ? text.split("\n").slice(0, -1).map(parsed) : [parsed(text)];
      own ??= answersOf(await ownDocument(api), everywhere);
      for (const answer of answers) {
        refuseOther(own, "our own", asked, response.status, answer);
        if (polar !== null) refuseOther(polar, "Polar's", asked, response.status, answer);
      }
      return response;
    },
  };
}

const ndjson = "application/x-ndjson";
const checkedTypes = /^application\/((problem\+)?json|x-ndjson)$/;

function parsed(text: string): unknown {
  return JSON.parse(text);
}

/** Every API serves the same document. */
let own: Answers | null = null;

export async function ownDocument(api: SeatApi): Promise<Document> {
  const response = await api.fetch(new Request("http://seats.example/openapi.json"));
  return (await response.json()) as Document;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  /** The type of the answer. */
  readonly type: string;
}

/** Whether an answer is one of an operation, or what is wrong with it; null where the document has no such operation. */
interface Answers {
  readonly problem: (asked: Asked, status: number, answer: unknown) => string | null;
}

function refuseOther(document: Answers, whose: string, asked: Asked, status: number, answer: unknown): void {
  const problem = document.problem(asked, status, answer);
  if (problem === null) return;
  throw new Error(`${asked.method} ${asked.path}: ${status} is no answer of ${whose} OpenAPI document: ${problem}`);
}

function answersOf({ paths, components }: Document, unnamed: ReadonlySet<number>): Answers {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  formats.default(ajv);
  ajv.addFormat("uuid4", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  ajv.addSchema({ $id: "document", components });
  const checks = new Map<object, ValidateFunction>();
  const check = (schema: object): ValidateFunction => {
    const known = checks.get(schema);
    if (known) return known;
    const made = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')));
    checks.set(schema, made);
    return made;
  };
  const operations = Object.entries(paths).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+").replace(/\/$/, "")}/?$`),
    fixed: !path.includes("{"),
    methods,
  }));
  return {
    problem({ method, path, type }, status, answer) {
      const matching = operations.filter(({ pattern }) => pattern.test(path));
      const found = matching.find(({ fixed }) => fixed) ?? matching[0];
      const operation = found?.methods[method.toLowerCase()];
      if (!operation) return null;
      const response = operation.responses[status];
      if (!response) return unnamed.has(status) ? null : "the operation has no such status";
      if (!response.content) return null;
      const schema = (response.content[type] as { schema?: object } | undefined)?.schema;
      if (!schema) return `the status has no ${type}`;
      const valid = check(schema);
      return valid(answer) ? null : ajv.errorsText(valid.errors);
    },
  };
}
