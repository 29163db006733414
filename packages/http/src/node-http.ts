import { createRequire } from "node:module";

/**
 * `node:http`, without the rest of what an `import` of it loads: that reads every export, also the getters for WebSockets, which
 * load all of undici and take ten times as long as `node:http` itself (Node 24).
 */
export const http: typeof import("node:http") = createRequire(import.meta.url)("node:http");
