// schemathesis makes requests of the OpenAPI document, right ones and wrong ones, and holds the answers of the running service to
// it: no 5xx, no status or body that the document doesn't name, nothing right refused, nothing wrong accepted, no token ignored.
// PROPERTY_SEED brings a run back.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { propertyRuns } from "../../properties/property-runs.ts";
import { tellsWhatIsLeftOut, virtualEnvironment } from "../../python/virtual-environment.ts";
import type { Document } from "../checked-answers.ts";
import { runSchemathesis, type SchemathesisRun } from "./run-schemathesis.ts";
import { type StagedService, stageService } from "./staged-service.ts";

const environment = await virtualEnvironment(new URL("schemathesis.txt", import.meta.url));

tellsWhatIsLeftOut(environment, "schemathesis' tests of the service");

describe.skipIf(environment.python === null)(
  "schemathesis, by an organization's token and a session of the portal",
  () => {
    let service: StagedService;
    let document: Document;
    let streams: readonly string[];
    let wanted: number;
    let run: SchemathesisRun;

    beforeAll(async () => {
      service = await stageService();
      document = (await (await fetch(`${service.url}/openapi.json`)).json()) as Document;
      const operations = operationsOf(document);
      // A stream has no end that could be waited for: streams have tests of their own.
      streams = operations
        .filter(({ responses }) => "text/event-stream" in (responses["200"]?.content ?? {}))
        .map(({ operationId }) => operationId);
      const { seed, numRuns } = propertyRuns("schemathesis finds no failure", { name: "the service", share: 2 });
      wanted = numRuns;
      // What takes nothing has one case. Of everything else there are as many as are asked for, and beside them those of the
      // other phases: the document alone says how many.
      const varied = operations.filter(
        ({ operationId, parameters, requestBody }) =>
          !streams.includes(operationId) && (parameters.length > 0 || requestBody !== undefined),
      );
      const examples = Math.ceil(wanted / varied.length);
      run = await runSchemathesis(environment.python ?? "", service, { seed, examples, without: streams });
      // Far longer than it takes, on a busy machine too: only a hang is cut off.
    }, 1_800_000);

    afterAll(() => service[Symbol.asyncDispose]());

    it("finds no failure", () => {
      expect(run.report.failures, run.said).toEqual([]);
      expect(run.report, run.said).toMatchObject({ exit_code: 0, complete: true, test_cases: { errored: 0 } });
    });

    it("tries as many cases as are wanted, and 2,000 in CI", () => {
      expect(run.report.test_cases.generated).toBeGreaterThanOrEqual(wanted);
    });

    it("asks every operation of the document but the streams, and the one that it has the document from", () => {
      const { length } = operationsOf(document);
      expect(run.report.operations).toMatchObject({ tested: length - streams.length - 1, errored: 0 });
      expect(streams).toContain("customer-seats:claim_stream");
    });

    it("has something accepted by every operation", ({ skip }) => {
      skip(
        wanted < 2_000,
        "Whether schemathesis comes to all that it could is looked at in CI: these cases are too few",
      );
      const rates = Object.entries(run.report.valid_rates);
      expect(rates).toHaveLength(run.report.operations.tested);
      const never = rates.filter(([, phases]) => Object.values(phases).every(({ accepted }) => accepted === 0));
      expect(never.map(([operation]) => operation)).toEqual([]);
    });
  },
);

function operationsOf({ paths }: Document) {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}
