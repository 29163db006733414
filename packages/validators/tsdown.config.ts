import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = {
  ...shared,
  entry: {
    index: "src/index.ts",
    openai: "src/openai.ts",
    check: "src/check.ts",
    generator: "src/generator/index.ts",
  },
};

export default config;
