import type { ViteUserConfig } from "vitest/config";

const conditions = ["@completions-api/source", "node"];

const config: ViteUserConfig = {
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ["test/**/*.test.ts"] },
};

export default config;
