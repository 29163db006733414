import type { ViteUserConfig } from "vitest/config";

const conditions = ["@completions-api/source", "node"];

const config: ViteUserConfig = {
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    // The compiler of users, not the one that openapi-typescript needs.
    typecheck: { enabled: true, checker: "../../node_modules/.bin/tsc", include: ["test/**/*.test-d.ts"] },
  },
};

export default config;
