import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = {
  ...shared,
  entry: ["src/index.ts", "src/oauth.ts", "src/raw.ts", "src/respond.ts", "src/validate.ts"],
};

export default config;
