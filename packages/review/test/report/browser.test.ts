import { existsSync } from "node:fs";
import { chromiumBinary } from "@completions-api/testing";
import { marked } from "marked";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatFailure } from "../../src/report/failure.ts";
import { formatHtml } from "../../src/report/html.ts";
import { formatMarkdown } from "../../src/report/markdown.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview } from "./sample-review.ts";

describe.skipIf(!existsSync(chromiumBinary))("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumBinary });
  });
  afterAll(() => browser.close());

  /** Opens a page and returns what is on it, and what it loaded. */
  async function open(html: string) {
    await using page = await browser.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.setContent(html);
    const found = await page.evaluate(() => {
      // This function runs in the browser, whose globals the types of Node do not have.
      const { document } = globalThis as unknown as { document: BrowserDocument };
      const text = (selector: string) =>
        [...document.querySelectorAll(selector)].map((each) => each.textContent);
      for (const code of document.querySelectorAll("code, pre")) code.remove();
      return {
        title: document.title,
        elements: text("a, img, script, iframe, form, object, embed, link, base, h1 ~ h1"),
        handlers: [...document.querySelectorAll("*")].filter((each) =>
          each.getAttributeNames().some((name) => name.startsWith("on")),
        ).length,
        prose: document.body.textContent,
      };
    });
    return { ...found, requests };
  }

  test("hostile texts in a comment are texts", async () => {
    const reports = hostileTexts.flatMap((text) => [
      formatMarkdown(createHostileReview(text, 3)),
      formatFailure(text, "markdown"),
    ]);
    const page = await open(marked.parse(reports.join("\n\n"), { async: false }));
    expect(page).toMatchObject({ title: "", elements: [], handlers: 0, requests: [] });
    expect(page.prose).not.toMatch(/(?<![\w`])@[a-z\d]/i);
    expect(page.prose).not.toMatch(/(?<!\w)(?:#|GH-)\d|:\/\/|www\./i);
  });

  test("hostile texts on a page are texts", async () => {
    const text = hostileTexts.join(" ");
    for (const html of [formatHtml(createHostileReview(text)), formatFailure(text, "html")]) {
      const page = await open(html);
      expect(page).toMatchObject({ title: "Spec review", elements: [], handlers: 0, requests: [] });
    }
  });

  test("the page is as wide as a telephone, and shows all evidence", async () => {
    await using page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    await page.setContent(formatHtml(createReview(20)));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await page.locator("article").count()).toBe(20);
  });
});

/** The part of the DOM that the page's script uses. A project for Node does not have its types. */
interface BrowserDocument {
  readonly title: string;
  readonly body: { readonly textContent: string };
  querySelectorAll(selector: string): Iterable<{
    readonly textContent: string;
    getAttributeNames(): readonly string[];
    remove(): void;
  }>;
}
