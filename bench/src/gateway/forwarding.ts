import type { Place } from "../measuring/cores.ts";
import { measureRequests } from "../measuring/load.ts";
import { byName, inTurns, type WarmEffort } from "../measuring/rates.ts";
import type { Rounds } from "../measuring/rounds.ts";
import {
  type Program,
  type RunningServer,
  readMemory,
  startServer,
  startServers,
  stopServers,
} from "../measuring/servers.ts";
import { type CallEffort, measureAddedTimes } from "./added-time.ts";
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
  readonly whole: Rounds;
  /** The milliseconds within which 99 % of these requests were answered. */
  readonly p99: Rounds;
  /** Streams a second on 16 connections, when all events of a stream arrive at once. */
  readonly bursts: Rounds;
  /** Streams a second with 64 streams open, when the events of a stream arrive 5 ms apart. */
  readonly paced: Rounds;
  /** Milliseconds that a request on one connection takes longer than straight to the upstream, at the median. */
  readonly addedTime: Rounds;
  /** Megabytes in memory after all of this. */
  readonly memory: number;
}

/** The figures of the gateway and of each peer. */
export type ForwardingFigures = Readonly<Record<"gateway" | PeerName, Forwarding>>;

/** How long to measure, and the cores that each contender gets. */
export interface ForwardingEffort extends WarmEffort, CallEffort {
  readonly place: Place;
}

/**
 * Sends the same requests through each contender to the same upstream, in turns.
 *
 * @param createPrograms - returns the contenders, for the base URL of the upstream.
 */
export async function measureForwarding<Name extends string>(
  createPrograms: (url: string) => Promise<Record<Name, Program>>,
  effort: ForwardingEffort,
): Promise<Record<Name, Forwarding>> {
  const { rounds, seconds, warmUp, place } = effort;
  const upstream = await startServer(upstreamProgram, "load");
  const servers = await startServers(await createPrograms(`http://127.0.0.1:${upstream.port}`), place);
  const measure = <Value>(measureOnce: (server: RunningServer) => Promise<Value>) =>
    inTurns(
      byName(servers, (server) => () => measureOnce(server)),
      rounds,
      // In turns, too: requests that a turn leaves unfinished at its end make V8 compile much of a server's code again.
      Math.ceil(warmUp / seconds),
    );
  const whole = await measure((server) => measureRequests(server, bodies.whole, seconds));
  const bursts = await measure((server) =>
    measureStreamRate(server, bodies.bursts, { connections: 16, seconds }),
  );
  const paced = await measure((server) =>
    measureStreamRate(server, bodies.paced, { connections: 64, seconds }),
  );
  const addedTime = await measureAddedTimes(upstream, servers, bodies.whole, effort);
  const memory: Partial<Record<Name, number>> = {};
  for (const name in servers) memory[name] = await readMemory(servers[name]);
  await stopServers({ ...servers, upstream });
  return byName(servers, (_, name) => ({
    whole: whole[name].map(({ rate }) => rate),
    p99: whole[name].map(({ p99 }) => p99),
    bursts: bursts[name],
    paced: paced[name],
    addedTime: addedTime[name],
    memory: memory[name] ?? Number.NaN,
  }));
}
