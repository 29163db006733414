import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { colorsOf } from "./cli/colors.ts";
import { formatFailure } from "./cli/report.ts";
import { ContractRun, type RunOptions } from "./contract-run.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { isFailed } from "./reports/explain-failure.ts";
import type { CaseResult } from "./results.ts";
import { type Selection, selectCases } from "./select-cases.ts";
import type { Target } from "./target.ts";

/** The server to test, and how. */
export interface DescribeContractOptions
  extends Omit<Target, "baseUrl">,
    Omit<RunOptions, "target">,
    Selection {
  /**
   * The URL of the server without `/completions`, or a function that returns it. It is called before the first case, after the
   * file's own `beforeAll`, which may start the server.
   */
  readonly url: string | (() => string | Promise<string>);
}

/**
 * Defines a test of each case. Call it at the top of a test file, or within `describe`. Cases that the server cannot be asked, or
 * whose answers decide nothing, are skipped with the reason. A broken recommendation is an annotation of a test that passes.
 *
 * The tests fail if no server responds at the URL.
 *
 * @throws UnknownCase if the face has no case of a given id.
 */
export function describeContract(options: DescribeContractOptions): void {
  const { url, face = defaultFace } = options;
  const cases = selectCases(face, options);
  describe(`the contract of the completions API, on the face ${face}`, { concurrent: true }, () => {
    let run: ContractRun;
    beforeAll(async () => {
      const baseUrl = typeof url === "string" ? url : await url();
      run = await ContractRun.begin({ ...options, target: { ...options, face, baseUrl } }, cases);
    });
    afterAll(() => run?.[Symbol.dispose]());

    for (const contractCase of cases) {
      // The run has its own limit, whose message says more.
      test(`${contractCase.id}: ${contractCase.title}`, { timeout: 0 }, async (context) => {
        const result = await run.test(contractCase);
        if (result.outcome === "inconclusive" || result.outcome === "not-applicable")
          context.skip(result.reason);
        if (result.outcome === "warned") await context.annotate(result.reason, "warning");
        expect(result.outcome, explain(result, face)).toMatch(/^(passed|warned)$/);
      });
    }
  });
}

/** Says why a case failed: the reason, then the request, the response, and what it should be. Empty if it did not fail. */
function explain(result: CaseResult, face: FaceName): string {
  if (!isFailed(result)) return "";
  const [, ...lines] = formatFailure(result, face, colorsOf({}, {}));
  return [result.reason, ...lines].join("\n");
}
