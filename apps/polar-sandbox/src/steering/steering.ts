// What Polar doesn't have: routes under `/_sandbox`, by which a test steers a sandbox in another process. They are never
// slow, never broken, and never counted.

import { Hono } from "hono";
import { z } from "zod";
import type { SandboxActions } from "../actions.ts";
import type { Emission } from "../emit.ts";
import { badRequest, PolarSandboxError, resourceNotFound } from "../errors.ts";
import type { SandboxFaults } from "../faults/fault-state.ts";
import type { SandboxHolding } from "../record/holdings.ts";
import type { SandboxPoolFact } from "../record/pool-fact.ts";
import type { SandboxFact } from "../record/sandbox-fact.ts";
import { requireToken } from "../routes/authenticate.ts";
import { readBody } from "../routes/query.ts";
import { refusal } from "../routes/refusal.ts";
import type { SandboxTraffic } from "../traffic/traffic.ts";
import type { SandboxWebhooks } from "../webhooks/sandbox-webhooks.ts";

/** What is steered. */
export type Steered = {
  readonly actions: SandboxActions;
  readonly now: () => Date;
  readonly faults: SandboxFaults;
  readonly webhooks: SandboxWebhooks;
  readonly record: readonly SandboxFact[];
  readonly holdings: () => readonly SandboxHolding[];
  readonly purchases: readonly SandboxPoolFact[];
  readonly traffic: () => SandboxTraffic;
  readonly forgetTraffic: () => void;
  readonly emit: (type: string, data: unknown, options?: Emission) => void;
};

const advanceBody = z.strictObject({ milliseconds: z.number().nonnegative() });
const emitBody = z.strictObject({ type: z.string().min(1), data: z.unknown(), organizationId: z.string().optional() });

export const isSteering = (request: Request): boolean => /^\/_sandbox(\/|$)/.test(new URL(request.url).pathname);

export function createSteering(sandbox: Steered, accessToken: string): Hono {
  const { faults, webhooks } = sandbox;
  const app = new Hono({ strict: false }).basePath("/_sandbox");
  app.use("*", requireToken(accessToken));
  app.get("/faults", (context) => context.json({ current: faults.current(), struck: faults.struck() }));
  app.put("/faults", async (context) => {
    faults.set(await readBody(context, z.looseObject({})));
    return context.json({ current: faults.current(), struck: faults.struck() });
  });
  app.delete("/faults", (context) => {
    faults.clear();
    return context.body(null, 204);
  });
  app.get("/record", (context) => {
    const { record, holdings, purchases } = sandbox;
    return context.json({ record, holdings: holdings(), purchases });
  });
  app.get("/traffic", (context) => context.json(sandbox.traffic()));
  app.delete("/traffic", (context) => {
    sandbox.forgetTraffic();
    return context.body(null, 204);
  });
  app.post("/flush", async (context) => context.json({ attempts: await webhooks.flush() }));
  app.post("/advance", async (context) => {
    const { milliseconds } = await readBody(context, advanceBody);
    return context.json({ attempts: await webhooks.advance(milliseconds), now: sandbox.now() });
  });
  app.post("/emit", async (context) => {
    const { type, data, organizationId } = await readBody(context, emitBody);
    sandbox.emit(type, data, { organizationId });
    return context.body(null, 204);
  });
  app.post("/do/:operation", async (context) => {
    const given = await readBody(context, z.array(z.unknown()));
    return context.json(act(sandbox.actions, context.req.param("operation"), given) ?? null);
  });
  app.notFound(() => refusal(resourceNotFound()));
  app.onError((error) => {
    if (error instanceof PolarSandboxError) return refusal(error);
    throw error;
  });
  return app;
}

/** Does what one of the sandbox's own methods does. Its arguments come as JSON, so nobody has checked them. */
function act(actions: SandboxActions, name: string, given: readonly unknown[]): unknown {
  if (!Object.hasOwn(actions, name)) throw resourceNotFound(`The sandbox has no operation "${name}".`);
  const operation: unknown = Reflect.get(actions, name);
  if (typeof operation !== "function") throw resourceNotFound();
  try {
    return operation(...given);
  } catch (error) {
    if (error instanceof TypeError) throw badRequest(`${name} cannot read its arguments: ${error.message}`);
    throw error;
  }
}
