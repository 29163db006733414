import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import type { Gateway } from "../../src/index.ts";
import { serveConfig } from "../support/serve-config.ts";
import { type Expected, type Report, type ReportedResponse, readReports } from "./public-reports/report.ts";
import { ReportedServer, reportedPrompt } from "./public-reports/reported-server.ts";

// Replays responses from public bug reports about servers and proxies to the gateway, on both faces, streamed and not.

/** The engines that differ most in what they are asked for, and in where their usage is. */
const engines = ["openai", "vllm", "llama.cpp", "ollama", "azure"];
const faces = ["completions", "openai"] as const;
/** The kinds of responses: to each face, streamed and not. The kinds of one `pair` cover both faces, and both streamed and not. */
const allKinds = faces.flatMap((face, index) => [
  { face, stream: true, pair: index },
  { face, stream: false, pair: 1 - index },
]);
const { key, entry } = createApiKey("tester");
const reports = readReports();

let server: ReportedServer;
/** Another server of the deployment `pair`. */
let other: ReportedServer;
let gateway: Gateway;
let log: string[] = [];

beforeAll(async () => {
  server = await ReportedServer.start();
  other = await ReportedServer.start();
  const all = new Set([
    ...engines,
    ...[...reports.values()].flat().flatMap((report) => report.engines ?? []),
  ]);
  const options = {
    model: "org/model",
    timeouts: { firstByte: 20_000, idle: 20_000 },
    breaker: { failures: 2, retryAfter: 60_000 },
  };
  const deployments = Object.fromEntries(
    Array.from(all, (engine) => [engine, { engine, urls: [server.url], ...options }]),
  );
  deployments.pair = { engine: "openai", urls: [server.url, other.url], ...options };
  const file = join(tmpdir(), `public-reports-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify({ defaultDeployment: "openai", deployments }));
  gateway = await serveConfig({ file }, { keys: [entry], write: (line) => log.push(line) });
  await rm(file);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly finishReason?: string;
  readonly usage?: readonly [number, number];
  /** True if there is an error, as a response or as an event. */
  readonly failed?: true;
  readonly code?: string;
  readonly retryAfter?: number;
}

async function ask(
  face: (typeof faces)[number],
  engine: string,
  body: Record<string, unknown>,
): Promise<Answer> {
  const target = face === "completions" ? "/completions?api-version=2024-04-01-preview" : "/v1/completions";
  const response = await fetch(gateway.url + target, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      ...(face === "completions" && {
        "azureml-model-deployment": engine,
        "extra-parameters": "pass-through",
      }),
    },
    body: JSON.stringify(
      face === "completions"
        ? body
        : {
            ...body,
            model: engine,
            ...(body.stream === true && { stream_options: { include_usage: true } }),
          },
    ),
  });
  const { status } = response;
  const retryAfter = response.headers.get("retry-after");
  const answer = read(await response.text());
  return { status, ...answer, ...(retryAfter !== null && { retryAfter: Number(retryAfter) }) };
}

/** Reads the body of a response of the gateway, which has one choice. */
function read(body: string): Omit<Answer, "status"> {
  const isStream = body.startsWith("data:") || body.startsWith(":");
  const lines = body.split("\n").filter((line) => line.startsWith("data: {"));
  const data = isStream ? lines.map((line) => line.slice("data: ".length)) : [body];
  if (isStream && !body.endsWith("data: [DONE]\n\n") && !body.includes('"error"'))
    throw new Error(`A stream without an end: ${body}`);
  let text = "";
  let answer: Omit<Answer, "status" | "text"> = {};
  for (const json of data) {
    const event = JSON.parse(json);
    const error = isStream ? event.error : event.choices ? undefined : event;
    if (error) answer = { failed: true, code: error.code ?? error.error?.code };
    const [choice] = event.choices ?? [];
    text += choice?.text ?? "";
    if (choice?.finish_reason) answer = { ...answer, finishReason: choice.finish_reason };
    if (event.usage)
      answer = { ...answer, usage: [event.usage.prompt_tokens, event.usage.completion_tokens] };
  }
  return { text, ...answer };
}

function expectedAnswer(expected: Expected, stream: boolean): object {
  if ("text" in expected) return { status: 200, ...expected, usage: expected.usage ?? expect.anything() };
  const { status, code, after = "", retryAfter } = expected;
  const isLate = stream && after !== "";
  return {
    status: isLate ? 200 : status,
    text: stream ? after : "",
    failed: true,
    ...(code !== undefined && !isLate && { code }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

function expectLog(lines: readonly string[], expected: Expected): void {
  const whole = lines.join("");
  expect(whole).not.toContain(reportedPrompt);
  if ("text" in expected) {
    if (expected.text.length > 5) expect(whole).not.toContain(expected.text);
    return;
  }
  const { failure } = JSON.parse(lines[0] ?? "{}");
  expect(failure).toMatch(new RegExp(expected.log ?? "."));
}

describe.each([...reports])("%s", (_kind, ofKind) => {
  // Every pair of an engine, a face and a kind of response, but not all three: every second engine streams to the other face.
  const cases = ofKind.flatMap((report: Report) =>
    (report.engines ?? engines).map((engine, index, { length }) => ({
      name: report.name,
      engine,
      report,
      kinds: length === 1 ? allKinds : allKinds.filter(({ pair }) => pair === index % 2),
    })),
  );
  test.each(cases)("$name, before $engine", async ({ engine, report, kinds }) => {
    server.response = report.response;
    for (const { face, stream } of report.once ? [{ face: faces[0], stream: false }] : kinds) {
      log = [];
      const answer = await ask(face, engine, { prompt: reportedPrompt, stream, ...report.request });
      expect({ face, stream, ...answer }).toMatchObject({
        face,
        stream,
        ...expectedAnswer(report.expect, stream),
      });
      expectLog(log, report.expect);
    }
    // Whatever one caller provokes, the next one is served.
    expect(await ask("completions", engine, { prompt: "Another" })).toMatchObject({
      status: 200,
      text: " fine",
    });
  });
});

describe("a request that makes every server fail takes none of them out", () => {
  // https://github.com/ray-project/ray/issues/61219, https://github.com/vllm-project/vllm/issues/10234
  test.each<{ failure: string; response: ReportedResponse }>([
    { failure: "a reset", response: { body: [], end: "reset" } },
    { failure: "a 500", response: { status: 500, headers: { "content-type": "text/plain" }, body: ["No."] } },
    { failure: "a stream that breaks off", response: { body: [": ping\n\n"], end: "cut" } },
  ])("$failure", async ({ response }) => {
    server.response = response;
    other.response = response;
    const poisoned = Array.from({ length: 6 }, (_, i) =>
      ask("completions", "pair", { prompt: reportedPrompt, stream: i % 2 === 0 }),
    );
    const others = Array.from({ length: 6 }, () => ask("completions", "pair", { prompt: "Another" }));
    expect(new Set((await Promise.all(poisoned)).map(({ status }) => status))).toEqual(new Set([502]));
    expect(new Set((await Promise.all(others)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(await ask("completions", "pair", { prompt: "Another" })).toMatchObject({
      status: 200,
      text: " fine",
    });
  });
});

test("each report has a source of its own kind, and a name of its own", () => {
  const all = [...reports.values()].flat();
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ source }) => !/^https:\/\/\S+$/.test(source))).toEqual([]);
});
