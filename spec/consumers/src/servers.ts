import { RunningProgram } from "@completions-api/testing";
import { apiVersion } from "@completions-api/validators";
import type { ServerVariables } from "./run-consumer.ts";

const root = new URL("../../../", import.meta.url);

/** A mock and a gateway that consumers call. Disposing of them stops both. */
export interface Servers extends AsyncDisposable {
  readonly variables: ServerVariables;
}

/** Starts a mock, and a gateway with its embedded engine, on free ports. */
export async function startServers(): Promise<Servers> {
  await using starting = new AsyncDisposableStack();
  const mock = starting.use(await start("packages/mock/src/cli.ts", /http:\/\/\S+:\d+.*\n/));
  const gateway = starting.use(await start("apps/gateway/src/cli.ts", /capi_\w+/));
  const running = starting.move();
  return {
    variables: {
      BASE_URL: mock.url,
      API_KEY: "any-token",
      API_VERSION: apiVersion,
      GATEWAY_URL: gateway.url,
      GATEWAY_KEY: /capi_[\w-]+/.exec(gateway.stdout)?.[0] ?? "",
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function start(program: string, until: RegExp): Promise<RunningProgram> {
  const server = await RunningProgram.start(new URL(program, root), ["--port", "0"], { until });
  process.on("exit", () => server.child.kill("SIGKILL"));
  return server;
}
