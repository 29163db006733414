import { expect, test } from "vitest";
import type { Incident } from "./attackers.ts";
import type { CallerReport } from "./caller/tally.ts";
import type { HostileCase } from "./hostile-case.ts";
import { judge } from "./judge.ts";

const report: CallerReport = {
  responses: { "200": 3, "429 too_many_requests": 2 },
  faults: [],
  ends: { left: 5, closed: 0, unanswered: 0, reset: 0, refused: 0, open: 0 },
  received: 1000,
};

const latencies = { count: 100, median: 1, p99: 2, failures: [] };
const bystander = { health: latencies, completions: latencies };
const upstream = { url: "", requests: 3, tokens: 30, sent: 0, busiest: 2, open: 0 };

/** An incident in which everything held. */
const harmless: Incident = {
  callers: [report],
  bystander,
  rest: bystander,
  usedMemory: Array(6).fill(2 ** 20),
  upstream,
  longestTurn: 200,
  seconds: 1,
  memory: 100 * 2 ** 20,
  death: undefined,
  busy: [],
  stopped: { code: 0, secrets: [] },
};

const hostile: Pick<HostileCase, "holds" | "callers"> = {
  callers: [{ steps: [], responses: { "200": 3, "429 too_many_requests": { least: 1 } }, ends: { left: 5 } }],
  holds: {
    responses: { "200": { most: 3 }, "429 too_many_requests": {} },
    ends: { left: 5 },
    received: { most: 1000 },
    upstream: { requests: { most: 3 }, tokens: 30, sent: 0, busiest: { most: 2 } },
    memory: 100,
    seconds: { most: 1 },
    slowdown: 2,
    growth: 10,
  },
};

test("finds nothing in an incident in which everything held", () => {
  expect(judge(hostile, harmless)).toEqual([]);
});

function callersWith(change: Partial<CallerReport>): Partial<Incident> {
  return { callers: [{ ...report, ...change }] };
}

test.each<[problem: string, incident: Partial<Incident>]>([
  ["the process died: SIGABRT", { death: "SIGABRT" }],
  ["It has no schema.", callersWith({ faults: ["It has no schema."] })],
  [
    "group 1: unexpected response: 500 internal_error (1)",
    callersWith({ responses: { ...report.responses, "500 internal_error": 1 } }),
  ],
  ["group 1: 200: 2 instead of 3", callersWith({ responses: { ...report.responses, "200": 2 } })],
  ["200: 4 instead of at most 3", callersWith({ responses: { ...report.responses, "200": 4 } })],
  ["group 1: 429 too_many_requests: 0 instead of at least 1", callersWith({ responses: { "200": 3 } })],
  ["group 1: connections left: 4 instead of 5", callersWith({ ends: { ...report.ends, left: 4, reset: 1 } })],
  ["connections left: 4 instead of 5", callersWith({ ends: { ...report.ends, left: 4, reset: 1 } })],
  ["bytes received: 1001 instead of at most 1000", callersWith({ received: 1001 })],
  ["upstream requests: 4 instead of at most 3", { upstream: { ...upstream, requests: 4 } }],
  ["upstream tokens: 31 instead of 30", { upstream: { ...upstream, tokens: 31 } }],
  ["bytes from the upstream: 1 instead of 0", { upstream: { ...upstream, sent: 1 } }],
  ["upstream requests at a time: 3 instead of at most 2", { upstream: { ...upstream, busiest: 3 } }],
  ["milliseconds of a turn: 201 instead of at most 200", { longestTurn: 201 }],
  ["seconds: 2 instead of at most 1", { seconds: 2 }],
  ["megabytes: 101 instead of at most 100", { memory: 101 * 2 ** 20 }],
  [
    "health p99: 201 instead of at most 200",
    { bystander: { ...bystander, health: { ...latencies, p99: 201 } } },
  ],
  [
    "bystander p99: 1001 instead of at most 1000",
    { bystander: { ...bystander, completions: { ...latencies, p99: 1001 } } },
  ],
  [
    "slowdown: 3 instead of at most 2",
    { bystander: { ...bystander, completions: { ...latencies, median: 3 } } },
  ],
  ["/healthz: 503", { bystander: { ...bystander, health: { ...latencies, failures: ["503"] } } }],
  ["the bystander: 503", { bystander: { ...bystander, completions: { ...latencies, failures: ["503"] } } }],
  [
    "growth in megabytes: 11 instead of at most 10",
    { usedMemory: [1, 1, 1, 1, 12, 12].map((mb) => mb * 2 ** 20) },
  ],
  ["at the end: gateway_deployment_in_flight 1", { busy: ["gateway_deployment_in_flight 1"] }],
  ["exit code 1", { stopped: { code: 1, secrets: [] } }],
  ["the log has a key", { stopped: { code: 0, secrets: ["a key"] } }],
])("says: %s", (problem, incident) => {
  expect(judge(hostile, { ...harmless, ...incident })).toContain(problem);
});

test("lets a bystander of an evil upstream fail, unless it gets what is not its own", () => {
  const failures = ["502", "200: st0len"];
  const incident = { ...harmless, bystander: { ...bystander, completions: { ...latencies, failures } } };
  expect(judge({ holds: { bystander: { served: false } } }, incident)).toEqual([
    "the bystander: 200: st0len",
  ]);
});
