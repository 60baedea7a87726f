// Prints `N passed, M failed` as the last line of a test run, for those who read only that one, and before it what was left out
// and why.

import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result()));
    const states = results.map(({ state }) => state);
    const notes = new Set(results.flatMap((result) => ("note" in result && result.note ? [result.note] : [])));
    const passed = states.filter((state) => state === "passed").length;
    const skipped = states.filter((state) => state === "skipped").length;
    const broken = modules.filter((module) => module.state() === "failed" && !hasFailedTest(module)).length;
    const failed = states.filter((state) => state === "failed").length + broken + unhandledErrors.length;
    // After every other reporter has had its say.
    process.once("exit", () => {
      for (const note of notes) process.stdout.write(`${note}\n`);
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
    });
  }
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests()].some((test) => test.result().state === "failed");
}
