import type { Incident } from "./attackers.ts";
import { type CallerReport, sum } from "./caller/tally.ts";
import { type CallerGroup, connectionEnds, type HostileCase, type Range } from "./hostile-case.ts";

/** Bounds on the responses to a group of evil callers, or to all of them. */
type ReportBounds = Pick<CallerGroup, "responses" | "ends">;

/** The bounds of latencies in milliseconds. */
export interface LatencyBounds {
  readonly health: number;
  readonly bystander: number;
  /** The slowdown of the bystander at most, in place of that of the case. */
  readonly slowdown?: number;
  /** Milliseconds of a turn at most, unless the case allows more. */
  readonly turn?: number;
}

/** Milliseconds on a processor. A request for health waits for a few turns of the event loop. */
const longestTurn = 200;

/** Bounds that a busy machine does not break, for the bounded form. */
export const generousBounds: LatencyBounds = { health: 19_000, bystander: 19_500, slowdown: 1000, turn: 400 };

/**
 * Compares what happened in a case with what must hold in it, and in every case.
 *
 * @param bounds - the 99th percentiles of the latencies at most, in place of those of the case.
 * @returns a sentence for each thing that does not hold.
 */
export function judge(
  { holds, callers: groups = [] }: Pick<HostileCase, "holds" | "callers">,
  incident: Incident,
  bounds: LatencyBounds = { health: holds.health?.p99 ?? 200, bystander: holds.bystander?.p99 ?? 1000 },
): readonly string[] {
  const { callers, bystander, upstream, memory, death, busy, stopped } = incident;
  const problems: string[] = [];
  const check = (name: string, value: number, range: Range | undefined) => {
    if (range !== undefined && !isWithin(value, range))
      problems.push(`${name}: ${round(value)} instead of ${describe(range)}`);
  };

  if (death !== undefined) problems.push(`the process died: ${death}`);
  const checkReport = (where: string, report: CallerReport, expected: ReportBounds) => {
    const { responses, ends = {} } = expected;
    for (const [kind, count] of Object.entries(responses === undefined ? {} : report.responses))
      if (!(kind in Object(responses))) problems.push(`${where}unexpected response: ${kind} (${count})`);
    for (const [kind, range] of Object.entries(responses ?? {}))
      check(where + kind, report.responses[kind] ?? 0, range);
    for (const end of connectionEnds) check(`${where}connections ${end}`, report.ends[end], ends[end]);
  };
  for (const [index, group] of groups.entries()) {
    const report = callers[index];
    if (report === undefined) continue;
    problems.push(...report.faults);
    checkReport(`group ${index + 1}: `, report, group);
  }
  const all = sum(callers);
  checkReport("", all, holds);
  check("bytes received", all.received, holds.received);
  check("upstream requests", upstream.requests, holds.upstream?.requests);
  check("upstream tokens", upstream.tokens, holds.upstream?.tokens);
  check("bytes from the upstream", upstream.sent, holds.upstream?.sent);
  check("upstream requests at a time", upstream.busiest, holds.upstream?.busiest);
  check("seconds", incident.seconds, holds.seconds);
  if (memory !== undefined && holds.memory !== undefined)
    check("megabytes", memory / 2 ** 20, { most: holds.memory });

  check("milliseconds of a turn", incident.longestTurn ?? 0, {
    most: Math.max(holds.turn ?? longestTurn, bounds.turn ?? 0),
  });

  problems.push(...bystander.health.failures.map((failure) => `/healthz: ${failure}`));
  const { served = true } = holds.bystander ?? {};
  const failures = bystander.completions.failures.filter((failure) => served || failure.includes("st0len"));
  problems.push(...failures.map((failure) => `the bystander: ${failure}`));
  check("health p99", bystander.health.p99, { most: bounds.health });
  check("bystander p99", bystander.completions.p99, { most: bounds.bystander });

  if (holds.slowdown !== undefined && incident.rest)
    check("slowdown", bystander.completions.median / incident.rest.completions.median, {
      most: bounds.slowdown ?? holds.slowdown,
    });
  if (holds.growth !== undefined && incident.usedMemory)
    check("growth in megabytes", growthOf(incident.usedMemory) / 2 ** 20, { most: holds.growth });

  problems.push(...busy.map((gauge) => `at the end: ${gauge}`));
  if (stopped && stopped.code !== 0) problems.push(`exit code ${stopped.code}`);
  problems.push(...(stopped?.secrets ?? []).map((secret) => `the log has ${secret}`));
  return problems;
}

/** Returns by how much the median of the last third exceeds that of the third before it. */
function growthOf(samples: readonly number[]): number {
  const third = Math.floor(samples.length / 3);
  return median(samples.slice(2 * third)) - median(samples.slice(third, 2 * third));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function isWithin(value: number, range: Range): boolean {
  if (typeof range === "number") return value === range;
  return (
    value >= (range.least ?? Number.NEGATIVE_INFINITY) && value <= (range.most ?? Number.POSITIVE_INFINITY)
  );
}

function describe(range: Range): string {
  if (typeof range === "number") return String(range);
  const { least, most } = range;
  return [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ].join(" and ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
