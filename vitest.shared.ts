import type { ViteUserConfig } from "vitest/config";
import type { Reporter } from "vitest/node";

// Packages resolve to each other's source, so a test needs no build of the code that it tests.
const conditions = ["@completions-api/source", "node"];

/** The default reporter only counts the tests that were skipped. */
const skipReporter: Reporter = {
  onTestCaseResult(testCase) {
    const result = testCase.result();
    if (result.state === "skipped")
      console.error(`Skipped: ${testCase.fullName}: ${result.note ?? "it does not say why"}`);
  },
};

/** What each package's vitest.config.ts starts from. */
export const shared: ViteUserConfig = {
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    // A busy machine is no failure; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A server that is made to fail logs it; only where the test fails does that help.
    silent: "passed-only",
    // The JSON is for .ci/count.ts; Turbo keeps it with the task, so a replayed run counts too.
    reporters: ["default", "json", skipReporter],
    outputFile: { json: ".vitest/results.json" },
  },
};
