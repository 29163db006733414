import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../../vitest.shared.ts";

// Other tests have Prism check the mock. Here it would only take time.
const config: ViteUserConfig = {
  ...shared,
  test: { ...shared.test, env: { COMPLETIONS_MOCK_REFEREE: "" } },
};

export default config;
