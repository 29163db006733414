import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, type OpenPage, startTestSite, type TestSite } from "./test-site.ts";

const folder = new URL("../../.vitest/screenshots/", import.meta.url);
mkdirSync(folder, { recursive: true });

/** The states of the site that a designer looks at. Each leads a page there. */
const states: readonly State[] = [
  { name: "home", path: "/" },
  { name: "reference", path: "/reference/completions/" },
  { name: "playground-run", path: "/playground/", reach: run },
  { name: "playground-tokens", path: "/playground/", reach: lookAtToken },
  { name: "reports", path: "/reports/" },
];

interface State {
  readonly name: string;
  readonly path: string;
  readonly reach?: (page: Page) => Promise<void>;
}

async function run(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/Finished: /).waitFor();
}

async function lookAtToken(page: Page): Promise<void> {
  await run(page);
  await page.getByLabel("Token boundaries").check();
  await page.locator("[data-place='3']").click();
  await page.getByRole("dialog", { name: "Likeliest tokens here" }).waitFor();
}

describe.skipIf(!hasChromium)("screenshots", () => {
  let site: TestSite;
  let opened: OpenPage;
  beforeAll(async () => {
    site = await startTestSite();
    opened = await site.newPage({ reducedMotion: "reduce" });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test.each(states)("of $name in light and dark, at three widths", async ({ name, path, reach }) => {
    const { page, trouble } = opened;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await opened.startAgain(path);
    await reach?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const file = new URL(`${name}-${width}-${colorScheme}.png`, folder).pathname;
        expect((await page.screenshot({ path: file })).length).toBeGreaterThan(5000);
      }
    }
    expect(trouble).toEqual([]);
  });
});
