import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { measureRequestRate } from "./load.ts";
import { inTurns } from "./rates.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";
import { type Command, mockCommand, prismCommand, startServer, stopServer } from "./servers.ts";
import { holdSlowStreams, type SlowStreams } from "./slow-streams.ts";

const starts = 7;
const turns = 5;
const streamCount = 1000;

/** Both answer it with the spec's example. */
const exampleBody = spec.components.examples["sample-response"]["x-request"].body;
/** The mock generates 16 tokens for it; Prism has the same example again. */
const promptBody = { prompt: "Call me", max_tokens: 16, seed: 1 };

/** Compares the mock with Prism's own command line, started beside it with the same spec. */
export async function benchMock(): Promise<Report> {
  const [mockStart, prismStart] = await measureStarts();
  const [example, prismExample, generated, prismGenerated] = await measureRequests();
  const { whole, memory } = await measureStreams();
  const rows: Row[] = [
    { name: "mock, start to first 200", value: mockStart, unit: "ms" },
    { name: "Prism, start to first 200", value: prismStart, unit: "ms" },
    { name: "mock, an example", value: example, unit: "requests/s" },
    { name: "Prism, an example", value: prismExample, unit: "requests/s" },
    { name: "mock, 16 generated tokens", value: generated, unit: "requests/s" },
    { name: "Prism, an example for the same request", value: prismGenerated, unit: "requests/s" },
    { name: "mock, memory when idle, heap of 96 MB", value: memory.idle, unit: "MB" },
    { name: `mock, memory with ${streamCount} slow streams open`, value: memory.open, unit: "MB" },
    { name: "mock, memory halfway through them", value: memory.half, unit: "MB" },
    { name: "mock, memory before their end", value: memory.end, unit: "MB" },
  ];
  return {
    rows,
    bars: [
      atLeast(1.5, "an example, requests/s, mock : Prism", example / prismExample),
      atLeast(1.5, "16 generated tokens, requests/s, mock : Prism", generated / prismGenerated),
      atMost(1, "start to first 200, mock : Prism", mockStart / prismStart),
      atLeast(streamCount, "slow streams that were whole", whole),
      atMost(1.05, "memory, before the end : halfway", memory.end / memory.half),
    ],
  };
}

async function measureStarts(): Promise<[mock: number, prism: number]> {
  const measure = async (command: Command) => {
    const server = await startServer(command);
    await stopServer(server);
    return server.startTime;
  };
  return inTurns([() => measure(mockCommand), () => measure(prismCommand)], starts);
}

async function measureRequests(): Promise<[number, number, number, number]> {
  const [mock, prism] = [await startServer(mockCommand), await startServer(prismCommand)];
  const rates = await inTurns(
    [
      () => measureRequestRate(mock.port, exampleBody),
      () => measureRequestRate(prism.port, exampleBody),
      () => measureRequestRate(mock.port, promptBody),
      () => measureRequestRate(prism.port, promptBody),
    ],
    turns,
  );
  await Promise.all([stopServer(mock), stopServer(prism)]);
  return rates;
}

/** With little room for garbage, memory shows what is kept, not what V8 has yet to collect. */
async function measureStreams(): Promise<SlowStreams> {
  const server = await startServer((port) => ["--max-old-space-size=96", ...mockCommand(port)]);
  const streams = await holdSlowStreams(streamCount, server);
  await stopServer(server);
  return streams;
}
