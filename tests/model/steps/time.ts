// Time passes for both organizations, some of it past the end of invitations.

import type { Step } from "../step.ts";

export function passTime(minutes: number): Step {
  return {
    check: () => true,
    toString: () => `passTime(${minutes} minutes)`,
    async run(model) {
      model.now += minutes * 60_000;
    },
  };
}
