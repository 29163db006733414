import type { UserConfig } from "tsdown";

/** The options that every tsdown.config.ts extends. */
export const shared: UserConfig = {
  entry: ["src/index.ts"],
  fixedExtension: false,
  // Each package keeps to isolatedDeclarations, so declarations need no type checker.
  dts: { oxc: true },
  logLevel: "warn",
};
