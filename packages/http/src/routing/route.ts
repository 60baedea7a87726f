// A route: what it is for, who may, what it takes and answers, and its work. The OpenAPI document is made from the very object
// that serves, so that the document can't say anything else than the code does.

import { z } from "zod";
import type { Access } from "../access/access.ts";
import { admit } from "../access/admit.ts";
import { Reply } from "../reply.ts";
import type { Services } from "../services.ts";
import { entityTag } from "../wire/entity-tag.ts";
import { validated } from "../wire/validation.ts";
import { type RefusalShape, refusalShape } from "./answer-refusal.ts";
import type { Routed } from "./paths.ts";
import { readBody } from "./read-body.ts";
import { readQuery } from "./read-query.ts";
import type { Tag } from "./tag.ts";

/** What the OpenAPI document tells of a route. */
export interface RouteFacts {
  readonly method: "GET" | "POST" | "DELETE";
  /** With its parameters in braces: `/v1/customer-seats/{seat_id}`. */
  readonly path: `/${string}`;
  /** Polar's own where the route is Polar's: generators of clients make their names of it. */
  readonly operationId: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** What the answer is, in a sentence. */
  readonly answers: string;
  /** What each refusal means that follows from more than from who asks and the shape of the request. */
  readonly refusals?: Readonly<Partial<Record<400 | 403 | 404 | 409 | 503, string>>>;
  /** Whether a command is safe to repeat by an `Idempotency-Key`. Default: true. */
  readonly takesKey?: boolean;
  /** A command that `If-Match` binds to the version on which it was decided. */
  readonly conditional?: true;
  /** Whether a stream can be gone on with: then a `Last-Event-ID` header is read. */
  readonly resumable?: true;
  /** The type of the answer. Default: JSON. */
  readonly contentType?: "application/json" | "text/event-stream" | "text/html" | "text/plain";
  /** Other types in which the same can be had, and what is in them. */
  readonly alternatives?: Readonly<Record<string, z.ZodType>>;
}

/** A request whose parts were checked. */
export interface Asked<Caller, Params, Query, Body> {
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** As it came; its body was read already. */
  readonly request: Request;
  /** By which it is found again in logs. */
  readonly requestId: string;
  /** The name by which clients of this route know a refusal. */
  readonly nameOf: RefusalShape["nameOf"];
  readonly services: Services;
  /** Asks again who asks, for what is answered over a long time. Throws as the first time. */
  readonly admitAgain: () => Promise<Caller>;
}

export interface RouteDefinition<
  Caller,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends RouteFacts {
  readonly access: Access<Caller>;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  /** The version of what is answered, sent as its `ETag`. */
  readonly version?: (answer: z.output<Answer>) => number;
  /** The work. What it answers is sent as JSON, unless it is a `Reply`. */
  readonly handle: (
    asked: Asked<Caller, z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => z.output<Answer> | Reply | Promise<z.output<Answer> | Reply>;
}

export interface Route extends RouteFacts {
  readonly access: Pick<Access<unknown>, "schemes" | "scopes" | "isCounted">;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  /** Null where a body is not read. */
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  /** Whether an `ETag` is sent. */
  readonly versioned: boolean;
  /** Checks a request in this order: who asks, the path, the query, the body. Throws `Refused` or what the work throws. */
  readonly serve: (request: Routed, services: Services, requestId: string) => Promise<Reply>;
}

const nothing = z.object({});

/** One route of the API. */
export function route<
  Caller,
  Answer extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(definition: RouteDefinition<Caller, Params, Query, Body, Answer>): Route {
  const { access, params = nothing, query = nothing, body, version, handle } = definition;
  const strict = definition.tag === "ledger";
  const shape = refusalShape(definition.tag);
  return {
    ...definition,
    params,
    query,
    body: body ?? null,
    versioned: version !== undefined,
    async serve(request, services, requestId) {
      if (definition.tag !== "service") services.refuseUnready();
      const answer = await handle({
        caller: await admit(access, request.raw, services),
        // What a route doesn't read is not looked at: Polar's routes pass over what they don't know.
        params: (definition.params ? validated(params, request.params, "path") : {}) as z.output<Params>,
        query: (definition.query || strict ? readQuery(request.raw, query, { strict }) : {}) as z.output<Query>,
        body: (body ? await readBody(request.raw, body) : {}) as z.output<Body>,
        request: request.raw,
        requestId,
        nameOf: shape.nameOf,
        services,
        admitAgain: () => access.admit(request.raw, services),
      });
      if (answer instanceof Reply) return answer;
      return Reply.json(answer, version && { ETag: entityTag(version(answer)) });
    },
  };
}
