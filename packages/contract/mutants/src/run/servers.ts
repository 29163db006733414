import { existsSync } from "node:fs";
import { UsageError } from "@completions-api/command-line";
import { startMock } from "@completions-api/mock";
import { RunningProgram } from "@completions-api/testing";
import { type Capability, capabilities } from "../../../src/index.ts";
import { acceptedToken } from "../proxy/alteration.ts";

export const serverNames = ["mock", "gateway"] as const;

/** A server that keeps the contract. */
export type ServerName = (typeof serverNames)[number];

/** A running server that keeps the contract on both faces. */
export interface Server extends AsyncDisposable {
  readonly name: ServerName;
  readonly url: string;
  readonly token: string;
  readonly capabilities: readonly Capability[];
}

/** Starts a server. */
export function startServer(name: ServerName): Promise<Server> {
  return name === "mock" ? startMockServer() : startGateway();
}

async function startMockServer(): Promise<Server> {
  const mock = await startMock({ port: 0 });
  return {
    name: "mock",
    url: mock.url,
    token: acceptedToken,
    capabilities: without("known-tokens"),
    [Symbol.asyncDispose]: () => mock[Symbol.asyncDispose](),
  };
}

/** Starts the built gateway with its embedded engine. It makes a key for this run. */
async function startGateway(): Promise<Server> {
  const file = new URL("../../../../../apps/gateway/dist/cli.js", import.meta.url);
  if (!existsSync(file))
    throw new UsageError("The gateway is not built. Run `npx pnpm@12 build` first, or pass `--server mock`.");
  const greeting = /(http:\/\/\S+:\d+)\..*(capi_[\w-]+)\n/s;
  const program = await RunningProgram.start(file, ["--port", "0"], {
    node: process.execPath,
    until: greeting,
  });
  const [, url = "", token = ""] = greeting.exec(program.stdout) ?? [];
  return {
    name: "gateway",
    url,
    token,
    capabilities: without("prefer", "examples", "any-token"),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

function without(...missing: readonly Capability[]): Capability[] {
  return Object.keys(capabilities).filter(
    (name): name is Capability => name in capabilities && !missing.some((capability) => capability === name),
  );
}
