import type { UserConfig } from "tsdown";

/** Copies the built site into `dist` of a program that serves it. */
export const copySite = { from: "../../apps/docs/dist", to: "dist", rename: "site" } as const;

/** The options that every tsdown.config.ts extends. */
export const shared: UserConfig = {
  entry: ["src/index.ts"],
  fixedExtension: false,
  // Each package keeps to isolatedDeclarations, so declarations need no type checker.
  dts: { oxc: true },
  logLevel: "warn",
};
