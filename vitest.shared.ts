import type { TestProjectInlineConfiguration, ViteUserConfig } from "vitest/config";
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

/**
 * The options that every package's vitest.config.ts extends. Test files share a process, one after the other, and the modules that it
 * has loaded: loading them again for each file took a third of a run.
 */
export const shared: ViteUserConfig = {
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    isolate: false,
    // Prism checks every exchange of every mock that a test starts.
    env: { COMPLETIONS_MOCK_REFEREE: "prism" },
    // A test without an assertion cannot fail, and one that only loops may never assert.
    expect: { requireAssertions: true },
    // Generous for a busy machine; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Servers log the failures that tests provoke, which helps only if the test fails.
    silent: "passed-only",
    // The JSON is for .ci/count.ts; Turbo keeps it with the task, so a replayed run counts too.
    reporters: ["default", "json", skipReporter],
    outputFile: { json: ".vitest/results.json" },
  },
};

/**
 * The same for a package with test files that each need a process of their own, because they mock a module or measure memory.
 *
 * @param files - those files, or patterns of them.
 * @param more - further options of all test files.
 */
export function sharedExcept(files: readonly string[], more: ViteUserConfig["test"] = {}): ViteUserConfig {
  const options = { ...shared.test, ...more };
  const toProject = (test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration => ({
    ...shared,
    extends: false,
    test: { ...options, ...test },
  });
  return {
    ...shared,
    test: {
      ...options,
      projects: [
        toProject({
          name: "one process each",
          include: [...files],
          isolate: true,
          typecheck: { enabled: false },
        }),
        toProject({ name: "shared process", exclude: [...files] }),
      ],
    },
  };
}
