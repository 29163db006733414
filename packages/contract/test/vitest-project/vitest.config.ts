import type { ViteUserConfig } from "vitest/config";
import { shared } from "../../../../vitest.shared.ts";

/** A project that tests a server. */
const config: ViteUserConfig = {
  ssr: { ...shared.ssr },
  test: { include: ["contract.ts", "readme.ts"], expect: { requireAssertions: true } },
};

export default config;
