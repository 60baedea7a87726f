// Headers by which a browser makes nothing of an answer but what it is. An answer that says something else of itself, as the page
// of the API does, keeps it. What is about the whole site (Strict-Transport-Security) is the embedder's to say.

import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const secure = secureHeaders({
  overwrite: false,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  removePoweredBy: false,
  // For browsers of long ago, or for pages alone.
  strictTransportSecurity: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

export const safeHeaders: MiddlewareHandler = async (context, next) => {
  await secure(context, next);
  const { headers } = context.res;
  // Answers name people and hold session tokens.
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
};
