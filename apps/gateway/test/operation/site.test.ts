import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadSite } from "@completions-api/http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSite } from "../../src/find-site.ts";
import type { Gateway } from "../../src/index.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { ask, startTestGateway } from "../support/start-gateway.ts";

let folder: string;
let gateway: Gateway;
const log: Record<string, unknown>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "site-"));
  await writeFile(join(folder, "index.html"), "<h1>Home</h1>");
  for (const name of ["healthz", "completions", "openapi.json"])
    await writeFile(join(folder, name), "a file");
  gateway = await startTestGateway({
    site: await loadSite(siteUrl()),
    cors: { origins: ["https://app.example"] },
    observe: createLogs({ level: "debug" }, { write: (line) => log.push(JSON.parse(line)) }).observe,
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const siteUrl = () => pathToFileURL(`${folder}/`);
const onLoopback = { listen: { host: "127.0.0.1", port: 0 } };
const everywhere = { listen: { host: "0.0.0.0", port: 0 } };

test("serves the site without a key, and forbids pages to frame it", async () => {
  const response = await fetch(gateway.url);
  expect([response.status, await response.text()]).toEqual([200, "<h1>Home</h1>"]);
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(response.headers.get("x-frame-options")).toBe("DENY");
  expect(response.headers.get("x-request-id")).not.toBeNull();
});

test("routes of the API take precedence", async () => {
  expect(await (await fetch(`${gateway.url}/healthz`)).json()).toEqual({ status: "alive" });
  expect(await (await fetch(`${gateway.url}/openapi.json`)).json()).toHaveProperty("openapi");
  expect((await fetch(`${gateway.url}/completions`)).status).toBe(405);
  expect((await ask(gateway, { prompt: "Call me", max_tokens: 1 })).status).toBe(200);
});

test.each([
  ["GET", "/nowhere"],
  ["POST", "/"],
  ["OPTIONS", "/"],
])("%s %s gets the 404 that it gets without the site", async (method, path) => {
  const response = await fetch(gateway.url + path, { method });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: `There is no route \`${path}\``,
    message: expect.stringContaining("Known routes: `/completions`"),
    status: 404,
  });
});

test("logs files of the site like probes, and their absence like other requests", async () => {
  log.length = 0;
  await (await fetch(`${gateway.url}/index.html`)).text();
  await (await fetch(`${gateway.url}/index`)).text();
  await expect.poll(() => log).toHaveLength(2);
  expect(log.map(({ level, path, status }) => ({ level, path, status }))).toEqual([
    { level: 20, path: "/index.html", status: 200 },
    { level: 30, path: "/index", status: 404 },
  ]);
});

test("serves the site by default on loopback only", () => {
  expect(findSite(onLoopback, siteUrl())).toEqual(siteUrl());
  expect(findSite({ listen: { host: "localhost", port: 0 } }, siteUrl())).toEqual(siteUrl());
  expect(findSite(everywhere, siteUrl())).toBeUndefined();
  expect(findSite({ ...everywhere, site: true }, siteUrl())).toEqual(siteUrl());
  expect(findSite({ ...onLoopback, site: false }, siteUrl())).toBeUndefined();
});

test("a site that is not built fails only a start that asks for it", () => {
  const nowhere = new URL("nowhere/", siteUrl());
  expect(findSite(onLoopback, nowhere)).toBeUndefined();
  expect(() => findSite({ ...onLoopback, site: true }, nowhere)).toThrow("the site, but it is not built");
});

test("every worker serves the site that the configuration asks for, or none with --without-site", async () => {
  const config = { deployments: { d: { engine: "embedded" } }, listen: { host: "0.0.0.0" }, site: true };
  await using gateway = await GatewayProcess.start(config, { args: ["--workers", "2"] });
  expect(gateway.output).toContain("Open the documentation and a playground in a browser:");
  const [worker] = await gateway.log("serving", 2);
  const isServing = async () =>
    (await fetch(gateway.url, { headers: { connection: "close" } })).status === 200;
  expect(await isServing()).toBe(true);
  // The other worker answers alone.
  process.kill(Number(worker?.pid), "SIGSTOP");
  expect(await isServing()).toBe(true);
  process.kill(Number(worker?.pid), "SIGCONT");

  await using plain = await GatewayProcess.start(config, { args: ["--without-site"] });
  expect(plain.output).not.toContain("browser");
  expect((await fetch(plain.url)).status).toBe(404);
});
