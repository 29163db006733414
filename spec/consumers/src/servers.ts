import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { apiVersion } from "@completions-api/validators";
import type { ServerVariables } from "./run-consumer.ts";

/** A mock and a gateway that consumers call. Disposing of them stops both. */
export interface Servers extends AsyncDisposable {
  readonly variables: ServerVariables;
}

/** Starts a mock, and a gateway with its embedded engine, on free ports. They end with this process at the latest. */
export async function startServers(): Promise<Servers> {
  const [mock, gateway] = await Promise.all([
    startServer("packages/mock/src/cli.ts", /http:\/\/\S+:\d+/),
    startServer("apps/gateway/src/cli.ts", /(http:\/\/\S+:\d+)\..*(capi_[\w-]+)\n/s),
  ]);
  const [mockUrl = ""] = mock.greeting;
  const [, gatewayUrl = "", gatewayKey = ""] = gateway.greeting;
  return {
    variables: {
      BASE_URL: mockUrl,
      API_KEY: "any-token",
      API_VERSION: apiVersion,
      GATEWAY_URL: gatewayUrl,
      GATEWAY_KEY: gatewayKey,
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([mock.stop(), gateway.stop()]);
    },
  };
}

/** Starts a program of this repository from source, and waits for its greeting on stdout. */
async function startServer(program: string, greeting: RegExp) {
  const file = fileURLToPath(new URL(`../../../${program}`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@completions-api/source", file, "--port", "0"], {
    // The gateway logs every request to stderr.
    stdio: ["ignore", "pipe", "ignore"],
  });
  process.on("exit", () => child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const found = new Promise<RegExpExecArray>((resolve) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const match = greeting.exec(output);
      if (match !== null) resolve(match);
    });
  });
  const failed = ended.then(([code]) => {
    throw new Error(`${program} ended with exit code ${code}. Run it by itself to see why.`);
  });
  return {
    greeting: await Promise.race([found, failed]),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
