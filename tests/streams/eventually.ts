// Waits until something holds. Apart from the stage, which other processes stand on too.

import { vi } from "vitest";

export async function eventually(assertion: () => unknown): Promise<void> {
  await vi.waitFor(assertion, { timeout: 20_000, interval: 5 });
}
