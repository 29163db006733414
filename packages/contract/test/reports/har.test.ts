import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mock, startMock } from "@completions-api/mock";
import { chromiumBinary, startServer } from "@completions-api/testing";
import { Ajv, type AnySchemaObject } from "ajv";
import metaSchema from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectRun } from "../../src/collect-run.ts";
import { casesOf, type RunResult } from "../../src/index.ts";
import { toHar } from "../../src/reports/har.ts";

const require = createRequire(import.meta.url);
// The package has no types.
const schemas: Readonly<Record<string, AnySchemaObject>> = require("har-schema");
const token = "abcde12345";
let mock: Mock;
let run: RunResult;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
  run = await collectRun({
    target: { baseUrl: mock.url, token, capabilities: ["prefer", "greedy-repeats"] },
  });
});
afterAll(() => mock.close());

test("an archive of a whole run matches the schema that other tools validate, and has no token", () => {
  const har = toHar(run);
  const ajv = new Ajv({ strict: false, validateFormats: false }).addMetaSchema(metaSchema);
  ajv.addSchema(Object.values(schemas));
  ajv.validate("har.json#", har);
  expect(ajv.errors).toBe(null);
  expect(JSON.stringify(har)).not.toContain(token);
  const { entries, pages } = har.log;
  expect(entries).toHaveLength(run.results.flatMap(({ exchanges }) => exchanges).length);
  expect(new Set(entries.map(({ pageref }) => pageref))).toEqual(new Set(pages.map(({ id }) => id)));
  const times = entries.map(({ startedDateTime }) => Date.parse(startedDateTime));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test("an entry has the request, the response, and the time of each piece of a stream", () => {
  const entry = toHar(run).log.entries.find(({ pageref }) => pageref === "stream-grammar");
  expect(entry).toMatchObject({
    request: {
      method: "POST",
      url: expect.stringContaining(`${mock.url}/completions?api-version=`),
      queryString: [{ name: "api-version" }],
      postData: { mimeType: "application/json", text: expect.stringContaining('"stream":true') },
    },
    response: {
      status: 200,
      statusText: "OK",
      content: {
        mimeType: "text/event-stream; charset=utf-8",
        text: expect.stringMatching(/data: \[DONE\]\n\n$/),
      },
    },
  });
  const { _pieces: pieces = [], timings, time, response } = entry ?? {};
  expect(pieces.map(({ text }) => text).join("")).toBe(response?.content.text);
  const moments = [timings?.wait, ...pieces.map(({ at }) => at), time].map(Number);
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  expect(Number(timings?.wait) + Number(timings?.receive)).toBeCloseTo(Number(time));
});

test("a response that never came has the status 0 and the reason", async () => {
  await using server = await startServer(
    createServer(({ method, socket }, response) => (method === "GET" ? response.end() : socket.destroy())),
  );
  const cases = casesOf("completions").filter(({ id }) => id === "text-prompt");
  const har = toHar(await collectRun({ target: { baseUrl: server.url, capabilities: [] }, cases }));
  expect(har.log.pages).toMatchObject([{ comment: expect.stringMatching(/^failed: /) }]);
  expect(har.log.entries[0]).toMatchObject({
    response: { status: 0, statusText: "", content: { text: "" } },
    _error: expect.stringContaining("other side closed"),
  });
});

test("Playwright serves recorded responses from an archive", async ({ skip }) => {
  if (!existsSync(chromiumBinary)) skip("Chromium is not installed: install it from your system's packages.");
  const folder = await mkdtemp(join(tmpdir(), "contract-har-"));
  const browser = await chromium.launch({ executablePath: chromiumBinary });
  try {
    const har = toHar(run);
    const path = join(folder, "run.har");
    await writeFile(path, JSON.stringify(har));
    const page = await browser.newPage();
    await page.goto(mock.url);
    await page.routeFromHAR(path, { url: `${mock.url}/completions*`, notFound: "abort" });
    const recorded = har.log.entries.find(({ response }) => response.content.text.includes("[DONE]"));
    const { url, postData, headers = [] } = recorded?.request ?? {};
    const text = await page.evaluate(
      async ({ url, body, headers }) => (await fetch(url, { method: "POST", body, headers })).text(),
      {
        url: String(url),
        body: String(postData?.text),
        headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      },
    );
    // Several cases send the same request.
    const same = har.log.entries.filter(({ request }) => request.postData?.text === postData?.text);
    expect(same.map(({ response }) => response.content.text)).toContain(text);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
