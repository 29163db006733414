import { once } from "node:events";
import { Agent, request } from "node:http";
import { median } from "../rates.ts";
import type { CallHead } from "../servers.ts";

const rounds = 3000;

/** A server, and how it takes a request. */
export interface Callee {
  readonly port: number;
  readonly call: CallHead;
}

/**
 * How much longer a call takes through each server than straight to the upstream, in milliseconds: the differences of
 * the medians of single calls, one at a time, in turns. The first fifth only warms up.
 */
export async function measureAddedTimes<Callees extends readonly Callee[]>(
  upstream: Callee,
  callees: readonly [...Callees],
  body: object,
): Promise<{ [Index in keyof Callees]: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const text = JSON.stringify(body);
  const lanes = [upstream, ...callees].map((callee) => ({ callee, times: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { callee, times } of lanes) {
      const start = performance.now();
      await send(callee, text, agent);
      times.push(performance.now() - start);
    }
  }
  agent.destroy();
  const [direct = Number.NaN, ...through] = lanes.map(({ times }) => median(times.slice(rounds / 5)));
  // There is one for each server.
  return through.map((time) => time - direct) as { [Index in keyof Callees]: number };
}

async function send({ port, call }: Callee, body: string, agent: Agent): Promise<void> {
  const sent = request({ port, host: "127.0.0.1", method: "POST", ...call, agent });
  sent.setHeader("content-length", body.length);
  sent.end(body);
  const [response] = await once(sent, "response");
  if (response.statusCode !== 200)
    throw new Error(`http://127.0.0.1:${port} answered with ${response.statusCode}.`);
  response.resume();
  await once(response, "end");
}
