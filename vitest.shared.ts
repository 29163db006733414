import type { ViteUserConfig } from "vitest/config";

// Packages resolve to each other's source, so a test needs no build of the code that it tests.
const conditions = ["@completions-api/source", "node"];

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
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
};
