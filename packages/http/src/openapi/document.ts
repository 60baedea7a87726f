// The OpenAPI 3.1 document, made from the routes that serve and the schemas that check. Nothing of it is written twice.

import type { SecurityScheme } from "../access/access.ts";
import { maxIdempotencyKey } from "../command-context.ts";
import { refusalShape } from "../routing/answer-refusal.ts";
import type { Route } from "../routing/route.ts";
import { createSchemaCollection, type JsonSchema, type SchemaCollection } from "./json-schema.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<SecurityScheme, JsonSchema>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const info = {
  title: "Seat ledger",
  // The version of Polar's API that the routes speak.
  version: "2026-10",
  description: "Seats of subscriptions and orders: Polar's seat API, and what only the ledger knows.",
} as const;

const tags = [
  {
    name: "customer-seats",
    description: "The merchant's routes, as Polar has them. The claim routes ask for no token.",
  },
  { name: "customer-portal", description: "The routes of whoever buys or holds seats, as Polar has them." },
  { name: "ledger", description: "What only the ledger knows. Unknown or doubled query parameters are refused here." },
  { name: "service", description: "The API about itself." },
] as const satisfies readonly { name: Route["tag"]; description: string }[];

const securitySchemes = {
  organization_token: { type: "http", scheme: "bearer", description: "An access token of an organization" },
  customer_session: { type: "http", scheme: "bearer", description: "A session of a customer" },
  member_session: { type: "http", scheme: "bearer", description: "A session of a member, as a claim answers it" },
} as const satisfies Record<SecurityScheme, JsonSchema>;

export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const schemas = createSchemaCollection();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return { openapi: "3.1.0", info, tags, paths, components: { schemas: schemas.components, securitySchemes } };
}

function operation(route: Route, schemas: SchemaCollection): Operation {
  const { operationId, tag, summary, description, access, body } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: access.schemes.map((scheme) => ({ [scheme]: access.scopes })),
    parameters: parametersOf(route, schemas),
    ...(body && { requestBody: { required: true, content: json(schemas.of(body)) } }),
    responses: responsesOf(route, schemas),
  };
}

function parametersOf(
  { params, query, method, tag, conditional, resumable, takesKey = true }: Route,
  schemas: SchemaCollection,
): readonly Parameter[] {
  const described = (place: "path" | "query", object: JsonSchema): Parameter[] => {
    const { properties = {}, required = [] } = object as ObjectSchema;
    return Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name,
      in: place,
      required: required.includes(name),
      ...(typeof description === "string" ? { description } : {}),
      schema,
    }));
  };
  const command = method !== "GET" && tag !== "service" && takesKey;
  return [
    ...described("path", schemas.of(params)),
    ...described("query", schemas.of(query)),
    ...(command ? [idempotencyKey] : []),
    ...(conditional ? [ifMatch] : []),
    ...(resumable ? [lastEventId] : []),
  ];
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same request with the same key is done once and answered alike",
  schema: { type: "string", minLength: 1, maxLength: maxIdempotencyKey },
};

const ifMatch: Parameter = {
  name: "If-Match",
  in: "header",
  required: false,
  description: "Done only while the subscription or order is at the version of this ETag",
  schema: { type: "string", pattern: '^(\\*|"[0-9]{1,15}")$' },
};

const lastEventId: Parameter = {
  name: "Last-Event-ID",
  in: "header",
  required: false,
  description: "The `id` of the last event that was seen: browsers send it by themselves. It counts before `after`",
  schema: { type: "integer", minimum: 0 },
};

function responsesOf(route: Route, schemas: SchemaCollection): Readonly<Record<string, Answer>> {
  const { contentType, schemaOf } = refusalShape(route.tag);
  const refusals: Record<string, Answer> = {};
  for (const [status, description] of Object.entries(descriptionsOf(route))) {
    refusals[status] = { description, content: { [contentType]: { schema: schemas.of(schemaOf(status)) } } };
  }
  const answers = Object.entries({
    [route.contentType ?? "application/json"]: route.answer,
    ...route.alternatives,
  });
  const content = Object.fromEntries(answers.map(([type, schema]) => [type, { schema: schemas.of(schema) }]));
  const headers = route.versioned ? { headers: { ETag: etag } } : {};
  return { 200: { description: route.answers, ...headers, content }, ...refusals };
}

/** What a route says of its refusals, and what follows from who may ask and what is read. */
function descriptionsOf({
  access,
  body,
  params,
  query,
  tag,
  refusals,
  conditional,
}: Route): Readonly<Record<string, string>> {
  const asks = access.schemes.length > 0;
  const reads = body !== null || conditional || hasFields(params) || hasFields(query);
  const forbidden = [refusals?.[403], asks ? "The token lacks the scope" : undefined].filter(
    (said) => said !== undefined,
  );
  return {
    ...(body && { 400: "The body could not be read" }),
    ...refusals,
    ...(asks && { 401: "No token, or one that this route does not take" }),
    ...(forbidden.length > 0 && { 403: forbidden.join(", or: ") }),
    ...(conditional && { 412: "It was changed since the version that If-Match names" }),
    ...(body && { 413: "The body is too large", 415: "The body is not JSON, or is encoded" }),
    ...(reads && { 422: "The request is not well formed" }),
    ...((asks || access.isCounted) && {
      429: "Asked too often from one address, or with one token: see `Retry-After`",
    }),
    ...(tag !== "service" && {
      502: "Polar, which decides about these seats, answered in a way that can't be used",
      503: "There is nothing to serve yet, or the ledger, or Polar where it decides, can't work now: try again",
      504: "Polar, which decides about these seats, did not say whether it was done",
    }),
  };
}

function hasFields(schema: Route["params"]): boolean {
  return "shape" in schema && Object.keys(schema.shape as object).length > 0;
}

const etag = {
  description: "The version of the subscription or order, for If-Match",
  schema: { type: "string", examples: ['"7"'] },
};

function json(schema: JsonSchema): Content {
  return { "application/json": { schema } };
}
