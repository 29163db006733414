import { measureRequestRate } from "../load.ts";
import { inTurns } from "../rates.ts";
import { type CallHead, type RunningServer, readMemory, startServer, stopServer } from "../servers.ts";
import { measureAddedTimes } from "./added-time.ts";
import { writeConfig } from "./config.ts";
import { type ContenderName, createContenders, upstreamCall, upstreamCommand } from "./contenders.ts";
import { eventCount } from "./stream.ts";
import { measureStreamRate } from "./stream-rate.ts";

const turns = 5;
/** Streams that are open at a time. */
const connections = { bursts: 16, paced: 64 };

const bodies = {
  whole: { prompt: "Call me", max_tokens: 16, seed: 1 },
  bursts: { prompt: "Call me", max_tokens: eventCount, stream: true },
  paced: { prompt: "paced", max_tokens: eventCount, stream: true },
};

/** How a contender forwards. */
export interface Forwarding {
  /** Requests a second on 16 connections, each answered with one JSON. */
  readonly whole: number;
  /** Streams a second on 16 connections, the events of each there at once. */
  readonly bursts: number;
  /** Streams a second with 64 open, the events of each 5 ms apart. */
  readonly paced: number;
  /** Milliseconds that a request on one connection takes longer than without anything between, at the median. */
  readonly addedTime: number;
  /** Megabytes in memory after all of it. */
  readonly memory: number;
}

/** All of them, by name. */
export type ForwardingFigures = Readonly<Record<ContenderName, Forwarding>>;

interface Running extends RunningServer {
  readonly call: CallHead;
}

/** Has the gateway and its peers forward the same requests to the same upstream, in turns. */
export async function measureForwarding(): Promise<ForwardingFigures> {
  const upstream = { ...(await startServer(upstreamCommand, upstreamCall)), call: upstreamCall };
  const url = `http://127.0.0.1:${upstream.port}`;
  const config = await writeConfig({ engine: "vllm", urls: [`${url}/v1`], model: "meta-llama/Llama-3.1-8B" });
  const contenders = Object.entries(createContenders(url, config));
  const servers: Running[] = [];
  for (const [, { command, call }] of contenders)
    servers.push({ ...(await startServer(command, call)), call });

  const whole = await inTurns(
    servers.map(
      ({ port, call }) =>
        () =>
          measureRequestRate(port, bodies.whole, call),
    ),
    turns,
  );
  const measureStreams = (kind: keyof typeof connections) =>
    inTurns(
      servers.map(
        ({ port, call }) =>
          () =>
            measureStreamRate(port, bodies[kind], call, connections[kind]),
      ),
      turns,
    );
  const bursts = await measureStreams("bursts");
  const paced = await measureStreams("paced");
  const addedTimes = await measureAddedTimes(upstream, servers, bodies.whole);
  const memory = await Promise.all(servers.map(readMemory));
  await Promise.all([upstream, ...servers].map(stopServer));

  const figures = contenders.map(([name], index) => [
    name,
    {
      whole: whole[index],
      bursts: bursts[index],
      paced: paced[index],
      addedTime: addedTimes[index],
      memory: memory[index],
    },
  ]);
  // The names are those of the contenders, and each has its place in every list.
  return Object.fromEntries(figures) as ForwardingFigures;
}
