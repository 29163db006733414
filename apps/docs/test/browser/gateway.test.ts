import { createServer } from "node:http";
import { chromiumBinary, RunningProgram, startServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, newPage, type OpenPage } from "./test-site.ts";

const cli = new URL("../../../gateway/src/cli.ts", import.meta.url);

describe.skipIf(!hasChromium)("a gateway's site in Chromium", () => {
  let gateway: RunningProgram;
  let browser: Browser;
  let opened: OpenPage;
  let page: Page;
  let key: string;
  beforeAll(async () => {
    // Turbo has built the gateway, and its build has a copy of the site.
    gateway = await RunningProgram.start(cli, ["--port", "0"], { until: /"stream":true.*\n/ });
    key = /#key=(\S+)/.exec(gateway.stdout)?.[1] ?? "";
    browser = await chromium.launch({ executablePath: chromiumBinary });
    opened = await newPage(browser, gateway.url);
    page = opened.page;
  });
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("the address that it prints leads to a completion of its model with probabilities", async () => {
    expect(key).not.toBe("");
    await opened.startAgain(`/#key=${key}`);
    await expect.poll(() => page.url()).not.toContain(key);
    await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Playground" }).click();
    await page.waitForURL(/\/playground\//);
    await page.getByLabel("max_tokens").fill("8");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("Finished: length").waitFor();
    // Text is shown with the next frame.
    await expect
      .poll(() => page.locator(".continuation-new [data-place][class*=' p']").count())
      .toBeGreaterThanOrEqual(8);
    expect(page.url()).not.toContain(key);
    expect(opened.trouble).toEqual([]);
  });

  test("without its key, the key is the field at fault", async () => {
    await opened.startAgain("/playground/");
    await page.getByLabel("API key").fill("wrong");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("API key").getAttribute("aria-invalid")).toBe("true");
  });

  test("stop ends the request at the gateway", async () => {
    await opened.startAgain("/playground/");
    await page.getByLabel("API key").fill(key);
    await page.getByLabel("max_tokens").fill("8000");
    await page.locator(".parameter-group").evaluateAll((groups) => {
      for (const group of groups) group.setAttribute("open", "");
    });
    await page.getByLabel("n", { exact: true }).fill("8");
    // The embedded engine would be done before anyone could stop it.
    const session = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: 20_000, uploadThroughput: 20_000 };
    await session.send("Network.emulateNetworkConditions", slow);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.locator("[data-place='3']").first().waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText("Stopped", { exact: true }).first().waitFor();
    const metrics = async () => (await fetch(`${gateway.url}/metrics`)).text();
    await expect.poll(metrics, { timeout: 10_000 }).toMatch(/error_type="client_left"/);
  });

  test("it refuses to be framed by a page of another server", async () => {
    const html = `<!doctype html><iframe src="${gateway.url}/playground/"></iframe>`;
    await using other = await startServer(
      createServer((_message, response) => response.setHeader("content-type", "text/html").end(html)),
    );
    await using framing = await newPage(browser, other.url);
    await framing.page.goto("/");
    const frame = framing.page.frames()[1];
    expect(frame?.url()).toMatch(/^chrome-error:/);
    expect(framing.trouble.join("\n")).toContain("frame-ancestors 'none'");
  });
});
