import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

const config: ViteUserConfig = {
  ...shared,
  // Compilers and validators are loaded once for all files, which saves a third of the time. No test mocks a module.
  test: { ...shared.test, isolate: false },
};

export default config;
