import type { ViteUserConfig } from "vitest/config";
import { sharedExcept } from "../../vitest.shared.ts";

const config: ViteUserConfig = sharedExcept(["test/read-body.test.ts"]);

export default config;
