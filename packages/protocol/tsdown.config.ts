import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = {
  ...shared,
  entry: {
    index: "src/index.ts",
    openai: "src/openai/index.ts",
    cassette: "src/cassette/index.ts",
    recorded: "src/recorded/index.ts",
    rules: "src/rules/index.ts",
    "sse-suite": "sse-suite/index.ts",
    "stream-shapes": "stream-shapes/index.ts",
  },
};
export default config;
