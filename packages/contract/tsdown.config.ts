import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = { ...shared, entry: ["src/index.ts", "src/cli.ts", "src/vitest.ts"] };

export default config;
