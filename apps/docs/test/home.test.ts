import { type Mock, startMock } from "@completions-api/mock";
import { chromiumBinary, type RunningServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRepositoryFile } from "../src/repository.ts";
import { serveBuiltSite } from "./support/built-site.ts";
import { newReusedPage, type ReusedPage } from "./support/reused-page.ts";

const site = new URL("../dist/", import.meta.url);

let browser: Browser;
let reused: ReusedPage;
let page: Page;
let mock: Mock;
let hosting: RunningServer;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--no-sandbox"] });
  reused = await newReusedPage(browser);
  page = reused.page;
  mock = await startMock({ port: 0, site });
  hosting = await serveBuiltSite();
});
afterAll(async () => {
  await browser.close();
  await mock.close();
  await hosting[Symbol.asyncDispose]();
});

const completion = () => page.getByLabel("Completion", { exact: true });
const status = () => page.locator(".live-status");

test("a completion of the page's server streams in, and again with another seed", async () => {
  mock.once({ text: " Ishmael." });
  await reused.open(mock.url);
  await page.getByText("Finished.").waitFor();
  expect(await completion().textContent()).toBe("Call me Ishmael.");
  const first = mock.requests.at(-1);
  await page.getByRole("button", { name: "Again" }).click();
  await expect.poll(() => mock.requests.at(-1)).not.toBe(first);
  await page.getByText("Finished.").waitFor();
  const [one, other] = [first, mock.requests.at(-1)].map((request) => request?.body as { seed: number });
  expect(one).toMatchObject({ prompt: "Call me", stream: true });
  expect(other?.seed).not.toBe(one?.seed);
});

test("Stop keeps the text so far, and the server notices", async () => {
  mock.once({ text: " Ishmael, Ahab and the whale.", fault: { type: "stall", after: 3 } });
  await reused.open(mock.url);
  await completion().getByText("Ishmael").waitFor();
  expect(mock.requests.at(-1)?.clientLeftAt).toBeUndefined();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  expect(await completion().textContent()).toMatch(/^Call me Ishmael/);
  await expect.poll(() => mock.requests.at(-1)?.clientLeftAt).toBeDefined();
  expect(await page.getByRole("button", { name: "Again" }).isEnabled()).toBe(true);
});

test("text of the server is never HTML", async () => {
  const text = "<img src=x onerror=alert(1)><b>bold</b>\u202E";
  mock.once({ text });
  await reused.open(mock.url);
  await page.getByText("Finished.").waitFor();
  expect(await completion().textContent()).toBe(`Call me${text}`);
  expect(reused.complaints).toEqual([]);
});

test("with reduced motion nothing starts by itself", async () => {
  const before = mock.requests.length;
  await reused.open(mock.url, { reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("Finished.").waitFor();
  expect(mock.requests.length).toBe(before + 1);
});

test("a server that wants a key says so in plain words", async () => {
  mock.once({ status: 401 });
  await reused.open(mock.url);
  await page.getByText("This server needs an API key.").waitFor();
  expect(await page.getByRole("link", { name: "Try your own prompt" }).getAttribute("href")).toBe(
    "/playground/",
  );
});

test("static hosting without a server says how to get one", async () => {
  await reused.open(hosting.url);
  await expect.poll(() => status().textContent()).toContain("npx pnpm@12 start");
});

test("without scripts the page has everything but the completion", async () => {
  await using context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(hosting.url);
  expect(await page.getByRole("button", { name: "Start" }).isDisabled()).toBe(true);
  for (const name of ["Review a spec change", "Mock in your tests", "Gateway before your engine"])
    expect(await page.getByRole("link", { name }).isVisible()).toBe(true);
});

describe.each([360, 768, 1280])("at %i px", (width) => {
  test.each(["light", "dark"] as const)("%s: nothing overflows and nothing moves", async (colorScheme) => {
    await reused.open(mock.url, { width, colorScheme });
    await page.getByText("Finished.").waitFor();
    const measured = await page.evaluate(async () => {
      const shifts = await new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          // TypeScript has no type for the entries of this draft.
          const entries = list.getEntries() as unknown as { value: number }[];
          resolve(entries.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      });
      const { scrollWidth, clientWidth } = document.documentElement;
      return { shifts, overflow: Math.max(0, scrollWidth - clientWidth) };
    });
    expect(measured.overflow).toBe(0);
    // A font may move a letter by a part of a pixel.
    expect(measured.shifts).toBeLessThan(0.001);
    expect(reused.complaints).toEqual([]);
  });
});

test("the lead is the README's first paragraph", async () => {
  await reused.open(hosting.url);
  const text = await page.locator(".hero .lead").textContent();
  expect(readRepositoryFile("README.md").replace(/\s+/g, " ")).toContain(text);
});
