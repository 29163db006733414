import type { Checkout } from "../checkout.ts";
import { type ConfigSize, writeConfig } from "../gateway/config.ts";
import { upstreamProgram } from "../gateway/programs.ts";
import { readCpuTime } from "../measuring/cpu-time.ts";
import { measureRequests } from "../measuring/load.ts";
import { byName, inTurns } from "../measuring/rates.ts";
import type { Rounds } from "../measuring/rounds.ts";
import { type RunningServer, readMemory, startServer, stopServers } from "../measuring/servers.ts";
import { gatewayProgram } from "../programs.ts";

/** The sizes of configurations: the first one is compared with the others. */
const sizes = {
  keys: [1, 1000, 100_000],
  deployments: [1, 100, 1000],
} as const;

const body = { prompt: "Call me", max_tokens: 16, seed: 1 };
/** Seconds of load: before the first round, and in each. */
const warmUp = 5;
const turn = 2;

/** A gateway whose configuration has many entries. */
export interface Configured {
  readonly count: number;
  /** Microseconds of processor time for each request. */
  readonly cpu: Rounds;
  /** Milliseconds from the start of the process to its first 200. */
  readonly start: number;
  /** Megabytes in memory after all requests. */
  readonly memory: number;
}

/**
 * Measures in turns what a request costs gateways that differ only in the number of their keys or deployments. The requests use the
 * last one.
 */
export async function measureConfigured(
  checkout: Checkout,
  what: keyof typeof sizes,
  rounds: number,
): Promise<readonly Configured[]> {
  const upstream = await startServer(upstreamProgram, "load");
  const servers: Record<string, RunningServer> = {};
  for (const count of sizes[what]) {
    servers[count] = await startConfigured(checkout, `http://127.0.0.1:${upstream.port}`, { [what]: count });
  }
  for (const server of Object.values(servers)) await measureRequests(server, body, warmUp);
  const cpu = await inTurns(
    byName(servers, (server) => () => measureCpu(server)),
    rounds,
  );
  const configured: Configured[] = [];
  for (const [count, server] of Object.entries(servers)) {
    const memory = await readMemory(server);
    configured.push({ count: Number(count), cpu: cpu[count] ?? [], start: server.startTime, memory });
  }
  await stopServers({ ...servers, upstream });
  return configured;
}

async function startConfigured(checkout: Checkout, url: string, size: ConfigSize): Promise<RunningServer> {
  const deployment = { engine: "vllm", urls: [`${url}/v1`], model: "meta-llama/Llama-3.1-8B" };
  const program = gatewayProgram(checkout, await writeConfig(deployment, size));
  const headers = { ...program.call.headers, "azureml-model-deployment": "bench" };
  return await startServer({ ...program, call: { ...program.call, headers } });
}

async function measureCpu(server: RunningServer): Promise<number> {
  const process = server.child.pid ?? 0;
  const before = readCpuTime(process);
  const { rate, seconds } = await measureRequests(server, body, turn);
  return (readCpuTime(process) - before) / (rate * seconds);
}
