import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumBinary, listenOnFreePort, sendRaw } from "@completions-api/testing";
import { Ajv, type AnySchemaObject } from "ajv";
import metaSchema from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { type Har, type Mock, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

const require = createRequire(import.meta.url);
// The package has no types.
const schemas: Readonly<Record<string, AnySchemaObject>> = require("har-schema");

let mock: Mock;
const left = Promise.withResolvers<void>();
beforeAll(async () => {
  mock = await startMock({
    port: 0,
    engine: countingEngine,
    observe: ({ clientLeftAt }) => clientLeftAt !== undefined && left.resolve(),
  });
});
afterAll(() => mock.close());

test("an archive matches the schema that other tools validate, whatever happened to the requests", async () => {
  const questions = [
    { target: `${target}&api-key=s3cret&other=a%20b`, body: { prompt: "Hello" } },
    { headers: { prefer: "itl=5" }, body: { prompt: "Hello", stream: true } },
    { body: "no JSON: é" },
    { target: "/v1/models", method: "GET" },
  ];
  for (const question of questions) await (await ask(mock, question)).text();
  const leave = new AbortController();
  const headers = { prefer: "ttft=60000" };
  const asked = ask(mock, { headers, body: { prompt: "left" }, signal: leave.signal }).catch(() => {});
  await mock.waitForRequest({ prompt: "left" });
  const whileOpen = mock.har();
  leave.abort();
  await Promise.all([asked, left.promise]);
  await sendRaw(mock, "GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n");

  const har: Har = JSON.parse(await (await fetch(`${mock.url}/__mock/har`)).text());
  const ajv = new Ajv({ strict: false, validateFormats: false }).addMetaSchema(metaSchema);
  ajv.addSchema(Object.values(schemas));
  for (const archive of [har, whileOpen]) {
    ajv.validate("har.json#", archive);
    expect(ajv.errors).toBe(null);
    for (const { request } of archive.log.entries) expect(URL.canParse(request.url)).toBe(true);
    expect(JSON.stringify(archive)).not.toMatch(/s3cret|abcde12345/);
  }
  const { version } = packageJson;
  expect(har.log).toMatchObject({ version: "1.2", creator: { name: "@completions-api/mock", version } });
  const [whole, stream, invalid, models, abandoned] = har.log.entries;
  expect(whole?.request).toMatchObject({
    url: `${mock.url}${target}&api-key=***&other=a%20b`,
    queryString: [{}, { name: "api-key", value: "***" }, { name: "other", value: "a b" }],
    postData: { mimeType: "application/json", text: '{"prompt":"Hello"}' },
  });
  expect(whole).not.toHaveProperty("_events");
  expect(stream?.response.content.text).toMatch(/^data: .*data: \[DONE\]\n\n$/s);
  expect(stream?._events).toHaveLength(5);
  expect(stream?.timings.receive).toBeGreaterThan(10);
  expect(invalid).toMatchObject({ request: { bodySize: 11 }, response: { status: 400 } });
  expect(models).toMatchObject({
    request: { method: "GET" },
    response: { content: { mimeType: "application/json" } },
  });
  expect(models?.request).not.toHaveProperty("postData");
  expect(abandoned).toMatchObject({ response: { status: 0 }, comment: expect.stringContaining("left") });
});

test("Playwright serves a page from an archive", async ({ skip }) => {
  if (!existsSync(chromiumBinary)) skip("Chromium is not installed: install it from your system's packages.");
  const folder = await mkdtemp(join(tmpdir(), "mock-har-"));
  await using pages = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<title>App</title>"),
  );
  const { port } = await listenOnFreePort(pages);
  const browser = await chromium.launch({ executablePath: chromiumBinary });
  try {
    const recorded = mock.session();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const ask = (prompt: string) =>
      page.evaluate(
        async ({ url, prompt }) => {
          const headers = { authorization: "Bearer any", "content-type": "application/json" };
          const body = JSON.stringify({ prompt, stream: true });
          return (await fetch(url, { method: "POST", headers, body })).text();
        },
        { url: `${recorded.url}/v1/completions`, prompt },
      );
    recorded.reply({ prompt: "one" }, "There she blows!");
    recorded.reply({ prompt: "two" }, "A hump like a snow-hill!");
    const texts = [await ask("one"), await ask("two")];
    expect(texts[1]).toContain("hump");
    const path = join(folder, "mock.har");
    await writeFile(path, JSON.stringify(recorded.har()));
    recorded.reset();
    await page.routeFromHAR(path, { url: `${recorded.url}/**`, notFound: "abort" });
    expect([await ask("one"), await ask("two")]).toEqual(texts);
    await expect(ask("three")).rejects.toThrow("Failed to fetch");
    expect(recorded.requests).toEqual([]);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
