import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { Warning } from "../results.ts";
import { headerOf, readObjects } from "./recorded-response.ts";

/** Seconds that a clock may be wrong. */
const tolerance = 60;
const minimumResponses = 3;

/** Compares the header `Date`, and `created` of completions, with the clock of this machine. */
export function findClockSkew(exchanges: readonly RecordedExchange[]): readonly Warning[] {
  const dates = exchanges.map(
    (exchange) => Date.parse(headerOf(exchange, "date") ?? "") - arrivalOf(exchange),
  );
  const created = exchanges.map(
    (exchange) => Number(readObjects(exchange)[0]?.created) * 1000 - arrivalOf(exchange),
  );
  return [
    ...describe("The server's clock, by the header `Date` of its responses,", dates, {
      id: "clock-skew",
      advice: "Set its clock, or that of this machine: tokens and caches expire by it.",
    }),
    ...describe("`created` of the completions", created, {
      id: "created-skew",
      advice: "It should be the time of the completion, in seconds since 1970.",
    }),
  ];
}

/** The time at which the response's head arrived, in milliseconds since the epoch. */
function arrivalOf({ startedAt, headAt = 0 }: RecordedExchange): number {
  return startedAt + headAt;
}

function describe(
  subject: string,
  differences: readonly number[],
  { id, advice }: { id: string; advice: string },
): readonly Warning[] {
  const known = differences.filter(Number.isFinite).sort((one, other) => one - other);
  const median = (known[Math.floor(known.length / 2)] ?? 0) / 1000;
  if (known.length < minimumResponses || Math.abs(median) <= tolerance) return [];
  const message = `${subject} is ${formatSeconds(Math.abs(median))} ${median > 0 ? "ahead" : "behind"} (the median of ${known.length} responses). ${advice}`;
  return [{ id, message }];
}

function formatSeconds(seconds: number): string {
  const units = [
    [31_557_600, "years"],
    [86_400, "days"],
    [3600, "hours"],
    [60, "minutes"],
  ] as const;
  const [size, name] = units.find(([size]) => seconds >= 2 * size) ?? [1, "seconds"];
  return `${Math.round(seconds / size)} ${name}`;
}
