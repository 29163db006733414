import fc from "fast-check";
import { expect, test } from "vitest";
import { createLogs } from "../../src/telemetry/logs.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { createTextLog } from "../../src/telemetry/text-log.ts";
import { anyText } from "../support/any-text.ts";

/** Returns what the log shows of a request with these facts, without the time of day. */
function show(facts: Partial<RequestRecord>, { hasColors = false } = {}): string {
  let text = "";
  const write = (rows: string) => {
    text += rows;
  };
  const startedAt = 1000;
  createLogs(
    { level: "info" },
    createTextLog({ write, flush: (callback) => callback() }, { hasColors }),
  ).observe({
    ...new RequestRecord("id-1", "POST"),
    path: "/completions",
    startedAt,
    endedAt: startedAt + 38.5,
    ...facts,
  });
  return text.replace(/^\[\d\d:\d\d:\d\d\.\d{3}\] /, "");
}

const stream = {
  status: 200,
  caller: "search-team",
  deployment: "llama",
  model: "meta-llama/Llama-3.1-8B",
  stream: true,
  promptTokens: 3,
  completionTokens: 16,
  firstTokenAt: 1011.25,
} as const;

test("a stream is one row with its tokens and times", () => {
  expect(show(stream)).toBe(
    'INFO <search-team>: 200 POST /completions llama, 3 + 16 tokens, 38.5 ms, first token after 11.25 ms {"id":"id-1","model":"meta-llama/Llama-3.1-8B"}\n',
  );
});

test("a failure is one row that ends with its causes", () => {
  const failure = new Error("It failed", { cause: new TypeError("a\nb") });
  expect(show({ status: 502, deployment: "llama", errorCode: "bad_gateway", failure })).toBe(
    'WARN: 502 POST /completions llama bad_gateway, 38.5 ms: Error: It failed; cause: TypeError: a b {"id":"id-1"}\n',
  );
});

test("an internal error shows its stack", () => {
  const failure = new Error("It failed");
  failure.stack = "Error: It failed\n    at first\n    at second";
  expect(show({ status: 500, errorCode: "internal_error", failure })).toBe(
    `ERROR: 500 POST /completions internal_error, 38.5 ms: ${failure.stack} {"id":"id-1"}\n`,
  );
});

test("a client that disconnected before the response is shown as such", () => {
  expect(show({ left: true })).toBe('INFO: --- POST /completions, 38.5 ms, client left {"id":"id-1"}\n');
});

test("other entries keep their properties", () => {
  const rows: string[] = [];
  const { logger } = createLogs(
    { level: "info" },
    createTextLog({ write: (row) => rows.push(row), flush: (callback) => callback() }, { hasColors: false }),
  );
  logger.warn({ requests: 2, status: 1 }, "cut off");
  expect(rows.join("")).toMatch(/^\[[\d:.]+\] WARN: cut off \{"requests":2,"status":1\}\n$/);
});

test("has colors only if it is told to", () => {
  expect(show(stream)).not.toContain("\x1b");
  expect(show(stream, { hasColors: true })).toContain("\x1b[32mINFO\x1b[39m");
});

test("nothing from outside can command the terminal or start a row", () => {
  const dangerous = fc.string({
    unit: fc.oneof(
      fc.constantFrom("\x1b", "\n", "\r", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "[", "m", "a"),
      anyText({ minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(dangerous, dangerous, dangerous, (first, second, third) => {
      const row = show({
        status: 502,
        path: first,
        caller: second,
        deployment: third,
        failure: Object.assign(new Error(first, { cause: new Error(second) }), { code: third }),
        content: { prompt: [first, second], texts: [third] },
      });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys.
      expect(row).toMatch(/^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*\n$/);
    }),
  );
});
