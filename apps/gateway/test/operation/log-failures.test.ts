import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../src/auth/api-keys.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { events, json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { serveConfig } from "../support/serve-config.ts";
import { ask } from "../support/start-gateway.ts";
import { chunk } from "../support/upstream-scripts.ts";

/** Returns the failure in the log's entry of a request that failed with `failure`. */
function format(failure: unknown, errorCode = "bad_gateway"): string {
  const lines: string[] = [];
  const { observe } = createLogs({ level: "info" }, { write: (line) => lines.push(line) });
  observe(Object.assign(new RequestRecord("id-1", "POST"), { errorCode, failure }));
  return JSON.parse(lines.join("")).failure;
}

test.each([
  [503, 40],
  [500, 40],
  [429, 30],
  [200, 30],
])("a request with status %s and without a cause is logged at level %d", (status, level) => {
  const lines: string[] = [];
  const { observe } = createLogs({ level: "info" }, { write: (line) => lines.push(line) });
  observe(Object.assign(new RequestRecord("id-1", "POST"), { status }));
  expect(JSON.parse(lines.join("")).level).toBe(level);
});

describe("a failure", () => {
  test("has the name, code and message of each cause", () => {
    const refused = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    const failed = new TypeError("fetch failed", { cause: refused });
    expect(format(failed)).toBe("TypeError: fetch failed; cause: Error (ECONNREFUSED): connection refused");
  });

  test("is one sentence with its causes", () => {
    const failed = new Error("It failed.", { cause: new Error("It broke. Replace it.") });
    expect(format(failed)).toBe("Error: It failed; cause: Error: It broke. Replace it.");
  });

  test("does not repeat a code that the message has", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED ::1:80"), { code: "ECONNREFUSED" });
    expect(format(refused)).toBe("Error: connect ECONNREFUSED ::1:80");
  });

  test("of several attempts shows the first, because the whole may have no message", () => {
    const attempts = ["::1:80", "127.0.0.1:80"].map(
      (address) => new Error(`connect ECONNREFUSED ${address}`),
    );
    const failed = Object.assign(new AggregateError(attempts), { code: "ECONNREFUSED" });
    expect(format(failed)).toBe("AggregateError (ECONNREFUSED); cause: Error: connect ECONNREFUSED ::1:80");
  });

  test("may be its own cause", () => {
    const failed = new Error("again");
    failed.cause = failed;
    expect(format(failed)).toMatch(/^Error: again(; cause: Error: again){7}$/);
  });

  test("is one line, and not long", () => {
    expect(format(new Error(`a\r\n\tb${"c".repeat(1000)}`))).toMatch(/^Error: a bc{490}$/);
  });

  test("need not be an error", () => {
    expect(format("closed")).toBe("closed");
    expect(format(null)).toBe("null");
  });

  test("shows its stack if it is an internal error", () => {
    expect(format(new Error("It failed"), "internal_error")).toMatch(/^Error: It failed\n +at /);
  });
});

const folder = mkdtempSync(join(tmpdir(), "log-failures-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks for a stream of a deployment on these servers. Returns the log. */
async function logOf(urls: readonly string[]): Promise<string> {
  const file = join(folder, "gateway.json");
  writeFileSync(file, JSON.stringify({ deployments: { d: { engine: "vllm", urls, model: "m" } } }));
  const { key, entry } = createApiKey("tester");
  const lines: string[] = [];
  {
    const write = (line: string) => lines.push(line);
    await using gateway = await serveConfig({ file }, { keys: [entry], write });
    const headers = { authorization: `Bearer ${key}` };
    await (await ask(gateway, { prompt: "secret-prompt", stream: true }, { headers })).text();
  }
  return lines.join("");
}

test("an upstream's fault is logged with its name, also if another one failed before", async () => {
  const fail = (code: string) => ScriptedUpstream.start(json({ error: { message: "no", code } }, 500));
  await using first = await fail("of_first");
  await using second = await fail("of_second");
  const { upstream, failure } = JSON.parse(await logOf([first.url, second.url]));
  expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  expect(failure).toContain(upstream === first.url ? "of_first" : "of_second");
  expect([first.url, second.url]).toContain(upstream);
});

describe("the text of an upstream's fault is not logged", () => {
  const error = { message: "secret-message", type: "server_error", code: "out_of_memory" };
  const stream =
    (text: string): Script =>
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).end(text);
    };
  const body =
    (data: string | Buffer, headers: Record<string, string>): Script =>
    (response) => {
      response.writeHead(200, headers).end(data);
    };

  test.each<{ fault: string; script: Script; says?: RegExp }>([
    { fault: "an error", script: json({ error }, 500), says: /500.*out_of_memory/ },
    { fault: "an error page", script: body("<p>secret-page", { "content-type": "text/html" }) },
    { fault: "malformed JSON", script: body('{"secret": nope', { "content-type": "application/json" }) },
    { fault: "another JSON", script: json({ secret: ["secret"] }) },
    {
      fault: "JSON that claims to be compressed",
      script: body("{}secret", { "content-type": "application/json", "content-encoding": "gzip" }),
    },
    {
      fault: "another JSON, compressed",
      script: body(gzipSync('{"secret": 1}'), {
        "content-type": "application/json",
        "content-encoding": "gzip",
      }),
    },
    { fault: "an error event", script: events({ error }), says: /out_of_memory/ },
    { fault: "a malformed event", script: stream("data: {secret\n\n") },
    { fault: "a cut stream", script: events(chunk("secret-text")) },
    { fault: "an unknown finish reason", script: events(chunk("secret-text", "secret-reason"), "[DONE]") },
  ])("$fault", async ({ script, says = /./ }) => {
    await using upstream = await ScriptedUpstream.start(script);
    const line = await logOf([upstream.url]);
    expect(JSON.parse(line)).toMatchObject({
      errorCode: "bad_gateway",
      failure: expect.stringMatching(says),
      upstream: upstream.url,
    });
    expect(line).not.toContain("secret");
  });
});
