import { beforeEach, expect, test, vi } from "vitest";
import { startMock } from "../src/index.ts";
import { wait } from "../src/responses/wait.ts";
import { ask } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

// The mock waits with this function. Here it returns at once, and the test reads how long it would have waited.
vi.mock("../src/responses/wait.ts", () => ({ wait: vi.fn(async () => {}) }));

beforeEach(() => {
  vi.mocked(wait).mockClear();
});

test.each([
  ["come before the first event and between events", "ttft=100, itl=50", true, [100, 50, 50, 50]],
  ["make a whole completion as late as the end of its stream", "ttft=100, itl=50", false, [100, 50, 50, 50]],
  ["come before an error", "code=503, ttft=100", true, [100]],
  ["come before a dynamic response", "dynamic=true, ttft=100", false, [100]],
])("waits %s: %s", async (_what, prefer, stream, waits) => {
  await using mock = await startMock({ port: 0, engine: countingEngine });
  await (await ask(mock, { headers: { prefer }, body: { prompt: "Hello", stream } })).text();
  expect(vi.mocked(wait).mock.calls.map(([milliseconds]) => milliseconds)).toEqual(waits);
});
