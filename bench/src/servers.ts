import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { apiVersion } from "@completions-api/validators";

/** A server in a process of its own. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly port: number;
  /** Milliseconds from the start of the process to its first 200. */
  readonly startTime: number;
}

/** What is to be started, for a port. */
export type Command = (port: number) => readonly string[];

/** This project's mock. */
export const mockCommand: Command = (port) => {
  const cli = new URL("cli.js", import.meta.resolve("@completions-api/mock"));
  return [fileURLToPath(cli), "--port", String(port)];
};

/** Prism's own command line, with the same spec. */
export const prismCommand: Command = (port) => {
  const cli = import.meta.resolve("@stoplight/prism-cli");
  const spec = import.meta.resolve("@completions-api/spec/openapi.json");
  return [fileURLToPath(cli), "mock", "--port", String(port), fileURLToPath(spec)];
};

/** A request for a completion, but for its body. */
export interface CallHead {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts a server, and waits until it answers a request with 200. */
export async function startServer(command: Command, call: CallHead = usualCall): Promise<RunningServer> {
  const port = await findFreePort();
  const start = performance.now();
  // In production Prism's command line starts several processes, and then answers nothing.
  const env = { ...process.env, NODE_ENV: "development" };
  const child = spawn(process.execPath, command(port), { env, stdio: "ignore" });
  // Where a bench fails, nobody else stops it.
  process.once("exit", () => child.kill());
  while ((await ask(port, call).catch(() => undefined)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${command(port).join(" ")} ended with ${child.exitCode}.`);
    await setTimeout(5);
  }
  return { child, port, startTime: performance.now() - start };
}

/** Stops it, and waits until it is gone. */
export async function stopServer({ child }: RunningServer): Promise<void> {
  const exited = once(child, "exit");
  child.kill();
  await exited;
}

/** As this project's servers take it. */
export const usualCall: CallHead = {
  path: `/completions?api-version=${apiVersion}`,
  headers: { authorization: "Bearer abcde12345", "content-type": "application/json" },
};

/** What a server's process has in memory, in megabytes. */
export async function readMemory({ child }: RunningServer): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(child.pid)]);
  return Number(stdout) / 1024;
}

async function ask(port: number, { path, headers }: CallHead): Promise<number | undefined> {
  const sent = request({ port, host: "127.0.0.1", path, method: "POST", headers, agent: false });
  sent.end('{"prompt":"Call me","max_tokens":1}');
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
