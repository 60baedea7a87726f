// A believable organization with a past, the same at each start: ids, tokens and times are all fixed. What happens in it
// stands in story.ts; what happens after it goes by the caller's clock.

import { createPolarSandbox, type PolarSandbox } from "../sandbox.ts";
import { tellDemoStory } from "./story.ts";

/** How the demo goes on after its story. */
export type DemoSandboxOptions = {
  /** Real time unless said; never earlier than the end of the story. */
  readonly clock?: (() => Date) | undefined;
  /** `polar_oat_sandbox` unless said. */
  readonly accessToken?: string | undefined;
};

/** The sandbox, and the organization that it is about. */
export type DemoSandbox = { readonly sandbox: PolarSandbox; readonly organizationId: string };

/** A sandbox with the demo organization Lumen Labs: some 45 seats in every state, byte for byte the same each time. */
export function createDemoSandbox(options: DemoSandboxOptions = {}): DemoSandbox {
  const liveClock = options.clock ?? (() => new Date());
  let storyTime = Date.parse("2026-09-01T08:00:00Z");
  let telling = true;
  const sandbox = createPolarSandbox({
    seed: 20_260_901,
    clock: () => new Date(telling ? storyTime : Math.max(storyTime, liveClock().getTime())),
    accessToken: options.accessToken,
  });
  const organizationId = tellDemoStory(sandbox, (minutes) => {
    storyTime += minutes * 60_000;
  });
  telling = false;
  return { sandbox, organizationId };
}
