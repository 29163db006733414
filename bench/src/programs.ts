/** The servers that several benches start. */
import { fileURLToPath } from "node:url";
import { apiVersion } from "@completions-api/validators";
import type { Checkout } from "./checkout.ts";
import type { CallHead, Program } from "./measuring/servers.ts";

/** A request as the mock, Prism and the gateway take it. */
export const apiCall: CallHead = {
  path: `/completions?api-version=${apiVersion}`,
  headers: { authorization: "Bearer abcde12345", "content-type": "application/json" },
};

/** Returns a checkout's mock. It needs no flag: it logs requests only at a terminal. */
export function mockProgram({ mock }: Checkout, ...options: readonly string[]): Program {
  return { args: (port) => [fileURLToPath(mock), "--port", String(port), ...options], call: apiCall };
}

/**
 * Maps the code of Node with pages of 2 MiB. It saves `@fastify/http-proxy` a sixth of its time, and Prism a little. It saves the gateway one
 * or two percent, for 20 MB.
 */
export const largePages = "--use-largepages=silent";

/** The flags of Node that the gateway's Dockerfile has. */
export const gatewayFlags: readonly string[] = ["--max-semi-space-size=8"];

/** Returns a checkout's gateway with a configuration file. */
export function gatewayProgram(
  { gateway }: Checkout,
  config: string,
  ...options: readonly string[]
): Program {
  const start = [...gatewayFlags, fileURLToPath(gateway), "--config", config];
  return { args: (port) => [...start, "--port", String(port), ...options], call: apiCall };
}

/**
 * Prism's command line, with the same spec. `-v error` turns off its request log, which would halve its requests a second. With
 * `NODE_ENV=production` it would start a second process and then answer nothing (5.16), if `--multiprocess=false` did not forbid it.
 * The larger young generation adds a tenth to its requests a second, and large pages a little.
 */
export const prismProgram: Program = {
  args: (port) => {
    const cli = fileURLToPath(import.meta.resolve("@stoplight/prism-cli"));
    const spec = fileURLToPath(import.meta.resolve("@completions-api/spec/openapi.json"));
    const options = ["-v", "error", "--multiprocess=false", "--port", String(port)];
    return ["--max-semi-space-size=32", largePages, cli, "mock", ...options, spec];
  },
  call: apiCall,
};
