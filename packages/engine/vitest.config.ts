import type { ViteUserConfig } from "vitest/config";
import { sharedExcept } from "../../vitest.shared.ts";

const config: ViteUserConfig = sharedExcept([
  "test/embedded-engine.test.ts",
  "test/to-chunks.test.ts",
  "test/tokenizer.test.ts",
]);

export default config;
