import { once } from "node:events";
import { Agent } from "node:http";
import { byName } from "../measuring/rates.ts";
import { type Rounds, toRounds } from "../measuring/rounds.ts";
import { type RunningServer, send } from "../measuring/servers.ts";

/**
 * The request that each server gets. It names the samplers that llama.cpp applies by default, because the gateway switches them
 * off otherwise, and then the engine takes milliseconds longer for each token.
 */
const request = { prompt: "Call me", max_tokens: 4, temperature: 0.8, top_k: 40, min_p: 0.05, stream: true };

/** A server that streams, in front of an engine or the engine itself. */
export type StreamingServer = Pick<RunningServer, "port" | "call">;

/** How long to measure. */
export interface FirstTokenEffort {
  /** The number of requests to each server. */
  readonly requests: number;
  /** The number of rounds that they are divided into. */
  readonly rounds: number;
}

/**
 * Measures how many milliseconds later the first token arrives through each server than straight from the engine, at the
 * median. Requests are sent one at a time, and each is compared with one to the engine just before or after it. The first
 * fifth only warms up.
 */
export async function measureAddedTimeToFirstToken<Name extends string>(
  engine: StreamingServer,
  servers: Readonly<Record<Name, StreamingServer>>,
  { requests, rounds }: FirstTokenEffort,
): Promise<Record<Name, Rounds>> {
  const body = JSON.stringify(request);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const lanes = byName(servers, (server) => ({ server, added: [] as number[] }));
  const all = Object.values<(typeof lanes)[Name]>(lanes);
  for (let count = 0; count < requests; count++) {
    // The engine closes each connection after a stream.
    const direct = () => timeFirstToken(engine, body, false);
    // Half of the times begin with the engine, so that neither has the advantage of being first.
    let straight = count % 2 === 0 ? await direct() : 0;
    const times: number[] = [];
    for (const { server } of all) times.push(await timeFirstToken(server, body, agent));
    straight ||= await direct();
    if (count >= requests / 5)
      for (const [place, { added }] of all.entries()) added.push((times[place] ?? 0) - straight);
  }
  agent.destroy();
  return byName(lanes, ({ added }) => toRounds(added, rounds));
}

async function timeFirstToken(server: StreamingServer, body: string, agent: Agent | false): Promise<number> {
  const start = performance.now();
  const response = await send(server, body, agent);
  if (response.statusCode !== 200) {
    throw new Error(`http://127.0.0.1:${server.port} responded with ${response.statusCode}.`);
  }
  let text = "";
  let time: number | undefined;
  response.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    if (text.includes("data: ")) time ??= performance.now() - start;
  });
  await once(response, "end");
  if (time === undefined) throw new Error(`http://127.0.0.1:${server.port} sent no event.`);
  return time;
}
