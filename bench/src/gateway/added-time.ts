import { once } from "node:events";
import { Agent } from "node:http";
import { byName, median } from "../measuring/rates.ts";
import { type RunningServer, send } from "../measuring/servers.ts";

/**
 * Measures how many milliseconds longer a call takes through each server than straight to the upstream: the difference of
 * the medians. Calls are sent one at a time, to each server in turn. The first fifth only warms up.
 *
 * @param count - the number of calls to each.
 */
export async function measureAddedTimes<Name extends string>(
  upstream: RunningServer,
  servers: Readonly<Record<Name, RunningServer>>,
  body: object,
  count: number,
): Promise<Record<Name, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const text = JSON.stringify(body);
  const direct: number[] = [];
  const lanes = byName(servers, (server) => ({ server, times: [] as number[] }));
  for (let round = 0; round < count; round++) {
    direct.push(await timeCall(upstream, text, agent));
    for (const { server, times } of Object.values<(typeof lanes)[Name]>(lanes)) {
      times.push(await timeCall(server, text, agent));
    }
  }
  agent.destroy();
  const settled = (times: readonly number[]) => median(times.slice(count / 5));
  return byName(lanes, ({ times }) => settled(times) - settled(direct));
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
