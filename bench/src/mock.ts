import type { Checkout } from "./checkout.ts";
import { measureMockRates, measureStarts } from "./mock/requests.ts";
import { holdSlowStreams } from "./mock/slow-streams.ts";
import { mockProgram, prismProgram } from "./programs.ts";
import { atLeast, atMost, type Report } from "./report.ts";

const streamCount = 1000;

/** Compares the mock with Prism's command line on the same spec. */
export async function benchMock(checkout: Checkout): Promise<Report> {
  const programs = { mock: mockProgram(checkout), prism: prismProgram };
  const starts = await measureStarts(programs, 7);
  const { mock, prism } = await measureMockRates(programs, { turns: 5, seconds: 2 });
  const { whole, memory } = await holdSlowStreams(streamCount, programs.mock);
  return {
    rows: [
      { name: "mock, start to first 200", value: starts.mock, unit: "ms" },
      { name: "Prism, start to first 200", value: starts.prism, unit: "ms" },
      { name: "mock, an example", value: mock.example, unit: "requests/s" },
      { name: "Prism, an example", value: prism.example, unit: "requests/s" },
      { name: "mock, 16 generated tokens", value: mock.generated, unit: "requests/s" },
      { name: "Prism, an example for the same request", value: prism.generated, unit: "requests/s" },
      { name: "mock, memory when idle, heap of 96 MB", value: memory.idle, unit: "MB" },
      { name: `mock, memory with ${streamCount} slow streams open`, value: memory.open, unit: "MB" },
      { name: "mock, memory halfway through them", value: memory.half, unit: "MB" },
      { name: "mock, memory before their end", value: memory.end, unit: "MB" },
    ],
    bars: [
      atLeast(1.5, "an example, requests/s, mock : Prism", mock.example / prism.example),
      atLeast(1.5, "16 generated tokens, requests/s, mock : Prism", mock.generated / prism.generated),
      atMost(1, "start to first 200, mock : Prism", starts.mock / starts.prism),
      atLeast(streamCount, "slow streams that completed", whole),
      atMost(1.05, "memory, before the end : halfway", memory.end / memory.half),
    ],
  };
}
