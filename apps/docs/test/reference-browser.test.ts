import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromiumBinary, type RunningServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveBuiltSite } from "./support/built-site.ts";

const paths = ["", "completions/", "openai/", "errors/", "rules/", "streaming/"].map(
  (path) => `/reference/${path}`,
);
const screenshots = new URL("../.vitest/screenshots/", import.meta.url);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  server = await serveBuiltSite();
  browser = await chromium.launch({ executablePath: chromiumBinary });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Opens a page in a context of its own. It fails the test if the page breaks the policy or throws. */
async function open(path: string, width: number) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(server.url + path);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Lists the faults that axe finds. Its script runs outside of the page's policy. */
async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
    );
  });
}

test.each(paths)("%s fits 360, 768 and 1280 px", async (path) => {
  await using opened = await open(path, 360);
  const { page, complaints } = opened;
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
  }
  expect(complaints).toEqual([]);
});

test.each(paths)("axe finds nothing on %s if everything is unfolded", async (path) => {
  await using opened = await open(path, 360);
  const { page } = opened;
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  expect(await findFaults(page)).toEqual([]);
});

test("a link to a parameter shows it below the header", async () => {
  await using opened = await open("/reference/openai/#best_of", 1280);
  const { top, header } = await opened.page.evaluate(() => ({
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
    await using opened = await open("/reference/", 1280);
    const { page, complaints } = opened;
    await page.keyboard.press("/");
    const box = page.getByRole("combobox", { name: "Search the site" });
    await box.fill("temp");
    const first = page.getByRole("option").first();
    await first.waitFor();
    expect(await first.getAttribute("aria-selected")).toBe("true");
    expect(await findFaults(page)).toEqual([]);
    await page.screenshot({ path: fileURLToPath(new URL("search-1280.png", screenshots)) });
    await page.keyboard.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    expect(await page.locator(`#${active}`).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#temperature$/);
    expect(complaints).toEqual([]);
  });

  test("opens by its button, finds an error by its status and closes by Escape", async () => {
    await using opened = await open("/reference/errors/", 360);
    const { page } = opened;
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
    await using opened = await open("/reference/", 1280);
    const loaded = await opened.page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => /search/.test(name))).toEqual([]);
  });
});
