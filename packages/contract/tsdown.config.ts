import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = {
  ...shared,
  entry: ["src/index.ts", "src/cli.ts", "src/vitest.ts"],
  // The HTML report reads them.
  copy: ["src/reports/html/page.css", "src/reports/html/page.js"],
};

export default config;
