import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";
import { formatJsonLine, formatRequestLine } from "../src/command/request-line.ts";
import { createRequestLog } from "../src/command/request-log.ts";
import { type LoggedRequest, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const secret = "s3cret";
const question = {
  target: `${target}&api-key=${secret}`,
  headers: { authorization: `Bearer ${secret}` },
  body: { prompt: secret, stream: true, max_tokens: 3 },
};

/** Starts a mock that collects the requests that have ended. */
async function startObserved() {
  const ended: LoggedRequest[] = [];
  const waiting: (() => void)[] = [];
  const mock = await startMock({
    port: 0,
    engine: countingEngine,
    observe(request) {
      ended.push(request);
      for (const resolve of waiting.splice(0)) resolve();
    },
  });
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  return { mock, ended, next, [Symbol.asyncDispose]: mock.close };
}

test("says what decided, how much was sent, and when the client left, but nothing secret", async () => {
  await using observed = await startObserved();
  const { mock, ended, next } = observed;
  mock.reply({ prompt: secret }, { text: `${secret} two three four`, fault: { type: "truncate", after: 3 } });
  await (await ask(mock, question)).text();
  await (await ask(mock, { body: { prompt: "Hello" } })).text();
  await (await ask(mock, { body: { prompt: 1 } })).text();
  mock.once({ text: secret, fault: { type: "disconnect", after: 0 } });
  await expect(ask(mock, { body: { prompt: "Hello" } })).rejects.toThrow();
  const leave = new AbortController();
  const left = next();
  const session = mock.session();
  const headers = { prefer: "fault=stall" };
  const { signal } = leave;
  const stream = await ask(session, { headers, body: { prompt: "Hello", stream: true }, signal });
  leave.abort();
  await expect(stream.text()).rejects.toThrow();
  await left;

  const lines = ended.map((request) => formatRequestLine(request, { hasColors: false }));
  const plain = lines.map((line) => line.replaceAll(/\d\d:\d\d:\d\d|\d+(?= ms)|[\da-f-]{36}/g, "…"));
  expect(plain).toEqual([
    "… POST /completions 200 reply 1, fault truncate, cut at max_tokens, 3 events, … ms",
    "… POST /completions 200 engine, … ms",
    "… POST /completions 422 invalid_parameter, … ms",
    "… POST /completions reply 2, fault disconnect, … ms",
    "… POST /completions 200 engine, fault stall, 1 event, … ms, client left, session …",
  ]);
  const json = ended.map(formatJsonLine);
  expect(json.map((line) => JSON.parse(line))).toMatchObject([
    { type: "request", number: 1, path: "/completions", response: { status: 200, events: 3 } },
    { number: 2, method: "POST", clientLeft: false, duration: expect.any(Number) },
    { number: 3, response: { status: 422, errorCode: "invalid_parameter" } },
    { number: 4, response: { status: 0, reply: { id: 2 } }, duration: expect.any(Number) },
    { number: 1, session: expect.any(String), clientLeft: true },
  ]);
  expect([...lines, ...json].join()).not.toContain(secret);
});

test("a line is one line without control characters, whatever the request", () => {
  const format = (url: string, session = "") =>
    formatRequestLine(
      {
        number: 1,
        receivedAt: "2030-01-01T12:00:00Z",
        method: "GET",
        url,
        headers: {},
        face: "completions",
        session,
      },
      { hasColors: false },
    );
  expect(format(`/${"a".repeat(1000)}`)).toMatch(/ GET \/a{99}… 0 ms/);
  const everyCodeUnit = String.fromCharCode(...Array(0x1_00_00).keys());
  const line = format("/\x1b[31m\r\n", everyCodeUnit);
  expect(line).toContain("/\\u{1b}[31m\\u{d}\\u{a} ");
  expect(/[\p{Cc}\u2028\u2029\u202e]/u.exec(line)).toBe(null);
});

test("--json prints lines of JSON, and the mock goes on serving once nobody reads them", async () => {
  await using mock = await RunningProgram.start(new URL("../src/cli.ts", import.meta.url), [
    ...["--port", "0", "--json", "--reveal-secrets"],
  ]);
  expect(JSON.parse(mock.stdout)).toEqual({ type: "listening", url: mock.url, revealSecrets: true });
  const line = once(mock.child.stdout ?? mock.child, "data");
  await (await ask(mock, question)).text();
  await line;
  const [, request = "", ...rest] = mock.stdout.split("\n");
  expect(JSON.parse(request)).toMatchObject({ response: { decidedBy: "engine", events: 4 } });
  expect(rest).toEqual([""]);
  expect(mock.stdout).not.toContain(secret);
  mock.child.stdout?.destroy();
  for (let count = 0; count < 3; count += 1) expect((await ask(mock, question)).status).toBe(200);
  const journal: unknown = await (await fetch(`${mock.url}/__mock/requests`)).json();
  expect(journal).toMatchObject([{ headers: { authorization: `Bearer ${secret}` } }, {}, {}, {}]);
  expect([await mock.stop(), mock.stderr]).toEqual([[0, null], ""]);
});

test("a reader that does not read costs a mock at most 1 MiB and a line", async () => {
  await using observed = await startObserved();
  await (await ask(observed.mock, { body: { prompt: "Hello" } })).text();
  const [request] = observed.ended;
  const stdout = new Writable({ write() {} });
  const observe = createRequestLog({ quiet: false, json: true }, stdout);
  for (let count = 0; request && count < 10_000; count += 1) observe?.(request);
  expect(stdout.writableLength).toBeGreaterThan(2 ** 20);
  expect(stdout.writableLength).toBeLessThan(2 ** 20 + 1000);
});

test("a terminal gets a line in color for each request, unless the command is quiet", async ({ skip }) => {
  // From util-linux; the command of other systems has other options.
  if (!spawnSync("script", ["--version"]).stdout?.includes("util-linux"))
    skip("There is no `script` of util-linux, which gives a program a terminal.");
  const run = async (...args: string[]) => {
    const command = [process.execPath, "--conditions=@completions-api/source", cli, "--port", "0", ...args];
    // Node takes colors from the terminals of CI, too.
    const { NO_COLOR: _, CI: __, ...env } = process.env;
    const child = spawn("script", ["--quiet", "--flush", "--command", command.join(" "), "/dev/null"], {
      env: { ...env, TERM: "xterm-256color" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      let output = "";
      const until = (pattern: RegExp) =>
        new Promise<string>((resolve) => {
          const check = () => pattern.test(output) && resolve(pattern.exec(output)?.[0] ?? "");
          child.stdout.on("data", check);
          check();
        });
      child.stdout.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
      const url = await until(/http:\/\/127\.0\.0\.1:\d+(?=\.)/);
      await until(/"stream":true[^\n]*\n/);
      await (await fetch(`${url}/nowhere`)).text();
      await (await fetch(`${url}/last`)).text();
      if (args.length === 0) await until(/\/last[^\n]*\n/);
      return output.slice(output.indexOf('"stream":true'));
    } finally {
      child.kill("SIGKILL");
    }
  };
  const [colored, quiet] = await Promise.all([run(), run("--quiet")]);
  expect(colored).toContain("\x1b[33m404\x1b[39m");
  expect(colored.match(/not_found/g)).toHaveLength(2);
  expect(quiet).not.toContain("nowhere");
});
