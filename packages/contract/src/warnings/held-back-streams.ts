import { bodyOf, type RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { estimateTimePerToken } from "./estimate-time-per-token.ts";
import { findProxy } from "./find-proxy.ts";
import { isStream } from "./recorded-response.ts";

const minimumStreams = 3;
/** Milliseconds over which a stream's events should arrive, so that it shows if they do not. */
const minimumSpread = 30;
/** The share of that time in which they arrive if something holds them back. */
const shareOfHeldBack = 0.25;
/** Milliseconds within which events arrive at once. */
const atOnce = 2;
/** More than any engine generates in a step. */
const eventsOfBurst = 8;

/** Times are in milliseconds. */
interface StreamTimes {
  readonly events: number;
  /** The number of times at which events arrived. */
  readonly bursts: number;
  /** From the first piece to the last one. */
  readonly spread: number;
  /** The same, if tokens take as long as in responses that are not streamed. */
  readonly expectedSpread: number;
}

/**
 * Finds streams whose events arrive many at once, because something collects them. That is certain if tokens take much longer,
 * as the durations of responses that are not streamed show.
 */
export function findHeldBackStreams(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  const perToken = estimateTimePerToken(exchanges) ?? 0;
  const streams = exchanges
    .filter(isStream)
    .map((exchange) => timesOf(exchange, perToken))
    .filter(({ spread, expectedSpread }) => Math.max(spread, expectedSpread) >= minimumSpread);
  const held = streams.filter(isHeldBack).sort((one, other) => other.events - one.events);
  const [longest] = held;
  if (longest === undefined || held.length < minimumStreams || held.length <= streams.length / 2) return [];
  const { events, bursts, spread } = longest;
  const proxy = findProxy(exchanges);
  const message = [
    `Events arrived many at once in ${held.length} of ${streams.length} streams: ${events} events`,
    bursts === 1 ? "together" : `at ${bursts} times within ${Math.round(spread)} ms`,
    perToken > 0
      ? `in the longest one, although a token takes about ${perToken.toPrecision(2)} ms.`
      : "in the longest one.",
    `The server, or ${proxy === undefined ? "a proxy before it" : `the proxy ${proxy}`}, holds events back.`,
    "Turn its buffering off; for nginx, the response header `X-Accel-Buffering: no` does that.",
  ].join(" ");
  return [{ id: "held-back-streams", message }];
}

function isHeldBack({ events, bursts, spread, expectedSpread }: StreamTimes): boolean {
  const isTooShort = expectedSpread >= minimumSpread && spread <= shareOfHeldBack * expectedSpread;
  return isTooShort || (bursts > 1 && events >= eventsOfBurst * bursts);
}

function timesOf(exchange: RecordedExchange, perToken: number): StreamTimes {
  const times = exchange.response?.pieces.map(({ at }) => at) ?? [];
  const [first = 0] = times;
  let bursts = 0;
  let start = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time - start <= atOnce) continue;
    bursts += 1;
    start = time;
  }
  const events = bodyOf(exchange).match(/^data:/gm)?.length ?? 0;
  // The first event has nothing before it, and the last two, the end of the choice and of the stream, follow at once.
  // The estimate contains the time that responses wait for each other, so it may exceed the duration of the whole stream.
  const expectedSpread = Math.min(perToken * Math.max(0, events - 3), exchange.durationMs);
  return { events, bursts, spread: (times.at(-1) ?? 0) - first, expectedSpread };
}
