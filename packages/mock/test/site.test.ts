import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createApiServer, loadSite } from "@completions-api/http";
import { RunningProgram } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCore } from "../src/create-core.ts";
import { startMock } from "../src/index.ts";
import { createRequestHandler } from "../src/server/create-request-handler.ts";
import { ask } from "./support/ask.ts";

const cli = new URL("../src/cli.ts", import.meta.url);
const folder = await mkdtemp(join(tmpdir(), "site-"));
await writeFile(join(folder, "index.html"), "<h1>Home</h1>");
const core = await createCore();
const server = createApiServer(createRequestHandler(core, await loadSite(pathToFileURL(`${folder}/`))));
let url: string;

beforeAll(async () => {
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test("serves the site without adding to the journal, and forbids pages to frame it", async () => {
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([200, "<h1>Home</h1>"]);
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await (await fetch(`${url}/__mock/requests`)).json()).toEqual([]);
});

test("serves everything else as without the site", async () => {
  expect((await ask({ url }, { body: { prompt: "Call me", max_tokens: 1 } })).status).toBe(200);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "alive" });
  for (const [method, path] of [
    ["POST", "/"],
    ["GET", "/nowhere"],
  ] as const) {
    const response = await fetch(url + path, { method });
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { message: expect.stringContaining("Known routes: `/completions`") },
    ]);
  }
  const journal = core.sessions.find("").journal.list();
  expect(journal.map(({ method, url }) => `${method} ${url}`).slice(-2)).toEqual(["POST /", "GET /nowhere"]);
});

test("the command serves the site, says so, and leaves it out if told to", async () => {
  const run = (...args: string[]) =>
    RunningProgram.start(cli, ["--port", "0", ...args], { until: /"stream":true.*\n/ });
  await using whole = await run();
  expect(whole.stdout).toContain("Open it in a browser for the documentation, a playground and the journal.");
  expect((await fetch(whole.url)).headers.get("content-type")).toBe("text/html; charset=utf-8");
  await using plain = await run("--without-site");
  expect(plain.stdout).not.toContain("browser");
  expect((await fetch(plain.url)).status).toBe(404);
});

test("a proxy passes the site's paths on to the real server", async () => {
  await using real = await startMock({ port: 0 });
  await using proxy = await RunningProgram.start(cli, ["--port", "0", "--proxy", real.url]);
  expect((await fetch(proxy.url)).status).toBe(404);
  expect(real.requests.map(({ url }) => url)).toEqual(["/"]);
});

test("in code, a mock serves the site if its option says so", async () => {
  await using mock = await startMock({ port: 0, site: true });
  expect((await fetch(mock.url)).status).toBe(200);
  await using other = await startMock({ port: 0, site: pathToFileURL(`${folder}/`) });
  expect(await (await fetch(other.url)).text()).toBe("<h1>Home</h1>");
  await using plain = await startMock({ port: 0 });
  expect((await fetch(plain.url)).status).toBe(404);
});
