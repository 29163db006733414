import type { ViteUserConfig } from "vitest/config";
import { sharedExcept } from "../../vitest.shared.ts";

const config: ViteUserConfig = sharedExcept(
  [
    "test/connections.test.ts",
    "test/dropped-streams.test.ts",
    "test/oauth/caching.test.ts",
    "test/raw/replaceable.test.ts",
    "test/response-size.test.ts",
  ],
  { typecheck: { enabled: true, include: ["test/types/*.test-d.ts"], tsconfig: "test/types/tsconfig.json" } },
);

export default config;
