import { mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeSource } from "../support/axe-source.ts";
import { pagePaths } from "../support/site-files.ts";
import { hasChromium, type OpenPage, startTestSite, type TestSite } from "./test-site.ts";

/** The two ends of what the site is made for: a dark phone and a light desktop. */
const screens = [
  { width: 360, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
] as const;
const maximumSize = 150_000;
const testResults = new URL("../../.vitest/", import.meta.url);
mkdirSync(testResults, { recursive: true });

/** Lists what axe finds, one line for each element. */
async function findFaults(page: Page): Promise<string[]> {
  const faults = await page.evaluate(async () => {
    // Its script has put it there.
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => `${id}: ${target} ${html}`));
  });
  return faults.map((fault) => fault.slice(0, 300));
}

/** Waits until everything is painted and, if the page has a script of its own, until its requests have ended. */
async function settle(page: Page): Promise<void> {
  if ((await page.evaluate(() => document.scripts.length)) > 1) await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

describe.skipIf(!hasChromium).each(screens)(
  "in Chromium at $width px, $colorScheme",
  ({ width, colorScheme }) => {
    let site: TestSite;
    let opened: OpenPage;
    let page: Page;
    let size = 0;
    const sizes: string[] = [];
    beforeAll(async () => {
      site = await startTestSite();
      opened = await site.newPage({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
      page = opened.page;
      // Every page is the first one of a visitor.
      const session = await page.context().newCDPSession(page);
      await session.send("Network.setCacheDisabled", { cacheDisabled: true });
      await session.send("Network.enable");
      session.on("Network.loadingFinished", ({ encodedDataLength }) => {
        size += encodedDataLength;
      });
    });
    afterAll(async () => {
      await site[Symbol.asyncDispose]();
      // The report of a run that passes has no output of tests.
      writeFileSync(
        new URL(`first-loads-${width}.txt`, testResults),
        `${sizes.sort().reverse().join("\n")}\n`,
      );
    });

    test.each(pagePaths)("/%s", async (path) => {
      size = 0;
      opened.trouble.length = 0;
      await page.goto(`/${path}`);
      await settle(page);

      // Errors of the console are also what the policy of the page forbids.
      expect.soft(opened.trouble).toEqual([]);
      const { layoutShift, overflow, moving } = await page.evaluate(() => ({
        layoutShift: measurements.layoutShift,
        overflow: document.documentElement.scrollWidth - document.body.offsetWidth,
        moving: document.getAnimations().filter(({ playState }) => playState === "running").length,
      }));
      expect.soft(layoutShift, "layout shift").toBeLessThan(0.01);
      expect.soft(overflow, "pixels to scroll sideways").toBe(0);
      expect.soft(moving, "animations in spite of reduced motion").toBe(0);

      sizes.push(`${(size / 1000).toFixed(1).padStart(6)} kB /${path}`);
      expect.soft(size).toBeGreaterThan(1000);
      expect.soft(size, "bytes of the first load").toBeLessThanOrEqual(maximumSize);

      await page.keyboard.press("Tab");
      const skipLink = await page.evaluate(() => ({
        text: document.activeElement?.textContent,
        top: document.activeElement?.getBoundingClientRect().top,
      }));
      expect.soft(skipLink.text).toBe("Skip to the content");
      expect.soft(skipLink.top, "skip link").toBeGreaterThanOrEqual(0);
      await page.keyboard.press("Enter");
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
      expect.soft(await page.evaluate(findHiddenFocus), "elements without a visible focus").toEqual([]);

      // The manuals are made of the same elements as the guides, which it sees on both screens.
      if (width < 1000 && /^guides\/(packages|gateway)\/./.test(path)) return;
      await page.evaluate(removeAlike);
      if (path.startsWith("reference/")) await page.evaluate(unfold);
      await page.evaluate(axeSource);
      expect.soft(await findFaults(page), "what axe finds").toEqual([]);
    });
  },
);

/** Runs in the browser. Shows what the page hides at first. */
function unfold(): void {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/**
 * Runs in the browser. Removes each row of a table whose cells differ from those above them only in text and addresses: axe would find
 * the same again, and some tables have thousands of cells.
 */
function removeAlike(): void {
  for (const table of document.querySelectorAll("table")) {
    const seen = new Set<string>();
    for (const row of table.querySelectorAll<HTMLTableRowElement>("tbody > tr")) {
      const shapes = [...row.cells].map(({ cellIndex, outerHTML }) => {
        const withoutText = outerHTML.replace(/>[^<]+/g, ">");
        return `${cellIndex} ${withoutText.replace(/ (id|href|title)="[^"]*"/g, " $1")}`;
      });
      if (shapes.every((shape) => seen.has(shape))) row.remove();
      for (const shape of shapes) seen.add(shape);
    }
  }
}

/** Runs in the browser. Focuses each element that can be used, and returns those that cannot be reached or do not show it. */
function findHiddenFocus(): string[] {
  const usable = document.querySelectorAll<HTMLElement>(
    "a[href], button, input, select, textarea, summary, [tabindex='0'], [role='button'], [role='tab']",
  );
  return [...usable]
    .filter((element) => element.checkVisibility() && !element.matches(":disabled"))
    .filter((element) => {
      element.focus({ preventScroll: true });
      if (element.ariaHidden === "true" && element.tabIndex < 0) return false;
      if (document.activeElement !== element) return true;
      // A widget with one stop and arrows inside, such as a row of tabs, keeps its other elements out of the order.
      if (element.tabIndex < 0 && !element.closest("[role='tablist'], [role='radiogroup'], [role='listbox']"))
        return true;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2;
    })
    .map((element) => element.outerHTML.slice(0, 200));
}
