import { measureRequestRate } from "../measuring/load.ts";
import { byName, type Effort, inTurns } from "../measuring/rates.ts";
import {
  type Program,
  type RunningServer,
  readMemory,
  startServer,
  startServers,
  stopServers,
} from "../measuring/servers.ts";
import { measureAddedTimes } from "./added-time.ts";
import { type PeerName, upstreamProgram } from "./programs.ts";
import { eventCount } from "./stream.ts";
import { measureStreamRate } from "./stream-rate.ts";

const bodies = {
  whole: { prompt: "Call me", max_tokens: 16, seed: 1 },
  bursts: { prompt: "Call me", max_tokens: eventCount, stream: true },
  paced: { prompt: "paced", max_tokens: eventCount, stream: true },
};

/** The figures of one contender. */
export interface Forwarding {
  /** Requests a second on 16 connections, each answered with one JSON body. */
  readonly whole: number;
  /** Streams a second on 16 connections, when all events of a stream arrive at once. */
  readonly bursts: number;
  /** Streams a second with 64 streams open, when the events of a stream arrive 5 ms apart. */
  readonly paced: number;
  /** Milliseconds that a request on one connection takes longer than straight to the upstream, at the median. */
  readonly addedTime: number;
  /** Megabytes in memory after all of this. */
  readonly memory: number;
}

/** The figures of the gateway and of each peer. */
export type ForwardingFigures = Readonly<Record<"gateway" | PeerName, Forwarding>>;

/** How long to measure. */
export interface ForwardingEffort extends Effort {
  /** The number of single calls to each contender. */
  readonly calls: number;
}

/**
 * Sends the same requests through each contender to the same upstream, in turns.
 *
 * @param createPrograms - returns the contenders, for the base URL of the upstream.
 */
export async function measureForwarding<Name extends string>(
  createPrograms: (url: string) => Promise<Record<Name, Program>>,
  { turns, seconds, calls }: ForwardingEffort,
): Promise<Record<Name, Forwarding>> {
  const upstream = await startServer(upstreamProgram, "load");
  const servers = await startServers(await createPrograms(`http://127.0.0.1:${upstream.port}`));
  const measure = (measureRate: (server: RunningServer) => Promise<number>) =>
    inTurns(
      byName(servers, (server) => () => measureRate(server)),
      turns,
    );
  const whole = await measure((server) => measureRequestRate(server, bodies.whole, seconds));
  const bursts = await measure((server) =>
    measureStreamRate(server, bodies.bursts, { connections: 16, seconds }),
  );
  const paced = await measure((server) =>
    measureStreamRate(server, bodies.paced, { connections: 64, seconds }),
  );
  const addedTime = await measureAddedTimes(upstream, servers, bodies.whole, calls);
  const memory = await inTurns(
    byName(servers, (server) => () => readMemory(server)),
    1,
  );
  await stopServers({ ...servers, upstream });
  return byName(servers, (_, name) => ({
    whole: whole[name],
    bursts: bursts[name],
    paced: paced[name],
    addedTime: addedTime[name],
    memory: memory[name],
  }));
}
