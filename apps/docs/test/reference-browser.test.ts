import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromiumBinary, type RunningServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeSource } from "./support/axe-source.ts";
import { serveBuiltSite } from "./support/built-site.ts";
import { newReusedPage, type ReusedPage } from "./support/reused-page.ts";

const paths = ["", "completions/", "openai/", "errors/", "rules/", "streaming/"].map(
  (path) => `/reference/${path}`,
);
const screenshots = new URL("../.vitest/screenshots/", import.meta.url);

let server: RunningServer;
let browser: Browser;
let reused: ReusedPage;
let page: Page;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  server = await serveBuiltSite();
  browser = await chromium.launch({ executablePath: chromiumBinary });
  reused = await newReusedPage(browser);
  page = reused.page;
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Lists the faults that axe finds. Its script runs outside of the page's policy. */
async function findFaults(): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
    );
  });
}

test.each(paths)("%s fits 360, 768 and 1280 px", async (path) => {
  await reused.open(server.url + path, { width: 360 });
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
  }
  expect(reused.complaints).toEqual([]);
});

test("a link to a parameter shows it below the header", async () => {
  await reused.open(`${server.url}/reference/openai/#best_of`, { width: 1280 });
  const { top, header } = await page.evaluate(() => ({
    top: document.getElementById("best_of")?.getBoundingClientRect().top ?? -1,
    header: document.querySelector("header")?.getBoundingClientRect().bottom ?? 0,
  }));
  expect(top).toBeGreaterThanOrEqual(header);
  expect(top).toBeLessThan(300);
});

test("the tabs of an example work by keyboard and without a script", async () => {
  await using context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/reference/openai/`);
  const example = page.getByRole("group", { name: "Stream the text" });
  await example.getByRole("radio", { name: "curl" }).focus();
  expect(await example.getByText("curl --fail").isVisible()).toBe(true);
  await page.keyboard.press("ArrowRight");
  expect(await example.getByText("new OpenAI()").isVisible()).toBe(true);
  expect(await example.getByText("curl --fail").isVisible()).toBe(false);
});

describe("search", () => {
  test("opens by /, finds a parameter and goes there by keyboard", async () => {
    await reused.open(`${server.url}/reference/`, { width: 1280 });
    await page.keyboard.press("/");
    const box = page.getByRole("combobox", { name: "Search the site" });
    await box.fill("temp");
    const first = page.getByRole("option").first();
    await first.waitFor();
    expect(await first.getAttribute("aria-selected")).toBe("true");
    expect(await findFaults()).toEqual([]);
    await page.screenshot({ path: fileURLToPath(new URL("search-1280.png", screenshots)) });
    await page.keyboard.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    expect(await page.locator(`#${active}`).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#temperature$/);
    expect(reused.complaints).toEqual([]);
  });

  test("opens by its button, finds an error by its status and closes by Escape", async () => {
    await reused.open(`${server.url}/reference/errors/`, { width: 360 });
    const button = page.getByRole("button", { name: "Search" });
    await button.click();
    await page.getByRole("combobox").fill("429");
    await page.getByRole("option", { name: "too_many_requests" }).first().waitFor();
    await page.screenshot({ path: fileURLToPath(new URL("search-360.png", screenshots)) });
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").isVisible()).toBe(false);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("loads neither its script nor its index before it is opened", async () => {
    await reused.open(`${server.url}/reference/`, { width: 1280 });
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => /search/.test(name))).toEqual([]);
  });
});
