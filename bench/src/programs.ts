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

/** Returns a checkout's gateway with a configuration file. Its flag for V8 is the one that its Dockerfile has. */
export function gatewayProgram(
  { gateway }: Checkout,
  config: string,
  ...options: readonly string[]
): Program {
  const start = ["--max-semi-space-size=8", fileURLToPath(gateway), "--config", config];
  return { args: (port) => [...start, "--port", String(port), ...options], call: apiCall };
}

/**
 * Prism's command line, with the same spec. `-v error` turns off its request log, which would halve its requests a second. With
 * `NODE_ENV=production` it would start a second process and then answer nothing (5.16), if `--multiprocess=false` did not forbid it.
 * The larger young generation adds a tenth to its requests a second.
 */
export const prismProgram: Program = {
  args: (port) => {
    const cli = fileURLToPath(import.meta.resolve("@stoplight/prism-cli"));
    const spec = fileURLToPath(import.meta.resolve("@completions-api/spec/openapi.json"));
    const options = ["-v", "error", "--multiprocess=false", "--port", String(port)];
    return ["--max-semi-space-size=32", cli, "mock", ...options, spec];
  },
  call: apiCall,
};
