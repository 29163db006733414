import type { UserConfig } from "tsdown";
import { copySite, shared } from "../../tsdown.shared.ts";

const config: UserConfig = {
  ...shared,
  entry: ["src/index.ts", "src/fetch.ts", "src/msw.ts", "src/vitest.ts", "src/cli.ts"],
  copy: copySite,
};

export default config;
