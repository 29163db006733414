import { fileURLToPath } from "node:url";
import { type CallHead, type Command, usualCall } from "../servers.ts";

/** Something that stands between callers and an upstream. */
export interface Contender {
  readonly command: Command;
  /** What its callers send. */
  readonly call: CallHead;
}

/** The gateway, and what it is compared with. */
export type ContenderName = "gateway" | "undici pass-through" | "@fastify/http-proxy" | "@portkey-ai/gateway";

/** As vLLM takes it. */
export const upstreamCall: CallHead = { ...usualCall, path: "/v1/completions" };

/** The upstream that all have. */
export const upstreamCommand: Command = (port) => [fileFor("upstream.ts"), String(port)];

/** The gateway and its peers, by name, in front of the upstream at `url`. */
export function createContenders(url: string, config: string): Record<ContenderName, Contender> {
  const forward = (file: string): Contender => ({
    command: (port) => [fileFor(file), String(port), url],
    call: upstreamCall,
  });
  return {
    gateway: { command: gatewayCommand(config), call: usualCall },
    "undici pass-through": forward("undici-pass-through.ts"),
    "@fastify/http-proxy": forward("fastify-http-proxy.ts"),
    "@portkey-ai/gateway": portkey(url),
  };
}

/** The gateway, with the configuration file at a path, as its Dockerfile starts it. */
export function gatewayCommand(config: string, ...options: readonly string[]): Command {
  const cli = new URL("cli.js", import.meta.resolve("@completions-api/gateway"));
  return (port) => [
    "--max-semi-space-size=8",
    fileURLToPath(cli),
    "--config",
    config,
    "--port",
    String(port),
    ...options,
  ];
}

/** Which host a request is for is said by its headers. */
function portkey(url: string): Contender {
  const cli = fileURLToPath(import.meta.resolve("@portkey-ai/gateway/build/start-server.js"));
  const headers = { "x-portkey-provider": "openai", "x-portkey-custom-host": `${url}/v1` };
  return {
    command: (port) => [cli, `--port=${port}`, "--headless"],
    call: { ...upstreamCall, headers: { ...upstreamCall.headers, ...headers } },
  };
}

function fileFor(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
