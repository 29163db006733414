import { createServer } from "node:http";
import { loadSite } from "@completions-api/http";
import { type Mock, startMock } from "@completions-api/mock";
import { chromiumBinary, startServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { axeSource } from "./support/axe-source.ts";
import { newReusedPage, type ReusedPage } from "./support/reused-page.ts";

const site = new URL("../dist/", import.meta.url);
const hostile = "<img src=x onerror=alert(1)></pre><script>alert(2)</script>\u202Etxt.exe\u0000";

const screen = { width: 360, height: 700 };

let browser: Browser;
let mock: Mock;
let reused: ReusedPage;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--no-sandbox"] });
  reused = await newReusedPage(browser);
  page = reused.page;
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = await startMock({ port: 0, site });
});
afterEach(async () => {
  // The journal would ask the closed mock.
  await page.goto("about:blank");
  await mock.close();
  expect(reused.complaints).toEqual([]);
});

function complete(base: string, body: object): Promise<string> {
  return fetch(`${base}/completions?api-version=2024-04-01-preview`, {
    method: "POST",
    headers: { authorization: "Bearer a-secret", "content-type": "application/json" },
    body: JSON.stringify(body),
  }).then((response) => response.text());
}

const shownRequests = ".journal-list summary";
const lines = () => page.locator(shownRequests);

test("shows requests as they come, the newest first, with bodies and responses as text", async () => {
  await reused.open(`${mock.url}/journal/`, screen);
  await page.getByText("No requests yet.").waitFor();
  mock.once({ text: `Call me ${hostile}` });
  await complete(mock.url, { prompt: hostile });
  await complete(mock.url, { prompt: 5 });
  await complete(mock.url, { prompt: "Call me", max_tokens: 2, stream: true });
  await page.getByText("3 requests").waitFor();
  await expect
    .poll(() => lines().allInnerTexts())
    .toEqual([
      expect.stringMatching(/^200 POST \/completions\S+ stream .* ms$/),
      expect.stringMatching(/^422 invalid_parameter POST/),
      expect.stringMatching(/^200 POST \S+ [\d:.]+, [\d.]+ ms$/),
    ]);
  await lines().nth(0).click();
  const stream = page.getByRole("group", { name: "Body of response 3" });
  expect(await stream.textContent()).toMatch(/^[\d.]+ ms\ndata: \{.*[\d.]+ ms\ndata: \[DONE\]/s);
  await lines().nth(2).click();
  const bodyOf = async (name: string) =>
    JSON.parse((await page.getByRole("group", { name }).textContent()) ?? "");
  expect(await bodyOf("Body of request 1")).toEqual({ prompt: hostile });
  expect(await bodyOf("Body of response 1")).toMatchObject({ choices: [{ text: `Call me ${hostile}` }] });
  expect(await page.getByRole("group", { name: "Headers of request 1" }).textContent()).toContain(
    "Bearer ***",
  );
  expect(await page.locator("main img, main script").count()).toBe(0);

  // An open request stays open when others arrive.
  await complete(mock.url, { prompt: "Call me", max_tokens: 1 });
  await page.getByText("4 requests").waitFor();
  await stream.waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
});

test("pauses, goes on, and empties the journal", async () => {
  await complete(mock.url, { prompt: "Call me", max_tokens: 1 });
  // A clock cannot be taken out of a page again.
  const { page, complaints, open } = await newReusedPage(browser);
  await page.clock.install();
  await open(`${mock.url}/journal/`, screen);
  await page.getByText("1 request").waitFor();
  const pause = page.getByRole("button", { name: "Pause" });
  await pause.press("Enter");
  expect(await pause.getAttribute("aria-pressed")).toBe("true");
  await complete(mock.url, { prompt: "Call me", max_tokens: 1 });
  await page.clock.runFor(10_000);
  expect(await page.locator(shownRequests).count()).toBe(1);
  await pause.press("Enter");
  await page.getByText("2 requests").waitFor();
  await page.getByRole("button", { name: "Empty" }).press("Enter");
  await page.getByText("No requests yet.").waitFor();
  expect(mock.requests).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test("shows the session that is chosen", async () => {
  const session = mock.session();
  await complete(session.url, { prompt: "Call me", max_tokens: 1 });
  await reused.open(`${mock.url}/journal/`, screen);
  await page.getByText("No requests yet.").waitFor();
  await page.getByLabel("Session").selectOption({ index: 1 });
  await page.getByText("1 request").waitFor();
  expect(await lines().count()).toBe(1);
});

test("shows the beginning of long text", async () => {
  const prompt = "a".repeat(200_000);
  await complete(mock.url, { prompt });
  await reused.open(`${mock.url}/journal/`, screen);
  await lines().click();
  const text = await page.getByRole("group", { name: "Body of request 1" }).textContent();
  expect(text).toMatch(/aaa\n… and \d+ characters more$/);
  expect(text?.length).toBeLessThan(70_000);
});

test("says so if the server behind it is not the mock or cannot be reached", async () => {
  const served = await loadSite(site);
  const server = await startServer(
    createServer(async (message, response) => {
      const respond = served.find(message.method ?? "", message.url ?? "");
      if (respond) await respond({ message, response });
      else response.writeHead(404).end();
    }),
  );
  await reused.open(`${server.url}/journal/`, screen);
  await page.getByText("The server behind this page is not the mock, so it has no journal.").waitFor();
  await server[Symbol.asyncDispose]();
  await page.getByText("The server cannot be reached.").waitFor();
  expect(await lines().count()).toBe(0);
  // Chromium reports each failed request.
  reused.complaints.length = 0;
});

test.each(["light", "dark"] as const)("axe finds nothing in the %s journal", async (colorScheme) => {
  await complete(mock.url, { prompt: 5 });
  await complete(mock.url, { prompt: "Call me", max_tokens: 1 });
  await reused.open(`${mock.url}/journal/`, { ...screen, colorScheme });
  await page.getByText("2 requests").waitFor();
  await lines().first().click();
  await page.getByRole("group", { name: "Body of response 2" }).waitFor();
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => Reflect.get(window, "axe").run());
  expect(
    violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [id, nodes[0]?.html]),
  ).toEqual([]);
});
