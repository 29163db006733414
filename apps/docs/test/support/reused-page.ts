import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** The screen of a visitor. Omitted properties have Chromium's defaults, on a screen of 1280 by 800 pixels. */
export interface Screen {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
}

/**
 * A page that the tests of a file use one after the other. A page for each would take a new process, and three times as long. The site
 * stores nothing outside of its address, so no test sees what an earlier one did.
 */
export interface ReusedPage {
  readonly page: Page;
  /** The errors of the console, uncaught errors and dialogs since the page was opened last. */
  readonly complaints: string[];
  /** Leaves whatever the page shows, and loads a URL. */
  open(url: string, screen?: Screen): Promise<void>;
}

/** Opens a blank page in a context of its own, which closes with the browser. */
export async function newReusedPage(browser: Browser, options?: BrowserContextOptions): Promise<ReusedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  return {
    page,
    complaints,
    async open(url, screen = {}) {
      const { width = 1280, height = 800, colorScheme = "light", reducedMotion = "no-preference" } = screen;
      await page.goto("about:blank");
      complaints.length = 0;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion });
      await page.goto(url);
    },
  };
}
