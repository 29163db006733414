import type { UserConfig } from "tsdown";
import { shared } from "../../tsdown.shared.ts";

const config: UserConfig = { ...shared, entry: { index: "src/index.ts", yaml: "src/yaml/index.ts" } };

export default config;
