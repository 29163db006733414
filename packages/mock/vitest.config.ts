export { sharedModules as default } from "../../vitest.shared.ts";
