import type { Checkout } from "./checkout.ts";
import { median, type Rounds, ratio } from "./measuring/rounds.ts";
import { exampleBody, mockContender, type PeerName, peers, promptBody } from "./mock/contenders.ts";
import { measureFirstAnswers } from "./mock/in-process.ts";
import { type MockRates, measureMockRates, measureStarts } from "./mock/requests.ts";
import { measureScriptedRates } from "./mock/scripted.ts";
import { holdSlowStreams } from "./mock/slow-streams.ts";
import { atLeast, atMost, type Bar, formatFigure, type Report, type Row } from "./report.ts";

const streamCount = 1000;
const turn = { seconds: 2, warmUp: 20_000 };
/** Below this ratio, the load generator or Node's HTTP server may limit the fastest mock. */
const enoughHeadroom = 1.5;

/** A figure of the mock and of each peer. */
type Figures<Value> = Readonly<Record<"mock" | PeerName, Value>>;

/** Compares the mock with its peers, which answer from the same spec. */
export async function benchMock(checkout: Checkout, rounds: number): Promise<Report> {
  const effort = { ...turn, rounds };
  const mock = mockContender(checkout);
  const contenders = { mock, ...peers };
  const startTimes = await measureStarts(contenders, rounds);
  const rates = await measureMockRates(contenders, effort);
  const scripted = await measureScriptedRates(checkout, effort);
  const example = await measureFirstAnswers({ mock: checkout }, exampleBody, rounds);
  const prompt = await measureFirstAnswers({ mock: checkout }, promptBody, rounds);
  const { whole, memory } = await holdSlowStreams(streamCount, mock.program);
  return {
    rows: [
      ...toRows(startTimes, rates),
      { name: "mock, a scripted reply", value: scripted.mock, unit: "requests/s" },
      { name: "mock-llm, a rule for the same request", value: scripted["mock-llm"], unit: "requests/s" },
      { name: "mock, import to first answer, an example", value: example.mock, unit: "ms" },
      { name: "mock, import to first answer, 16 generated tokens", value: prompt.mock, unit: "ms" },
      { name: "mock, memory when idle, heap of 96 MB", value: memory.idle, unit: "MB" },
      { name: `mock, memory with ${streamCount} slow streams open`, value: memory.open, unit: "MB" },
      { name: "mock, memory halfway through them", value: memory.half, unit: "MB" },
      { name: "mock, memory before their end", value: memory.end, unit: "MB" },
    ],
    bars: [
      ...toBars(startTimes, rates),
      atLeast(1, "a scripted reply, requests/s, mock : mock-llm", ratio(scripted.mock, scripted["mock-llm"])),
      atMost(40, "import to first answer, an example, ms", example.mock),
      atLeast(streamCount, "slow streams that completed", whole),
      atMost(1.05, "memory, before the end : halfway", memory.end / memory.half),
    ],
  };
}

function toRows(startTimes: Figures<Rounds>, rates: Figures<MockRates>): Row[] {
  const { "node:http": ceiling, ...mocks } = rates;
  const fastest = Math.max(
    ...Object.values(mocks).flatMap(({ example, prompt }) => [median(example), median(prompt)]),
  );
  const headroom = Math.min(median(ceiling.example), median(ceiling.prompt)) / fastest;
  if (headroom < enoughHeadroom) {
    console.warn(
      `Warning: node:http with a constant answers only ${formatFigure(headroom)} times as much as the fastest mock. The load generator may limit them.`,
    );
  }
  const rows = Object.entries(rates).flatMap(([name, { example, prompt }]) => [
    { name: `${name}, an example`, value: example, unit: "requests/s" },
    {
      name: `${name}, ${name === "mock" ? "16 generated tokens" : "an example for the same request"}`,
      value: prompt,
      unit: "requests/s",
    },
  ]);
  return [
    ...Object.entries(startTimes).map(([name, value]) => ({
      name: `${name}, start to first 200`,
      value,
      unit: "ms",
    })),
    ...rows,
    { name: "node:http : the fastest mock", value: headroom, unit: `times, ${enoughHeadroom} is enough` },
  ];
}

function toBars(startTimes: Figures<Rounds>, rates: Figures<MockRates>): Bar[] {
  const { mock, Prism, "openapi-backend": backend, "mock-llm": mockLlm } = rates;
  return [
    atLeast(4, "an example, requests/s, mock : Prism", ratio(mock.example, Prism.example)),
    atLeast(1, "an example, requests/s, mock : openapi-backend", ratio(mock.example, backend.example)),
    atLeast(1, "an example, requests/s, mock : mock-llm", ratio(mock.example, mockLlm.example)),
    atLeast(3, "16 generated tokens, requests/s, mock : Prism", ratio(mock.prompt, Prism.prompt)),
    atMost(300, "start to first 200, mock, ms", startTimes.mock),
    atMost(0.5, "start to first 200, mock : Prism", ratio(startTimes.mock, startTimes.Prism)),
    atMost(
      1,
      "start to first 200, mock : openapi-backend",
      ratio(startTimes.mock, startTimes["openapi-backend"]),
    ),
  ];
}
