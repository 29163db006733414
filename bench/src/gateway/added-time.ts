import { once } from "node:events";
import { Agent } from "node:http";
import { byName } from "../measuring/rates.ts";
import { type Rounds, toRounds } from "../measuring/rounds.ts";
import { type RunningServer, send } from "../measuring/servers.ts";

/** How long to measure. */
export interface CallEffort {
  /** The number of calls to each server. */
  readonly calls: number;
  /** The number of rounds that they are divided into. */
  readonly rounds: number;
}

/**
 * Measures how many milliseconds longer a call takes through each server than straight to the upstream: the difference of
 * the medians. Calls are sent one at a time, to each server in turn. The first fifth only warms up.
 */
export async function measureAddedTimes<Name extends string>(
  upstream: RunningServer,
  servers: Readonly<Record<Name, RunningServer>>,
  body: object,
  { calls, rounds }: CallEffort,
): Promise<Record<Name, Rounds>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const text = JSON.stringify(body);
  const direct: number[] = [];
  const lanes = byName(servers, (server) => ({ server, times: [] as number[] }));
  for (let call = 0; call < calls; call++) {
    direct.push(await timeCall(upstream, text, agent));
    for (const { server, times } of Object.values<(typeof lanes)[Name]>(lanes)) {
      times.push(await timeCall(server, text, agent));
    }
  }
  agent.destroy();
  const settled = (times: readonly number[]) => toRounds(times.slice(calls / 5), rounds);
  const straight = settled(direct);
  return byName(lanes, ({ times }) => settled(times).map((time, round) => time - (straight[round] ?? 0)));
}

async function timeCall(server: RunningServer, body: string, agent: Agent): Promise<number> {
  const start = performance.now();
  const response = await send(server, body, agent);
  if (response.statusCode !== 200) {
    throw new Error(`http://127.0.0.1:${server.port} answered with ${response.statusCode}.`);
  }
  response.resume();
  await once(response, "end");
  return performance.now() - start;
}
