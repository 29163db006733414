import { shared } from "../../vitest.shared.ts";

export default { ...shared, oxc: { jsx: { runtime: "automatic", importSource: "preact" } } };
