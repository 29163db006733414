import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Mock, startMock } from "@completions-api/mock";
import { chromiumBinary } from "@completions-api/testing";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectRun } from "../../src/collect-run.ts";
import type { CaseResult, RecordedExchange, RunResult } from "../../src/index.ts";
import { formatHtml } from "../../src/reports/html/page.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

/** The texts that a server could send to harm a reader. */
const hostileTexts = [
  "<img src=x onerror=alert(1)>",
  "</code></pre></details></script><script>alert(2)</script>",
  `"' onmouseover='alert(3)' autofocus onfocus=alert(4) "`,
  "\u202Etxt.exe\u2066",
  "\u0000\u0007\u001B[2J",
  "<!--",
  "{{constructor.constructor('alert(5)')()}}",
];
const hostile = hostileTexts.join(" ");

function streamOf(texts: readonly string[]): RecordedExchange {
  const pieces = texts.map((text, index) => ({ at: 100 + 20 * index, text: `data: ${text}\n\n` }));
  return {
    startedAt: 0,
    request: {
      method: hostile,
      url: "http://127.0.0.1/completions?a=%3Cb%3E",
      headers: [["x-whale", hostile]],
      body: `{"prompt":"","stream":true}${hostile}`,
    },
    response: {
      status: 200,
      headers: [
        ["content-type", "text/event-stream"],
        ["x-whale", hostile],
      ],
      pieces,
    },
    headAt: 90,
    durationMs: 900,
    error: hostile,
  };
}

function jsonOf(text: string): RecordedExchange {
  const stream = streamOf([]);
  return { ...stream, response: { status: 500, headers: [], pieces: [{ at: 1, text }] } };
}

/** A run whose every text is hostile. */
const hostileRun: RunResult = {
  target: { url: hostile, face: "openai", model: hostile, deployment: hostile },
  version: "1.0.0",
  startedAt: 0,
  durationMs: 61_000,
  capabilities: [{ capability: "logprobs", found: undefined, evidence: hostile }],
  warnings: [{ id: "whale", message: hostile }],
  results: [
    {
      id: "own-case",
      title: hostile,
      level: "must",
      durationMs: 900,
      exchanges: [streamOf(hostileTexts), jsonOf(hostile), jsonOf("x".repeat(1_000_000))],
      outcome: "failed",
      reason: hostile,
      failure: { expected: hostile, actual: hostile, exchange: 0, event: 2 },
    },
    ...(["flipped", "warned", "inconclusive", "not-applicable"] as const).map(
      (outcome): CaseResult => ({
        ...{
          id: `${outcome}" onmouseover="alert(6)`,
          title: "A whale",
          level: "should",
          durationMs: 1,
          exchanges: [],
          reason: hostile,
        },
        ...(outcome === "flipped" ? { outcome, runs: 3, failures: 1 } : { outcome }),
      }),
    ),
  ],
};

describe.skipIf(!existsSync(chromiumBinary))("in Chromium", () => {
  let browser: Browser;
  let mock: Mock;
  let run: RunResult;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumBinary });
    mock = await startMock({ port: 0 });
    run = await collectRun({
      target: {
        baseUrl: mock.url,
        token: "abcde12345",
        capabilities: ["prefer", "examples", "greedy-repeats", "seeds-repeat", "token-prompts"],
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await mock.close();
  });

  /** Opens the report from a file. Everything that it logs, loads or breaks is in `trouble`. */
  async function open(
    result: RunResult,
    options: {
      readonly hash?: string;
      readonly width?: number;
      readonly colorScheme?: "dark";
      readonly javaScriptEnabled?: boolean;
    } = {},
  ): Promise<AsyncDisposable & { readonly page: Page; readonly trouble: string[] }> {
    const { hash = "", width = 1280, colorScheme = "light", javaScriptEnabled = true } = options;
    const folder = createTemporaryFolder();
    const url = pathToFileURL(join(folder.path, "report.html")).href;
    await writeFile(new URL(url), formatHtml(result));
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme,
      javaScriptEnabled,
      reducedMotion: "reduce",
    });
    const trouble: string[] = [];
    page.on("console", (message) => trouble.push(message.text()));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("dialog", (dialog) => trouble.push(dialog.message()));
    page.on("request", (request) => request.url().split("#")[0] !== url && trouble.push(request.url()));
    await page.goto(url + hash);
    return {
      page,
      trouble,
      async [Symbol.asyncDispose]() {
        await page.close();
        folder[Symbol.dispose]();
      },
    };
  }

  const openAll = "for (const each of document.querySelectorAll('details')) each.open = true";

  test.each([
    ["wide and light", { width: 1280 }],
    ["narrow and dark", { width: 360, colorScheme: "dark" as const }],
  ])("axe finds nothing on a page that is %s, and nothing scrolls sideways", async (_name, options) => {
    // Axe needs a minute for the exchanges of all cases.
    const some = run.results.filter(({ id }) =>
      /^(example-text|stream-grammar|token-of-entra|usage)/.test(id),
    );
    const capabilities = [...run.capabilities, ...hostileRun.capabilities];
    await using report = await open(
      { ...hostileRun, capabilities, results: [...some, ...hostileRun.results] },
      options,
    );
    const { page, trouble } = report;
    // The policy of the page is not for what DevTools run.
    await page.evaluate(axe.source);
    for (const prepare of ["", openAll]) {
      await page.evaluate(prepare);
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ': ' + html)))",
      );
      expect(found).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(options.width);
    }
    expect(trouble).toEqual([]);
  });

  test("a full run is one file of less than 2 MB that is drawn and searched quickly", async () => {
    expect(Buffer.byteLength(formatHtml(run))).toBeLessThan(2_000_000);
    await using report = await open(run);
    const { page } = report;
    const session = await page.context().newCDPSession(page);
    // The processor time of the page's thread, on which other programs have no influence.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.reload();
    await page.getByRole("searchbox").pressSequentially("stop");
    await page.evaluate("new Promise((done) => requestIdleCallback(done))");
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
    expect(seconds).toBeGreaterThan(0);
    // It takes a quarter of a second.
    expect(seconds).toBeLessThan(0.75);
  });

  test("it shows every case with its outcome, and the totals in words", async () => {
    await using report = await open(run);
    const { page, trouble } = report;
    const { length } = run.results;
    expect(await page.locator(".case").count()).toBe(length);
    expect(await page.title()).toBe(`No case failed · ${mock.url}`);
    const passed = run.results.filter(({ outcome }) => outcome === "passed").length;
    expect(await page.locator(".bar").getAttribute("aria-label")).toContain(`${passed} passed`);
    expect(await page.locator("#stream-grammar .time-line").count()).toBeGreaterThan(1);
    expect(trouble).toEqual([]);
  });

  test("outcome and text filter the cases", async () => {
    await using report = await open(run);
    const { page } = report;
    const shown = page.locator(".case:visible");
    await page.getByText(/^not applicable \d/).click();
    const expected = run.results.filter(({ outcome }) => outcome === "not-applicable");
    expect(await shown.count()).toBe(expected.length);
    await page.getByText(/^all \d/).click();
    await page.getByRole("searchbox").fill("SEED-bounds");
    expect(await shown.evaluateAll((all) => all.map(({ id }) => id))).toContain("seed-bounds");
    expect(await page.getByRole("status").textContent()).toBe(
      `${await shown.count()} of ${run.results.length} cases`,
    );
    await page.getByRole("searchbox").fill("zyzzyva");
    expect(await shown.count()).toBe(0);
  });

  test("an address with a case opens it, even if the filter hides it", async () => {
    await using report = await open(run, { hash: "#stop-form" });
    const { page } = report;
    expect(await page.locator(".case[open]").evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      "stop-form",
    ]);
    expect(await page.locator("#stop-form .title").isVisible()).toBe(true);
    await page.getByRole("searchbox").fill("zyzzyva");
    await page.evaluate("location.hash = 'usage'");
    await page.locator("#usage[open]").waitFor({ state: "visible" });
  });

  test("the keyboard reaches the filter, the search and each case", async () => {
    await using report = await open(hostileRun);
    const { page } = report;
    const focused = () => page.evaluate<string>("document.activeElement.outerHTML.slice(0, 60)");
    await page.locator("nav a").last().focus();
    await page.keyboard.press("Tab");
    expect(await focused()).toContain('type="radio"');
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".case:visible").count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await focused()).toContain('type="search"');
    await page.keyboard.press("Tab");
    expect(await focused()).toContain("<summary>");
    await page.keyboard.press("Enter");
    expect(await page.locator("#own-case").getAttribute("open")).toBe("");
  });

  describe("with hostile texts", () => {
    let report: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      report = await open(hostileRun, { hash: "#own-case" });
    });
    afterAll(() => report[Symbol.asyncDispose]());

    test("a stream marks the event that breaks the contract, on the time line and in the list", async () => {
      const { page } = report;
      const stream = page.locator("#own-case .exchange").first();
      expect(await stream.getAttribute("open")).toBe("");
      expect(await stream.locator(".events .offending").textContent()).toContain("onmouseover");
      const line = stream.locator("svg line.offending");
      // The third event came after 140 of 900 ms.
      expect(await line.getAttribute("x1")).toBe("15.56%");
      expect(await stream.locator("svg").getAttribute("aria-label")).toMatch(
        /^Time line: head after 90 ms, first of \d events after 100 ms, longest gap 20 ms, end after 900 ms$/,
      );
    });

    test("hostile texts are texts, and long ones are cut", async () => {
      const { page, trouble } = report;
      await page.evaluate(openAll);
      const text = String(await page.locator("body").textContent());
      for (const shown of [
        "<img src=x onerror=alert(1)>",
        String.raw`\u202etxt.exe\u2066`,
        String.raw`\u001b[2J`,
      ]) {
        expect(text).toContain(shown);
      }
      expect(text).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}/u);
      expect(text).toContain("3,000 of 1,000,000 characters.");
      expect(text.length).toBeLessThan(50_000);
      expect(await page.locator("img, iframe, object, [onmouseover], [onfocus], [autofocus]").count()).toBe(
        0,
      );
      expect(await page.locator("script").count()).toBe(1);
      expect(trouble).toEqual([]);
    });
  });

  test("without its script, the page shows everything", async () => {
    await using report = await open(run, { javaScriptEnabled: false });
    const { page } = report;
    expect(await page.locator(".case:visible").count()).toBe(run.results.length);
    expect(await page.getByRole("searchbox").isVisible()).toBe(false);
  });
});
