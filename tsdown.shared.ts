import type { UserConfig } from "tsdown";

/** What each package's tsdown.config.ts starts from. */
export const shared: UserConfig = {
  entry: ["src/index.ts"],
  fixedExtension: false,
  // Each package keeps to isolatedDeclarations, so declarations need no type checker.
  dts: { oxc: true },
  logLevel: "warn",
};
