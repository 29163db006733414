import { missingEngines, startLlamaCpp } from "@completions-api/testing";
import type { Checkout } from "./checkout.ts";
import {
  type FirstTokenEffort,
  measureAddedTimeToFirstToken,
  type StreamingServer,
} from "./first-token/added-time.ts";
import { writeConfig } from "./gateway/config.ts";
import { peerPrograms } from "./gateway/programs.ts";
import type { Rounds } from "./measuring/rounds.ts";
import { type Program, startServers, stopServers } from "./measuring/servers.ts";
import { apiCall, gatewayProgram } from "./programs.ts";
import { atMost, type Report } from "./report.ts";

const requests = 1500;

/** Measures how much later the first token of llama.cpp's server arrives through the gateway, next to a bare pass-through. */
export async function benchFirstToken(checkout: Checkout, rounds: number): Promise<Report> {
  const added = await measureBeforeLlamaCpp(
    async (url) => ({
      gateway: await gatewayBeforeLlamaCpp(checkout, url),
      "undici pass-through": peerPrograms(url)["undici pass-through"],
    }),
    { requests, rounds },
  );
  return {
    rows: Object.entries(added).map(([name, value]) => ({
      name: `${name}, added time to the first token, p50`,
      value,
      unit: "ms",
    })),
    bars: [atMost(0.5, "gateway, added time to the first token, p50, ms", added.gateway)],
  };
}

/**
 * Measures programs in front of the same server of llama.cpp.
 *
 * @param createPrograms - returns the programs, for the address of the server without a path.
 * @throws Error if llama.cpp is not installed.
 */
export async function measureBeforeLlamaCpp<Name extends string>(
  createPrograms: (url: string) => Promise<Record<Name, Program>>,
  effort: FirstTokenEffort,
): Promise<Record<Name, Rounds>> {
  if (missingEngines) throw new Error(missingEngines);
  await using engine = await startLlamaCpp();
  const { origin } = engine.server;
  const servers = await startServers(await createPrograms(origin));
  const straight: StreamingServer = {
    port: Number(new URL(origin).port),
    call: { path: "/v1/completions", headers: { "content-type": "application/json" } },
  };
  const added = await measureAddedTimeToFirstToken(straight, servers, effort);
  await stopServers(servers);
  return added;
}

/** Returns a checkout's gateway in front of llama.cpp. It passes the request's samplers on. */
export async function gatewayBeforeLlamaCpp(checkout: Checkout, url: string): Promise<Program> {
  const config = await writeConfig({ engine: "llama.cpp", urls: [`${url}/v1`], model: "tiny" });
  const headers = { ...apiCall.headers, "extra-parameters": "pass-through" };
  return { ...gatewayProgram(checkout, config), call: { ...apiCall, headers } };
}
