import { existsSync } from "node:fs";
import { type Mock, startMock } from "@completions-api/mock";
import { chromiumBinary } from "@completions-api/testing";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { siteFolder } from "../support/site-files.ts";

/** False if no Chromium is installed: tests that need it are skipped, and CI counts them. */
export const hasChromium: boolean = existsSync(chromiumBinary);

/** A page of the site with everything that went wrong on it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors, dialogs, failed requests, and requests to other servers. */
  readonly trouble: string[];
  /**
   * Leaves whatever the page shows, forgets its trouble, and loads a path. The site stores nothing outside of its address, so this is
   * as good as a new page, which takes a new process and three times as long.
   */
  startAgain(path: string): Promise<void>;
}

/** The built site, served by a mock, and a browser that looks at it. */
export interface TestSite extends AsyncDisposable {
  readonly mock: Mock;
  readonly browser: Browser;
  /** Opens a blank page with nothing in its cache. */
  newPage(options?: BrowserContextOptions): Promise<OpenPage>;
}

/** Starts a mock with the site, and Chromium. */
export async function startTestSite(): Promise<TestSite> {
  const mock = await startMock({ port: 0, site: siteFolder });
  const browser = await chromium.launch({ executablePath: chromiumBinary });
  return {
    mock,
    browser,
    newPage: (options) => newPage(browser, mock.url, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await mock.close();
    },
  };
}

/** Opens a page that may only load from one server. */
export async function newPage(
  browser: Browser,
  url: string,
  options?: BrowserContextOptions,
): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("console", (message) => {
    if (/error|warning/.test(message.type())) trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("dialog", (dialog) => {
    trouble.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) trouble.push(`request to ${request.url()}`);
  });
  // Shorter than a test may take, so that a failure names its line.
  page.setDefaultTimeout(8_000);
  await page.addInitScript(observe);
  return {
    page,
    trouble,
    async startAgain(path) {
      await page.goto("about:blank");
      trouble.length = 0;
      await page.goto(path);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Measurements that {@link observe} keeps in the page's global object. */
export interface Measurements {
  layoutShift: number;
}

declare global {
  var measurements: Measurements;
}

function observe(): void {
  globalThis.measurements = { layoutShift: 0 };
  const { measurements } = globalThis;
  new PerformanceObserver((list) => {
    // TypeScript has no type for the entries of this draft.
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) measurements.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}
