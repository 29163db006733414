import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumBinary } from "@completions-api/testing";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { countTokens, createEmbeddedEngine, estimateTokens } from "../../src/index.ts";
import { complete } from "../support/complete.ts";

/** Bundles the page as its users would, and returns the URL of a server for it. */
async function servePage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "engine-page-"));
  onTestFinished(() => rm(outDir, { recursive: true }));
  const config = { root: import.meta.dirname, configFile: false, logLevel: "warn" } as const;
  await build({
    ...config,
    resolve: { conditions: ["@completions-api/source"] },
    build: { outDir, target: "es2022", rollupOptions: { input: join(import.meta.dirname, "page.html") } },
  });
  const server = await preview({ ...config, build: { outDir }, preview: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => server.close());
  return `${server.resolvedUrls?.local[0]}page.html`;
}

/** Opens a page in Chromium, and returns the first line that it logs. */
async function firstLine(url: string): Promise<string> {
  const browser = await chromium.launch({ executablePath: chromiumBinary });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const logged = page.waitForEvent("console", (message) => message.type() === "log");
  const thrown = page.waitForEvent("pageerror").then((error) => Promise.reject(error));
  const [line] = await Promise.all([Promise.race([logged, thrown]), page.goto(url)]);
  return line.text();
}

test("generates the same text in a browser, from a bundle", async ({ skip }) => {
  const { status, error } = spawnSync(chromiumBinary, ["--version"]);
  if (status !== 0)
    skip(`Chromium does not start here: ${error ?? "install it from your system's packages"}.`);
  const { text } = await complete(await createEmbeddedEngine(), "Call me", { seed: 1, maxTokens: 2000 });
  expect(JSON.parse(await firstLine(await servePage()))).toEqual({
    fingerprint: "fp_c03a00f5ba1f",
    text,
    counted: await countTokens(text, new AbortController().signal),
    estimated: estimateTokens([{ prompt: "“café”", loc: [] }]),
  });
});
