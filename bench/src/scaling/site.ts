import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { missingEngines, modelFile } from "@completions-api/testing";
import type { Checkout } from "../checkout.ts";
import { gatewayFlags } from "../programs.ts";
import { type Host, Network } from "./network.ts";

const gateways = 3;
const port = 8080;
/** The most requests a minute of the key `limited`. */
export const limit = 60;

/** Three gateways behind a balancer, one Redis, a scripted engine and a real one, each on a machine of its own. */
export interface Site extends AsyncDisposable {
  readonly callers: Host;
  readonly redis: Host;
  /** The host and port of the balancer. */
  readonly balancer: { readonly address: string; readonly port: number };
  /** The ids of the processes. */
  readonly pids: { readonly gateways: readonly number[]; readonly balancer: number; readonly redis: number };
}

/**
 * Starts a site, and waits until each gateway is ready.
 *
 * @throws Error that names what is missing.
 */
export async function startSite({ gateway }: Checkout): Promise<Site> {
  checkRequirements();
  const folder = await mkdtemp(join(tmpdir(), "bench-scaling-"));
  const network = new Network();
  try {
    const callers = network.addHost("callers");
    const redis = network.addHost("redis");
    const server = redis.start(["redis-server", ...["--protected-mode", "no"], ...["--save", ""]]);
    const engines = network.addHost("engines");
    const upstream = fileURLToPath(new URL("../growth/stream-upstream.ts", import.meta.url));
    engines.start([process.execPath, upstream, "8000", "0.0.0.0"]);
    startLlamaCpp(engines);

    const config = join(folder, "gateway.yaml");
    await writeFile(config, JSON.stringify(createConfig(engines)));
    const hosts = Array.from({ length: gateways }, (_, number) => network.addHost(`gateway-${number + 1}`));
    const program = [process.execPath, ...gatewayFlags, fileURLToPath(gateway), "--config", config];
    const children = hosts.map((host) => host.start(program, { REDIS_URL: `redis://${redis.address}` }));

    for (const host of hosts) await waitUntilReady(callers, host.address);

    const balancer = network.addHost("balancer");
    const balancerFile = join(folder, "haproxy.cfg");
    await writeFile(balancerFile, createBalancerConfig(hosts));
    const proxy = balancer.start(["haproxy", "-f", balancerFile]);
    await waitUntilReady(callers, balancer.address);
    return {
      callers,
      redis,
      balancer: { address: balancer.address, port },
      pids: {
        gateways: children.map(({ pid = 0 }) => pid),
        balancer: proxy.pid ?? 0,
        redis: server.pid ?? 0,
      },
      async [Symbol.asyncDispose]() {
        await network[Symbol.asyncDispose]();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await network[Symbol.asyncDispose]();
    throw error;
  }
}

function checkRequirements(): void {
  if (missingEngines) throw new Error(missingEngines);
  const programs = [
    ["ip", "netns"],
    ["redis-server", "--version"],
    ["haproxy", "-v"],
  ] as const;
  for (const [program, argument] of programs) {
    if (spawnSync(program, [argument]).error) throw new Error(`${program} is not installed.`);
  }
  if (process.getuid?.() !== 0) throw new Error("Network namespaces need root.");
}

/** Starts llama.cpp's server, with its tiny model of random weights. */
function startLlamaCpp(host: Host): void {
  const folder = fileURLToPath(new URL("../../../packages/testing/", import.meta.url));
  const python = join(folder, "node_modules/.cache/engines/bin/python");
  const parameters = JSON.stringify({ hostnames: ["0.0.0.0"], n_parallel: 8, n_ctx: 8192 });
  host.start([python, join(folder, "engines/serve_llama_cpp.py"), modelFile, "8001", parameters]);
}

/** The configuration of each gateway. Every request of the key `streams` is counted in Redis, too. */
function createConfig({ address }: Host): object {
  const key = (name: string, requestsPerMinute: number) => ({
    name,
    sha256: createHash("sha256").update(name).digest("hex"),
    limits: { requestsPerMinute, tokensPerMinute: 1_000_000_000 },
  });
  return {
    listen: { host: "0.0.0.0", port },
    keys: [key("streams", 1_000_000), key("limited", limit)],
    redis: { url: { env: "REDIS_URL" } },
    deployments: {
      scripted: { engine: "vllm", urls: [`http://${address}:8000/v1`], model: "meta-llama/Llama-3.1-8B" },
      real: { engine: "llama.cpp", urls: [`http://${address}:8001/v1`], model: "tiny" },
    },
    log: { level: "warn" },
  };
}

function createBalancerConfig(hosts: readonly Host[]): string {
  const servers = hosts.map(
    ({ address }, number) => `  server gateway-${number + 1} ${address}:${port} check\n`,
  );
  return `global
  maxconn 5000
defaults
  mode http
  timeout connect 1s
  timeout client 1h
  timeout server 1h
  # Otherwise it holds events for up to 200 ms.
  option http-no-delay
frontend callers
  bind :${port}
  default_backend gateways
backend gateways
  balance leastconn
  option httpchk GET /readyz
${servers.join("")}`;
}

/** Asks until a server is ready. */
async function waitUntilReady(from: Host, address: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  const program = `fetch("http://${address}:${port}/readyz").then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  while (performance.now() < deadline) {
    try {
      from.run([process.execPath, "--eval", program]);
      return;
    } catch {
      await setTimeout(200);
    }
  }
  throw new Error(`${address} is not ready after a minute.`);
}
