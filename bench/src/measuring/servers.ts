import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { type Place, pinMainThread, placeCommand } from "./cores.ts";

/** A request for a completion, without its body. */
export interface CallHead {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A server's program, and the requests that it takes. */
export interface Program {
  /** Returns the arguments for Node: the program's file and its options. */
  args(port: number): readonly string[];
  readonly call: CallHead;
}

/** A server in its own process. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly port: number;
  readonly call: CallHead;
  readonly place: Place;
  /** Milliseconds from the start of the process to its first 200. */
  readonly startTime: number;
}

/** The servers that a bench leaves behind when it fails. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill();
});

/**
 * Starts a server on a free port, and waits until it answers a request with 200.
 *
 * @throws Error if its process ends before that.
 */
export async function startServer(program: Program, place: Place = "measured"): Promise<RunningServer> {
  const { args, call } = program;
  const port = await findFreePort();
  const start = performance.now();
  const [file, ...rest] = placeCommand(place, [process.execPath, ...args(port)]);
  const child = spawn(file, rest, {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: "ignore",
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  while ((await askOnce(port, call).catch(() => undefined)) !== 200) {
    if (hasEnded(child))
      throw new Error(
        `${args(port).join(" ")} ended with ${child.signalCode ?? `exit code ${child.exitCode}`}.`,
      );
    await setTimeout(5);
  }
  if (place === "main-thread" && child.pid !== undefined) pinMainThread(child.pid);
  return { child, port, call, place, startTime: performance.now() - start };
}

/** Starts several servers, one after the other. */
export async function startServers<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  place: Place = "measured",
): Promise<Record<Name, RunningServer>> {
  const servers: Record<string, RunningServer> = {};
  for (const [name, program] of Object.entries<Program>(programs))
    servers[name] = await startServer(program, place);
  // The names are those of the programs.
  return servers as Record<Name, RunningServer>;
}

/** Stops a server, and waits until its process has ended. */
export async function stopServer({ child }: RunningServer): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, "exit");
  child.kill();
  await exited;
}

/** Stops several servers. */
export async function stopServers(servers: Readonly<Record<string, RunningServer>>): Promise<void> {
  await Promise.all(Object.values(servers).map(stopServer));
}

/** Starts a program, stops it, and returns the milliseconds to its first 200. */
export async function measureStart(program: Program): Promise<number> {
  const server = await startServer(program);
  await stopServer(server);
  return server.startTime;
}

/** Returns the resident memory of a server's process, in megabytes. NaN if the process has ended. */
export async function readMemory({ child }: RunningServer): Promise<number> {
  if (hasEnded(child)) return Number.NaN;
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(child.pid)]);
  return Number(stdout) / 1024;
}

/** Sends a request, and returns the response once its head is there. */
export async function send(
  { port, call }: Pick<RunningServer, "port" | "call">,
  body: string,
  agent: Agent | false,
): Promise<IncomingMessage> {
  const sent = request({ port, host: "127.0.0.1", method: "POST", ...call, agent });
  sent.setHeader("content-length", Buffer.byteLength(body));
  sent.end(body);
  const [response] = await once(sent, "response");
  return response;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function askOnce(port: number, call: CallHead): Promise<number | undefined> {
  const response = await send({ port, call }, '{"prompt":"Call me","max_tokens":1}', false);
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
