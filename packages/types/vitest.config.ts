import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

const config: ViteUserConfig = {
  ...shared,
  test: {
    ...shared.test,
    // The compiler that users have. This package's own is the older one that openapi-typescript needs.
    typecheck: { enabled: true, checker: "../../node_modules/.bin/tsc", include: ["test/**/*.test-d.ts"] },
  },
};

export default config;
