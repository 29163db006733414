import { chromiumBinary, type RunningServer } from "@completions-api/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Column, columnName, countOutcome } from "../src/reports/matrix.ts";
import { readRepositoryFile } from "../src/repository.ts";
import { serveBuiltSite } from "./support/built-site.ts";
import { newReusedPage, type ReusedPage } from "./support/reused-page.ts";

const { columns } = JSON.parse(readRepositoryFile("docs/compatibility.json")) as { columns: Column[] };

let server: RunningServer;
let browser: Browser;
let reused: ReusedPage;
let withoutScripts: ReusedPage;
let page: Page;

beforeAll(async () => {
  server = await serveBuiltSite();
  browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--no-sandbox"] });
  reused = await newReusedPage(browser);
  withoutScripts = await newReusedPage(browser, { javaScriptEnabled: false });
  page = reused.page;
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const rows = (page: Page) => page.locator("#matrix tr[data-case]:visible");

test("the filter shows the cases with an outcome at a server, and keeps them in the address", async () => {
  const [, column] = columns;
  if (column === undefined) throw new Error("The matrix has no second server.");
  await reused.open(`${server.url}/reports/contract/`);
  const expected = countOutcome(column, "not-applicable");
  await page.getByLabel("Server", { exact: true }).selectOption(columnName(column));
  await page.getByLabel("Outcome").selectOption("not offered");
  expect(await rows(page).count()).toBe(expected);
  expect(await page.locator("#matrix thead th:visible").count()).toBe(2);
  expect(await page.locator("details[data-case]:visible").count()).toBe(expected);
  expect(await page.locator("#matrix-count").textContent()).toMatch(
    new RegExp(`^${expected} of \\d+ cases$`),
  );
  await page.reload();
  expect(await rows(page).count()).toBe(expected);
  await page.getByRole("button", { name: "Reset" }).click();
  expect(await rows(page).count()).toBeGreaterThan(200);
  expect(new URL(page.url()).search).toBe("");
  expect(reused.complaints).toEqual([]);
});

test("the filter finds the text of cases and reasons", async () => {
  await reused.open(`${server.url}/reports/contract/`);
  await page.getByLabel("Text").fill("stream-GRAMMAR");
  const ids = await rows(page).evaluateAll((elements) => elements.map(({ dataset }) => dataset.case));
  expect(ids).toContain("stream-grammar");
  expect(ids.length).toBeLessThan(columns.length);
  await page.getByLabel("Text").fill("no such text");
  expect(await rows(page).count()).toBe(0);
  expect(await page.locator("#matrix tbody:visible").count()).toBe(0);
});

test("a link to a case opens its reasons", async () => {
  await withoutScripts.open(`${server.url}/reports/contract/#token-missing`);
  expect(await withoutScripts.page.locator("#token-missing").isVisible()).toBe(true);
  expect(await withoutScripts.page.locator("#token-scheme").isVisible()).toBe(false);
});

test("without scripts every case is there, and the filter does not pretend to work", async () => {
  await withoutScripts.open(`${server.url}/reports/contract/`);
  expect(await withoutScripts.page.getByLabel("Server", { exact: true }).isDisabled()).toBe(true);
  expect(await rows(withoutScripts.page).count()).toBeGreaterThan(200);
});

test("the table scrolls by keyboard under its headers", async () => {
  await reused.open(`${server.url}/reports/contract/`, { width: 360, height: 700 });
  const table = page.getByLabel("Cases and servers");
  await table.focus();
  await page.keyboard.press("End");
  await expect.poll(() => table.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(1000);
  const top = await table.evaluate((element) => element.getBoundingClientRect().top);
  const head = await page.locator("#matrix thead th").first().boundingBox();
  expect(Math.abs((head?.y ?? 0) - top)).toBeLessThan(3);
  await table.evaluate((element) => element.scrollTo({ left: 300, top: 1000 }));
  const left = await page.locator("#matrix tbody tr:nth-child(9) th").first().boundingBox();
  expect(left?.x).toBeLessThan(20);
});

test("evidence opens on demand", async () => {
  await reused.open(`${server.url}/reports/review/`);
  const change = page.locator(".change").first();
  const before = change.getByText("Before", { exact: true });
  expect(await before.isVisible()).toBe(false);
  await change.getByText("Evidence, before and after").click();
  expect(await before.isVisible()).toBe(true);
});
