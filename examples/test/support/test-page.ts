import { type Mock, startMock } from "@completions-api/mock";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { noBrowser, startBrowser } from "./browser.ts";
import { type Generation, PacedEngine } from "./paced-engine.ts";
import { environmentOf, key, type RunningExample, startExample } from "./start-example.ts";

/** Milliseconds for a framework to compile the page on a busy machine. */
const patience = 120_000;

/** Tests an example's page in Chromium against a mock whose text the test paces. */
export function testPage(folder: string, options: readonly string[]): void {
  const engine = new PacedEngine();
  const bodies: Promise<string>[] = [];
  const failures: string[] = [];
  let mock: Mock;
  let example: RunningExample;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (noBrowser) return;
    mock = await startMock({ port: 0, engine });
    [example, browser] = await Promise.all([
      startExample(folder, options, environmentOf(mock.url)),
      startBrowser(),
    ]);
    page = await browser.newPage();
    page.setDefaultTimeout(patience);
    page.on("requestfailed", (request) =>
      failures.push(`${request.url()} failed: ${request.failure()?.errorText}`),
    );
    page.on("response", (response) => bodies.push(response.text().catch(() => "")));
    await page.goto(example.url);
  }, patience);
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
    await mock?.close();
  });

  afterEach(({ task }) => {
    if (task.result?.state === "fail")
      console.error(`The example wrote:\n${example.output}\n${failures.join("\n")}`);
  });

  test("the text appears as it is generated", async ({ skip }) => {
    if (noBrowser) skip(noBrowser);
    const generation = await startGeneration();

    generation.say("one");
    await output("one").waitFor();
    generation.say(" two");
    await output("one two").waitFor();
    generation.end();
    await stopButton({ disabled: true }).waitFor();

    expect(await page.getByRole("status").textContent()).toBe("one two");
    expect(mock.requests.at(-1)?.body).toMatchObject({ prompt: "Call me", stream: true });
  });

  test("the stop button ends the generation and keeps the text", async ({ skip }) => {
    if (noBrowser) skip(noBrowser);
    const generation = await startGeneration();

    generation.say("one");
    await output("one").waitFor();
    await stopButton({ disabled: false }).click();
    await generation.aborted;
    await stopButton({ disabled: true }).waitFor();

    expect(await page.getByRole("status").textContent()).toBe("one");
    expect(await alert().count()).toBe(0);
  });

  test("a refused request shows the server's sentence", async ({ skip }) => {
    if (noBrowser) skip(noBrowser);
    await page.getByLabel("Temperature").fill("3");
    await page.getByRole("button", { name: "Complete" }).click();

    expect(await alert().textContent()).toMatch(/temperature.* must be at most 2/);
  });

  test("the browser never receives the key", async ({ skip }) => {
    if (noBrowser) skip(noBrowser);
    expect(bodies.length).toBeGreaterThan(3);
    expect((await Promise.all(bodies)).join()).not.toContain(key);
  });

  async function startGeneration(): Promise<Generation> {
    await page.getByLabel("Prompt").fill("Call me");
    const generation = engine.next();
    await page.getByRole("button", { name: "Complete" }).click();
    const refusal = alert()
      .textContent()
      .then((text) => Promise.reject(new Error(`The page shows: ${text}`)));
    return Promise.race([generation, refusal]);
  }

  function output(text: string): Locator {
    return page.getByRole("status").and(page.getByText(text, { exact: true }));
  }

  // Next.js has an alert of its own beside the page.
  function alert(): Locator {
    return page.getByRole("main").getByRole("alert");
  }

  function stopButton(state: { readonly disabled: boolean }): Locator {
    return page.getByRole("button", { name: "Stop", ...state });
  }
}
