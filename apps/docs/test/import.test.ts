import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMock } from "@completions-api/mock";
import { chromiumBinary } from "@completions-api/testing";
import fc from "fast-check";
import { chromium } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { readImport } from "../src/playground/import/read-import.ts";
import { UnreadableFile } from "../src/playground/import/unreadable-file.ts";
import { EventReader } from "../src/playground/wire/event-reader.ts";

const folder = mkdtempSync(join(tmpdir(), "import-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = "/completions?api-version=2024-04-01-preview";
const parameters = { prompt: "Call me", max_tokens: 8, seed: 2, stream: true };

function request(body: object) {
  return {
    method: "POST",
    headers: { authorization: "Bearer moby-dick-1851", "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

test("an archive that Chromium recorded has the events and not the key", async () => {
  await using mock = await startMock({ port: 0 });
  const file = join(folder, "chromium.har");
  await using browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--no-sandbox"] });
  const context = await browser.newContext({ recordHar: { path: file, content: "embed" } });
  const page = await context.newPage();
  await page.goto(`${mock.url}/v1/models`);
  await page.evaluate(async ([path, init]) => (await fetch(path, init)).text(), [
    path,
    request(parameters),
  ] as const);
  await context.close();
  const text = readFileSync(file, "utf8");
  expect(text).toContain("moby-dick-1851");
  const [run, ...others] = readImport(text, "chromium.har");
  expect(others).toEqual([]);
  expect(JSON.stringify(run)).not.toContain("moby-dick-1851");
  expect(run).toMatchObject({
    status: 200,
    request: { url: mock.url + path, headers: { authorization: "Bearer ***" } },
  });
  expect(run?.error).toBeUndefined();
  const rows = run ? new EventReader(run.request).read(run.events).rows : [];
  expect(rows.length).toBeGreaterThan(4);
  expect(rows.at(-1)?.state).toBe("done");
  expect(rows.filter(({ problem }) => problem)).toEqual([]);
});

test("an archive of the mock has the times of the events", async () => {
  await using mock = await startMock({ port: 0 });
  mock.latency({ itl: 5 });
  await (await fetch(mock.url + path, request(parameters))).text();
  const [run] = readImport(JSON.stringify(mock.har()), "mock.har");
  const times = run?.events.map(({ at }) => at) ?? [];
  expect(new Set(times).size).toBeGreaterThan(4);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test("a cassette has each exchange with its times", async () => {
  await using upstream = await startMock({ port: 0 });
  upstream.latency({ itl: 5 });
  const cassette = join(folder, "a.cassette");
  await using proxy = await startMock({ port: 0, proxy: { url: upstream.url, cassette } });
  const texts: string[] = [];
  for (const body of [parameters, { ...parameters, stream: false }])
    texts.push(await (await fetch(proxy.url + path, request(body))).text());
  const [stream, document, ...others] = readImport(readFileSync(cassette, "utf8"), "a.cassette");
  expect(others).toEqual([]);
  expect(stream?.request).toMatchObject({ method: "POST", url: upstream.url + path });
  expect(JSON.parse(stream?.request.body ?? "")).toEqual(parameters);
  expect(`${stream?.events.map(({ text }) => text).join("\n\n")}\n\n`).toBe(texts[0]);
  expect(new Set(stream?.events.map(({ at }) => at)).size).toBeGreaterThan(4);
  expect(document?.events.map(({ text }) => JSON.parse(text))).toEqual([JSON.parse(texts[1] ?? "")]);
});

test.each([
  ["", "empty"],
  ["<html>", "not JSON"],
  ["{}", "log.entries"],
  ['{"log":{"entries":[]}}', "no requests for completions"],
  ['{"cassette":2}', "a.txt:1: This is a cassette of version 2"],
  ['{"cassette":1}\n{"request":1}', "a.txt:2: The line has no request"],
  ['{"cassette":1}\n', "no requests for completions"],
  [" ".repeat(2 ** 25 + 1), "33 MiB. The limit is 32 MiB"],
])("the error says what is wrong: %.20s", (text, message) => {
  const open = () => readImport(text, "a.txt");
  expect(open).toThrow(UnreadableFile);
  expect(open).toThrow(message);
});

test("a cassette that is nested too deeply is refused", () => {
  const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
  const line = `{"request":{"method":"POST","target":"/completions","headers":{}},"response":{"status":200,"headers":{},"events":[{"at":1,"data":${deep}}]}}`;
  expect(() => readImport(`{"cassette":1}\n${line}\n`, "a")).toThrow("nested too deeply");
});

/** A value that no text can be made of. */
const noText = '{"toString":""}';
const exchange =
  '{"request":{"method":"POST","target":"/","headers":{}},"response":{"status":200,"headers":{},"at":1,"body":{}}}';

test("nothing in a file throws another error", () => {
  const value = fc.jsonValue({ stringUnit: "binary" });
  const message = {
    headers: value,
    url: fc.oneof(
      value,
      fc.webUrl().map((url) => `${url}/completions`),
    ),
    method: value,
  };
  const archive = fc
    .record(
      {
        request: fc.record({ ...message, postData: value }),
        response: fc.record({ ...message, status: value, content: value }),
        time: value,
        _events: value,
      },
      { requiredKeys: ["request"] },
    )
    .map((entry) => JSON.stringify({ log: { entries: [entry] } }));
  const headers = fc.oneof(value, fc.dictionary(fc.string(), fc.string()));
  const cassette = fc
    .tuple(
      value,
      fc.record({
        request: fc.record({
          method: fc.constant("POST"),
          target: fc.string().map((text) => `/${text}`),
          headers,
          body: value,
        }),
        response: fc.record(
          {
            status: fc.nat(),
            headers,
            at: fc.nat(),
            body: value,
            events: fc.oneof(value, fc.array(fc.record({ at: fc.double(), data: value }))),
            cut: value,
          },
          { requiredKeys: ["status", "headers"] },
        ),
      }),
    )
    .map(([url, line]) => `{"cassette":1,"url":${JSON.stringify(url)}}\n${JSON.stringify(line)}\n`);
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    archive,
    cassette,
    fc.json().map((json) => `{"cassette":1}\n${json}`),
  );
  fc.assert(
    fc.property(text, (text) => {
      let found: unknown;
      try {
        found = readImport(text, "a");
      } catch (error) {
        found = error;
      }
      expect(found instanceof UnreadableFile || (Array.isArray(found) && found.length > 0)).toBe(true);
    }),
    { numRuns: 1000, examples: [[`{"cassette":1,"url":${noText},"recordedAt":${noText}}\n${exchange}\n`]] },
  );
});
