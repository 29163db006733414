import type { UserConfig } from "tsdown";

const config: UserConfig = {
  entry: ["src/index.ts", "src/cli.ts"],
  fixedExtension: false,
  dts: { oxc: true },
};

export default config;
