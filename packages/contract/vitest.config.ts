import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

// One test runs every case, or a program that does: on a busy machine that takes longer than the usual 5 seconds.
const config: ViteUserConfig = { ...shared, test: { ...shared.test, testTimeout: 60_000 } };

export default config;
