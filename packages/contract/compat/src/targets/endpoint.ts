import { UsageError } from "@completions-api/command-line";
import type { CompatTarget } from "./target.ts";

/**
 * Reads an endpoint that already runs, such as `vLLM 0.32=http://127.0.0.1:8000/v1`. Its token is in the environment variable
 * `COMPLETIONS_TOKEN`, if it needs one.
 *
 * @throws UsageError
 */
export function readEndpoint(text: string, label: string): CompatTarget {
  const [, name = "", url = ""] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (!URL.canParse(url)) {
    throw new UsageError(`${label} must be a name and a URL, such as "vLLM 0.32=http://127.0.0.1:8000/v1".`);
  }
  // A new version of a server is in the column of the last one.
  const [, server = name] = /^(.+?) v?\d\S*$/.exec(name) ?? [];
  const { COMPLETIONS_TOKEN: token } = process.env;
  return {
    id: server.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-"),
    name: server,
    face: new URL(url).pathname.endsWith("/v1") ? "openai" : "completions",
    start: async () => ({
      ...{ url, version: name, timeout: 60_000 },
      ...(token !== undefined && { token }),
      [Symbol.asyncDispose]: async () => {},
    }),
  };
}
