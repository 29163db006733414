import type { ViteUserConfig } from "vitest/config";

/** Lets an editor, and `vitest` at the root, run the tests of any package. Each package keeps its own configuration. */
const config: ViteUserConfig = {
  test: {
    projects: [
      "{spec,spec/consumers,scripts,examples,bench,apps/*,packages/*,packages/contract/mutants}/vitest.config.ts",
      {
        test: {
          name: ".ci",
          include: [".ci/*.test.ts"],
          testTimeout: 60_000,
          expect: { requireAssertions: true },
        },
      },
    ],
  },
};

export default config;
