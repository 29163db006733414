import { chromiumBinary } from "@completions-api/testing";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { longestTaskDuring } from "./support/longest-task.ts";
import { type PanelPage, startPanelPage } from "./support/panel-page.ts";
import { chunkOf, lastChunk, runOf } from "./support/run-of.ts";

const hostile = '<img src=x onerror="document.title=1"> \u202Etxt.exe \u0000 </script>';
const long = [
  ...Array.from({ length: 2000 }, (_, index) => chunkOf(` ${index}`)),
  lastChunk(2000),
  "data: [DONE]",
];

/** A folder for screenshots, if somebody wants them. */
const screenshots = process.env.SCREENSHOTS;

let server: PanelPage;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  server = await startPanelPage();
  browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--no-sandbox"] });
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(server.url);
  await page.waitForFunction(() => "panels" in globalThis);
  await page.evaluate(axe.source);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Looks at the page at three widths, light and dark. */
async function expectAccessible(name: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate<readonly string[]>(
        "axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html].join())))",
      );
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      if (screenshots === undefined) continue;
      const path = `${screenshots}/${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
}

test("a stream shows its events, its states and its problems", async () => {
  const texts = [
    chunkOf(" Ish"),
    chunkOf(hostile),
    chunkOf("ma"),
    chunkOf("!"),
    "data: {",
    lastChunk(4),
    "data: [DONE]",
  ];
  const events = texts.map((text, index) => ({ at: 100 + 10 * index * index, text }));
  await page.evaluate((record) => panels.wire(record), runOf([], { events }));
  const table = page.getByRole("table", { name: "Events as they came" });
  expect(await table.getByRole("row").count()).toBe(8);
  expect(await table.getByRole("row").nth(5).textContent()).toContain("Event 5 is not JSON.");
  expect(await table.getByRole("row").nth(7).textContent()).toContain("Done");
  expect(await page.getByRole("img", { name: /Times between tokens: median 30 ms/ }).count()).toBe(1);
  expect(await page.getByText(String.raw`<img src=x onerror=\"document.title=1\">`).count()).toBe(1);
  expect(await page.locator("img").count()).toBe(0);
  await page.getByText("Request", { exact: false }).first().click();
  expect(await page.getByRole("rowheader", { name: "authorization" }).count()).toBe(1);
  await expectAccessible("wire-stream");
  expect(problems).toEqual([]);
});

test("2,000 events do not freeze the page", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const longest = await longestTaskDuring(page, () =>
    page.evaluate(async (record) => {
      await panels.stream(record, 10);
      panels.wire({ ...record, events: [...record.events] });
      while (document.querySelectorAll(".wire-row").length < record.events.length + 1)
        await new Promise(requestAnimationFrame);
    }, runOf(long)),
  );
  expect(await page.getByRole("table", { name: "Events" }).getByRole("row").count()).toBe(2003);
  expect(longest).toBeLessThan(200);
});

test("a body that is not a stream, and an error", async () => {
  const record = runOf([JSON.stringify({ message: hostile })], {
    status: 422,
    error: { code: "invalid_parameter", message: hostile },
  });
  await page.evaluate((record) => panels.wire(record), record);
  expect(await page.getByRole("group", { name: "Response body" }).textContent()).toContain("onerror");
  const error = await page.locator("p.wire-problem").textContent();
  expect(error).toContain("⟨U+202E⟩txt.exe ⟨U+0000⟩");
  await expectAccessible("wire-body");
  expect(problems).toEqual([]);
});

test("the code is copied, in each language", async () => {
  await page.evaluate((request) => panels.code(request), runOf([]).request);
  await expectAccessible("code");
  await page.getByRole("tab", { name: "curl" }).focus();
  await page.keyboard.press("ArrowRight");
  const tab = page.getByRole("tab", { name: "TypeScript" });
  expect(await tab.getAttribute("aria-selected")).toBe("true");
  expect(await tab.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("status").getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("createCompletionsClient");
  await page.getByRole("tab", { name: "Python" }).click();
  expect(await page.getByRole("status").textContent()).toBe("");
});

test("without a clipboard, the code is selected", async () => {
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("status").getByText("Selected.").waitFor();
  expect(await page.evaluate(() => getSelection()?.toString())).toContain("urllib.request");
});

test("a file is opened and nothing is sent", async () => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => panels.import());
  const entry = (prompt: string) => ({
    request: {
      method: "POST",
      url: "http://whale.example/v1/completions",
      headers: [],
      postData: { text: JSON.stringify({ prompt }) },
    },
    response: {
      status: 200,
      headers: [{ name: "content-type", value: "application/json" }],
      content: { text: hostile },
    },
  });
  const har = (...prompts: readonly string[]) => JSON.stringify({ log: { entries: prompts.map(entry) } });
  const input = page.getByLabel("HAR file or cassette");
  const choose = (text: string) =>
    input.setInputFiles({ name: "a.har", mimeType: "", buffer: Buffer.from(text) });
  await choose(har("one"));
  await page.getByText("1 run opened.").waitFor();
  await choose(har("one", hostile));
  await page.getByText("2 runs found.").waitFor();
  await expectAccessible("import");
  await page.getByRole("button", { name: "Open 2" }).click();
  const imported = await page.evaluate(() => panels.imported.map(({ request }) => request.body));
  expect(imported).toEqual(["one", hostile].map((prompt) => JSON.stringify({ prompt })));
  await page.getByLabel("Or paste its text").fill("{}");
  await page.getByRole("status").getByText("log.entries").waitFor();
  await page.getByLabel("Drop a file").evaluate((zone, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "a.har"));
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
  }, har("three"));
  await page.getByText("1 run opened.").waitFor();
  expect(await page.evaluate(() => panels.imported.length)).toBe(3);
  expect(requests).toEqual([]);
  expect(problems).toEqual([]);
});

test("the panels and Preact are small", () => {
  expect(server.scriptBytes).toBeLessThan(25_000);
});
