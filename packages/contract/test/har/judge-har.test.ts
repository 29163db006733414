import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Mock, startMock } from "@completions-api/mock";
import { UnreadableHar } from "@completions-api/protocol/recorded";
import { chromiumBinary } from "@completions-api/testing";
import fc from "fast-check";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectRun } from "../../src/collect-run.ts";
import { judgeHar } from "../../src/har/judge-har.ts";
import type { RunResult } from "../../src/index.ts";
import { toHar } from "../../src/reports/har.ts";
import { formatHtml } from "../../src/reports/html/page.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

const token = "abcde12345";

async function judge(har: unknown): Promise<RunResult> {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "recorded.har");
  await writeFile(file, typeof har === "string" ? har : JSON.stringify(har));
  return await judgeHar(file);
}

interface Facts {
  readonly url?: string;
  readonly method?: string;
  readonly request?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly response?: object;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly content?: object;
  readonly entry?: object;
}

const pair = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

const completion = {
  id: "cmpl-1",
  object: "text_completion",
  created: 1_700_000_000,
  model: "whale",
  choices: [{ index: 0, text: " Some years ago", finish_reason: "length", logprobs: null }],
  usage: { prompt_tokens: 6, completion_tokens: 3, total_tokens: 9 },
};
const valid = { prompt: "Call me Ishmael.", max_tokens: 3 };

/** An archive of one exchange with OpenAI's face, as Chrome writes it. */
function harOf({
  url = "https://whale.example/v1/completions",
  method = "POST",
  request = {},
  headers = {},
  status = 200,
  response = {},
  responseHeaders = {},
  body = valid,
  content = { text: JSON.stringify(completion) },
  entry = {},
}: Facts = {}): object {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const sent = {
    ...{
      method,
      url,
      headers: pair({ ":authority": "whale.example", "Content-Type": "application/json", ...headers }),
    },
    ...(method === "POST" && {
      bodySize: Buffer.byteLength(text),
      postData: { mimeType: "application/json", text },
    }),
    ...request,
  };
  const received = {
    status,
    headers: pair({ "content-type": "application/json", "x-request-id": "req-1", ...responseHeaders }),
    content,
    ...response,
  };
  const times = {
    startedDateTime: "2026-01-01T00:00:00.000Z",
    time: 100,
    timings: { blocked: 10, dns: -1, connect: -1, send: 1, wait: 50, receive: 39 },
  };
  return { log: { entries: [{ ...times, request: sent, response: received, ...entry }] } };
}

async function outcomeOf(facts: Facts): Promise<string> {
  const { results } = await judge(harOf(facts));
  return results
    .map((result) => ("reason" in result ? `${result.outcome}: ${result.reason}` : result.outcome))
    .join();
}

const invalidValue = (param: string) =>
  JSON.stringify({ error: { message: "No.", type: "invalid_request_error", param, code: "invalid_value" } });

describe("judges what browsers and proxies export", () => {
  test.each<[name: string, expected: string, facts: Facts]>([
    ["a completion", "passed", {}],
    ["base64", "passed", { content: { text: btoa(JSON.stringify(completion)), encoding: "base64" } }],
    [
      "Charles, whose size is that of the compressed body",
      "passed",
      {
        content: { text: JSON.stringify(completion), size: 3 },
        responseHeaders: { "content-encoding": "gzip", "content-length": "3" },
      },
    ],
    [
      "a content type that only the content has",
      "passed",
      {
        response: {
          headers: pair({ "x-request-id": "req-1" }),
          content: { mimeType: "application/json", text: JSON.stringify(completion) },
        },
      },
    ],
    [
      "a usage that does not add up",
      "failed: expected total_tokens 9, the sum of the other two, got",
      {
        content: { text: JSON.stringify({ ...completion, usage: { ...completion.usage, total_tokens: 8 } }) },
      },
    ],
    [
      "Firefox, without bodies",
      "inconclusive: the body of the response is not recorded",
      { content: { mimeType: "application/json", comment: "Response bodies are not included." } },
    ],
    [
      "Chrome, without a body",
      "inconclusive: the body of the response is not recorded",
      { content: { size: 300, mimeType: "application/json" } },
    ],
    [
      "Chrome, an empty body",
      "failed: expected a JSON body, got 200, content-type application/json: an empty body",
      { content: { size: 0, mimeType: "application/json" } },
    ],
    [
      "Chrome, offline",
      "inconclusive: the exchange failed: net::ERR_INTERNET_DISCONNECTED",
      {
        status: 0,
        response: { headers: [], _error: "net::ERR_INTERNET_DISCONNECTED" },
        content: { size: 0, mimeType: "x-unknown" },
      },
    ],
    [
      "mitmproxy, no response",
      "inconclusive: no final response is recorded, only the status 0",
      { status: 0, response: { headers: [], _error: null }, content: {} },
    ],
    ["a 103", "inconclusive: no final response is recorded, only the status 103", { status: 103 }],
    [
      "an upgrade",
      "inconclusive: no final response is recorded, only the status 101",
      { status: 101, entry: { _webSocketMessages: [{ type: "send", data: "whale" }] } },
    ],
    [
      "a body cut by its size",
      "inconclusive: the body of the response is cut: 3 of 300 bytes are recorded",
      { content: { text: '{"i', size: 300 } },
    ],
    [
      "a body cut by its header",
      "inconclusive: the body of the response is cut: 3 of 300 bytes are recorded",
      { content: { text: '{"i' }, responseHeaders: { "content-length": "300" } },
    ],
    [
      "a body cut by its comment",
      "inconclusive: the body of the response is cut: Truncated",
      { content: { text: '{"i', comment: "Truncated" } },
    ],
    [
      "a redacted body",
      "inconclusive: the body of the response is redacted",
      { content: { text: "[REDACTED]" } },
    ],
    [
      "a request without its body",
      "inconclusive: the body of the request is not recorded",
      { request: { postData: undefined, bodySize: 30 } },
    ],
    [
      "a request whose body nobody counted",
      "inconclusive: the body of the request is not recorded",
      { request: { postData: undefined, bodySize: -1 } },
    ],
    [
      "Safari, without headers",
      "inconclusive: the headers of the response are not recorded",
      { response: { headers: [] } },
    ],
    [
      "an aborted request of Charles",
      "inconclusive: the exchange failed: FAILED",
      { entry: { _charlesStatus: "FAILED" } },
    ],
    [
      "a status that is none",
      "inconclusive: no final response is recorded, only the status 999",
      { status: 999 },
    ],
    [
      "a 204",
      "failed: expected a JSON body, got 204, content-type application/json: an empty body",
      { status: 204, content: { text: "whale" } },
    ],
  ])("%s", async (_name, expected, facts) => {
    expect(await outcomeOf(facts)).toContain(expected);
  });

  test.each<[name: string, expected: string, facts: Facts]>([
    [
      "an invalid request that is accepted",
      "failed: expected an error, since the request is invalid, got status 200",
      { body: { ...valid, n: 0 } },
    ],
    [
      "an unknown parameter that is accepted",
      "failed: expected error unknown_parameter, since the request is invalid, got completion",
      { body: { ...valid, whale: 1 } },
    ],
    ["no JSON that is accepted", "failed: expected an error", { body: "whale" }],
    [
      "text/plain that is accepted",
      "failed: expected error unsupported_media_type",
      { headers: { "Content-Type": "text/plain" } },
    ],
    [
      "an invalid request that is refused",
      "passed",
      { body: { ...valid, n: 0 }, status: 400, content: { text: invalidValue("n") } },
    ],
    [
      "the second of two faults",
      "passed",
      { body: { ...valid, n: 0, top_p: 7 }, status: 400, content: { text: invalidValue("top_p") } },
    ],
    [
      "the second of two broken rules",
      "passed",
      {
        body: { ...valid, n: 2, best_of: 1, max_tokens: 0 },
        status: 400,
        content: { text: invalidValue("best_of") },
      },
    ],
    [
      "a broken rule beside a wrong value",
      "passed",
      {
        body: { ...valid, temperature: 9, max_tokens: 0 },
        status: 400,
        content: { text: invalidValue("max_tokens") },
      },
    ],
    [
      "an unknown parameter beside a wrong value",
      "passed",
      {
        body: { ...valid, temperature: 9, whale: 1 },
        status: 400,
        content: {
          text: JSON.stringify({
            error: {
              message: "No whale.",
              type: "invalid_request_error",
              param: "whale",
              code: "unknown_parameter",
            },
          }),
        },
      },
    ],
    [
      "a fault that names another parameter",
      "failed: expected param n, got",
      { body: { ...valid, n: 0 }, status: 400, content: { text: invalidValue("seed") } },
    ],
    [
      "a valid request that is refused",
      "failed: expected a completion, since the request is valid, got error invalid_value: No.",
      { status: 400, content: { text: invalidValue("n") } },
    ],
    [
      "a wrong shape of an error",
      "failed: expected a valid body of the 400",
      { body: { ...valid, n: 0 }, status: 400, content: { text: '{"detail":"No."}' } },
    ],
    [
      "HTML for a 502",
      "failed: expected application/json, got 502, content-type text/html: <h1>",
      { status: 502, responseHeaders: { "content-type": "text/html" }, content: { text: "<h1>Bad gateway" } },
    ],
    [
      "an own face without its version",
      "failed: expected error invalid_query, since the request is invalid, got completion",
      {
        url: "https://whale.example/completions",
        responseHeaders: { "x-ms-error-code": "whale" },
        content: {
          text: JSON.stringify({ ...completion, choices: [{ index: 0, text: "", finish_reason: "length" }] }),
        },
      },
    ],
  ])("%s", async (_name, expected, facts) => {
    expect(await outcomeOf(facts)).toContain(expected);
  });

  test("a stream that lacks its end fails at the place of it", async () => {
    const chunk = {
      ...completion,
      choices: [{ ...completion.choices[0], finish_reason: null }],
      usage: undefined,
    };
    const { results } = await judge(
      harOf({
        body: { ...valid, stream: true },
        responseHeaders: { "content-type": "text/event-stream" },
        content: { text: `data: ${JSON.stringify(chunk)}\n\n` },
      }),
    );
    expect(results).toMatchObject([
      {
        id: "exchange-1",
        outcome: "failed",
        reason: expect.stringContaining("without [DONE]"),
        failure: { exchange: 0, event: 1 },
      },
    ]);
  });

  test("the times of pieces are those of the archive, if they are of the same body", async () => {
    const text = JSON.stringify(completion);
    const pieces = [
      { at: 60, text: text.slice(0, 9) },
      { at: 90, text: text.slice(9) },
    ];
    const recordedPieces = async (_pieces: unknown) =>
      (await judge(harOf({ entry: { _pieces } }))).results[0]?.exchanges[0]?.response?.pieces;
    expect(await recordedPieces(pieces)).toEqual(pieces);
    expect(await recordedPieces(pieces.slice(1))).toEqual([{ at: 100, text }]);
  });

  test("on another face, if somebody says so", async () => {
    using folder = createTemporaryFolder();
    const file = join(folder.path, "recorded.har");
    await writeFile(file, JSON.stringify(harOf()));
    expect(await judgeHar(file, { face: "completions" })).toMatchObject({
      target: { face: "completions" },
      results: [{ outcome: "failed", reason: expect.stringContaining("error invalid_query") }],
    });
  });

  test("other requests are left out and counted, and other targets named", async () => {
    const urls = [
      "https://whale.example/v1/chat/completions",
      "https://whale.example/v1/embeddings",
      "https://other.example/v1/completions",
      "https://whale.example/v1/completions",
    ];
    const entries = urls.flatMap((url) => {
      // It has the form that `harOf` returns.
      const { log } = harOf({ url }) as { log: { entries: object[] } };
      return log.entries;
    });
    const { results, warnings, target } = await judge({ log: { entries: [{}, null, ...entries] } });
    expect(results.map(({ id }) => id)).toEqual(["exchange-5", "exchange-6"]);
    expect(warnings.map(({ id }) => id)).toEqual([
      "chats-left-out",
      "other-requests-left-out",
      "several-targets",
    ]);
    expect(target).toEqual({ url: "https://other.example/v1", face: "openai" });
  });

  test("no secret of the file is in the result", async () => {
    const secret = "sk-whale-12345678";
    const other = "sk-ahab-87654321";
    const result = await judge(
      harOf({
        url: `https://ahab:${secret}@whale.example/v1/completions?api-key=${other}`,
        headers: { Authorization: `Bearer ${secret}`, Cookie: `session=${secret}` },
        responseHeaders: { "set-cookie": `session=${secret}`, "x-echo": secret },
        content: { text: `<p>${secret}</p>` },
      }),
    );
    expect(result.results[0]).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("<p>***</p>"),
    });
    expect(JSON.stringify(result)).not.toMatch(new RegExp(`${secret}|${other}`));
    expect(formatHtml(result)).not.toMatch(new RegExp(`${secret}|${other}`));
  });

  test.each(["whale", "{}", "[]", '{"log":{"entries":7}}', "null"])(
    "a file that is none: %s",
    async (text) => {
      await expect(judge(text)).rejects.toThrow(UnreadableHar);
    },
  );

  test("anything at all in an entry", async () => {
    const part = fc.jsonValue();
    const parts = fc.record(
      {
        headers: fc.oneof(part, fc.array(fc.record({ name: part, value: part }))),
        content: part,
        status: part,
        bodySize: part,
      },
      { requiredKeys: [] },
    );
    const entry = fc.record({
      time: part,
      timings: part,
      startedDateTime: part,
      _pieces: part,
      comment: part,
    });
    await fc.assert(
      fc.asyncProperty(part, parts, parts, entry, async (postData, request, response, entry) => {
        const har = harOf({ request: { ...request, postData }, response, entry });
        const { results } = await judge(har);
        expect(formatHtml(await judge(har))).toContain("exchange-1");
        expect(results).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  test("a byte order mark before an archive", async () => {
    expect(await judge(`\uFEFF${JSON.stringify(harOf())}`)).toMatchObject({
      results: [{ outcome: "passed" }],
    });
  });
});

describe("judges what the suite recorded of the mock", () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ port: 0 });
  });
  afterAll(() => mock.close());

  test.each(["completions", "openai"] as const)("on the face %s, nothing fails", async (face) => {
    const baseUrl = face === "openai" ? `${mock.url}/v1` : mock.url;
    const run = await collectRun({ target: { baseUrl, face, token, capabilities: ["prefer", "logprobs"] } });
    // Its client leaves before the end, which a recording does not show.
    const results = run.results.filter(({ id }) => id !== "client-leaves");
    const har = toHar({ ...run, results });
    const judged = await judge(har);
    expect(judged.target).toEqual({ url: baseUrl, face });
    const failed = judged.results.flatMap((result) =>
      result.outcome === "failed" ? [{ id: result.id, reason: result.reason }] : [],
    );
    expect(failed).toEqual([]);
    expect(judged.results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(
      har.log.entries.length * 0.8,
    );
  });

  test("a browser's own recording", async ({ skip }) => {
    if (!existsSync(chromiumBinary))
      skip("Chromium is not installed: install it from your system's packages.");
    using folder = createTemporaryFolder();
    const path = join(folder.path, "browser.har");
    const browser = await chromium.launch({ executablePath: chromiumBinary });
    try {
      const context = await browser.newContext({ recordHar: { path, content: "embed" } });
      const page = await context.newPage();
      await page.goto(mock.url);
      const ask = (body: object) =>
        page.evaluate(
          async ({ url, body }) => {
            const headers = { authorization: "Bearer abcde12345", "content-type": "application/json" };
            return (await fetch(url, { method: "POST", headers, body })).text();
          },
          { url: `${mock.url}/v1/completions`, body: JSON.stringify(body) },
        );
      await ask({ prompt: "Call me Ishmael.", max_tokens: 16, stream: true });
      await ask({ prompt: "🐳 über", max_tokens: 16 });
      await ask({ prompt: 7 });
      await context.close();
      const result = await judgeHar(path);
      expect(result.results.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "passed"]);
      expect(result.results.map(({ exchanges }) => exchanges[0]?.response?.status)).toEqual([200, 200, 400]);
      expect(JSON.stringify(result)).not.toContain(token);
    } finally {
      await browser.close();
    }
  });
});
