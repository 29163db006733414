import { defineConfig } from "vitest/config";

const conditions = ["@completions-api/source", "node"];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ["test/**/*.test.ts"] },
});
