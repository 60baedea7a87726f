// GET /openapi.json and GET /docs: the API about itself. Both are made once, of all the routes, these two included.

import { createHash } from "node:crypto";
import { z } from "zod";
import { everybody } from "../../access/access.ts";
import { type OpenApiDocument, openApiDocument } from "../../openapi/document.ts";
import { documentPage, pageStyle } from "../../openapi/page.ts";
import { Reply } from "../../reply.ts";
import { type Route, route } from "../../routing/route.ts";

/** The routes that describe `others` and themselves. */
export function describing(others: readonly Route[]): readonly Route[] {
  const document = once((): OpenApiDocument => openApiDocument(all));
  const json = once(() => JSON.stringify(document()));
  const page = once(() => documentPage(document()));
  const openApi: Route = route({
    method: "GET",
    path: "/openapi.json",
    operationId: "service:openapi",
    tag: "service",
    summary: "OpenAPI Document",
    access: everybody,
    answer: z.object({ openapi: z.literal("3.1.0") }),
    answers: "This document",
    handle: () => new Reply(json(), { ...cached, "Content-Type": "application/json" }),
  });
  const docs: Route = route({
    method: "GET",
    path: "/docs",
    operationId: "service:docs",
    tag: "service",
    summary: "Documentation",
    access: everybody,
    contentType: "text/html",
    answer: z.string(),
    answers: "This document, for people",
    handle: () => new Reply(page(), { ...cached, ...pageHeaders }),
  });
  const all = [...others, openApi, docs];
  return [openApi, docs];
}

const cached = { "Cache-Control": "public, max-age=300" };
const styleHash = createHash("sha256").update(pageStyle).digest("base64");
/** The page has one style of its own and nothing else: no script, no image, nothing from elsewhere. */
const policy = ["default-src 'none'", `style-src 'sha256-${styleHash}'`, "base-uri 'none'", "form-action 'none'"];
const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": [...policy, "frame-ancestors 'none'"].join("; "),
  "Referrer-Policy": "no-referrer",
};

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
