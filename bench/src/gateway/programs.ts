import { fileURLToPath } from "node:url";
import type { CallHead, Program } from "../measuring/servers.ts";
import { apiCall, largePages } from "../programs.ts";

/** The programs that the gateway is compared with. "no gateway" is the upstream itself: the most that the load generator can do. */
export type PeerName = "no gateway" | "undici pass-through" | "@fastify/http-proxy" | "@portkey-ai/gateway";

/** A request as vLLM takes it. */
const upstreamCall: CallHead = { ...apiCall, path: "/v1/completions" };

/** The upstream of all contenders. */
export const upstreamProgram: Program = {
  args: (port) => [fileFor("upstream.ts"), String(port)],
  call: upstreamCall,
};

/** An upstream whose streams do not end. */
export const streamUpstream: Program = {
  args: (port) => [fileFor("../growth/stream-upstream.ts"), String(port)],
  call: upstreamCall,
};

/**
 * Returns the peers, in front of the upstream at `url`. They log no requests, and they start with Node's defaults where no flag of the
 * gateway's makes them faster: a smaller young generation saves memory but no time.
 */
export function peerPrograms(url: string): Record<PeerName, Program> {
  const forward = (file: string, ...flags: readonly string[]): Program => ({
    args: (port) => [...flags, fileFor(file), String(port), url],
    call: upstreamCall,
  });
  return {
    "no gateway": upstreamProgram,
    "undici pass-through": forward("undici-pass-through.ts"),
    "@fastify/http-proxy": forward("fastify-http-proxy.ts", largePages),
    "@portkey-ai/gateway": portkeyProgram(url),
  };
}

/** Returns Portkey's gateway, without its web console (`--headless`). Headers of each request name the upstream. */
function portkeyProgram(url: string): Program {
  const cli = fileURLToPath(import.meta.resolve("@portkey-ai/gateway/build/start-server.js"));
  const headers = { "x-portkey-provider": "openai", "x-portkey-custom-host": `${url}/v1` };
  return {
    args: (port) => [cli, `--port=${port}`, "--headless"],
    call: { ...upstreamCall, headers: { ...upstreamCall.headers, ...headers } },
  };
}

function fileFor(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
