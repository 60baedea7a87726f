// An endpoint that remembers what it was sent, and answers as it is told to.

import type { PolarSandbox } from "../src/index.ts";

export type Heard = {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly body: string;
  readonly headers: Headers;
};

type Answer = (heard: Heard) => Response | Promise<Response>;

/** Give `deliver` to a sandbox; `answer` says what the endpoint answers, 200 unless it is changed. */
export function listener() {
  const heard: Heard[] = [];
  const state: { answer: Answer } = { answer: () => new Response(null, { status: 200 }) };
  const deliver = async (request: Request) => {
    const body = await request.text();
    const { type, data } = JSON.parse(body);
    const one = { id: request.headers.get("webhook-id") ?? "", type, data, body, headers: request.headers };
    heard.push(one);
    return state.answer(one);
  };
  return {
    heard,
    deliver,
    answerWith: (answer: Answer) => {
      state.answer = answer;
    },
    types: () => heard.map(({ type }) => type),
    forget: () => heard.splice(0),
  };
}

/** Listens to everything that happens in this organization from now on. */
export const listenTo = (sandbox: PolarSandbox, organizationId: string, events: readonly string[] | null = null) =>
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://merchant.example/polar", events });
