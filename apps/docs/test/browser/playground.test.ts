import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { longestTaskDuring } from "../support/longest-task.ts";
import { hasChromium, type OpenPage, startTestSite, type TestSite } from "./test-site.ts";

const hostileTexts = [
  "<img src=x onerror=alert(1)>",
  "</textarea></script><script>alert(2)</script>",
  `"' onmouseover='alert(3)' autofocus onfocus=alert(4) "`,
  "\u202Etxt.exe\u2066",
  "a\u0000b\u0007\u001B[2J",
];

describe.skipIf(!hasChromium)("the playground in Chromium", () => {
  let site: TestSite;
  let opened: OpenPage;
  let page: Page;
  beforeAll(async () => {
    site = await startTestSite();
    opened = await site.newPage();
    page = opened.page;
  });
  afterAll(() => site[Symbol.asyncDispose]());
  beforeEach(async () => {
    // Requests of the test before must not count in this one.
    await page.goto("about:blank");
    site.mock.reset();
    await opened.startAgain("/playground/");
  });

  const field = (name: string) => page.getByLabel(name, { exact: true });
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const continuation = () => page.locator(".continuation-new");
  const ended = (text: string) => page.getByText(text, { exact: true }).waitFor();
  const sent = () => site.mock.lastRequest?.body;

  test("a prompt is typed, and its continuation streams in", async () => {
    site.mock.reply({ prompt: "The whale" }, "is white and swims through all of the seas.");
    site.mock.latency({ ttft: 20, itl: 100 });
    await field("Prompt").fill("");
    await page.keyboard.type("The whale");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Running", { exact: true }).first().waitFor();
    await continuation().getByText("is", { exact: true }).waitFor();
    expect(await continuation().textContent()).not.toContain("seas");
    await ended("Finished: stop");
    await expect.poll(() => continuation().textContent()).toBe("is white and swims through all of the seas.");
    expect(sent()).toMatchObject({ prompt: "The whale", stream: true });
    expect(opened.trouble).toEqual([]);
  });

  test("stop ends the request on the server, and the text stays", async () => {
    site.mock.reply("one two three four five six seven eight nine ten ".repeat(20));
    site.mock.latency({ itl: 50 });
    await button("Run").click();
    await continuation().getByText("two").waitFor();
    await button("Stop").click();
    await ended("Stopped");
    await expect.poll(() => site.mock.lastRequest?.clientLeftAt).toBeGreaterThan(0);
    expect(site.mock.lastRequest?.response?.writeCount).toBeLessThan(200);
    expect(await continuation().textContent()).toContain("one two");
    expect(opened.trouble).toEqual([]);
  });

  test.each([
    ["openai", "400", { temperature: "5" }, "temperature"],
    ["completions", "422", { temperature: "5" }, "temperature"],
    ["openai", "400", { logit_bias: '{"50":200}' }, "logit_bias"],
    ["openai", "404", { Model: "no-such-model" }, "Model"],
    ["completions", "404", { Deployment: "no-such-deployment" }, "Deployment"],
  ])("%s answers %s to %j, and the field is marked", async (face, status, values, faulty) => {
    await page.getByLabel("Face").selectOption(face);
    await page
      .locator(".parameter-group")
      .evaluateAll((groups) => groups.map((group) => group.setAttribute("open", "")));
    for (const [name, value] of Object.entries(values)) await field(name).fill(value);
    await button("Run").click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain(status);
    expect(await field(faulty).getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("[aria-invalid=true]").count()).toBe(1);
    const described = await field(faulty).getAttribute("aria-describedby");
    const note = described?.split(" ").at(-1);
    expect(await page.locator(`[id="${note}"]`).textContent()).not.toBe("");
    expect(await field(faulty).evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test.each([
    [401, "[id=key][aria-invalid=true]"],
    [429, ".error-note"],
    [500, ".error-note"],
  ])("an error of status %i is shown with its message", async (status, mark) => {
    site.mock.once({ status, message: "A message of the test" });
    await button("Run").click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toMatch(
      new RegExp(`${status}.*A message of the test`),
    );
    expect(await page.locator(mark).count()).toBe(1);
    expect(site.mock.requests).toHaveLength(1);
  });

  test("an error within a stream is shown below what came before it", async () => {
    site.mock.reply({ text: "It swims far away", fault: { type: "error", after: 2 } });
    await button("Run").click();
    await page.getByRole("alert").waitFor();
    // Text is shown with the next frame, the error at once.
    await expect.poll(() => continuation().textContent()).toContain("It swims");
  });

  test("a stream of 2,000 events does not freeze the page", async () => {
    const tokens = Array.from({ length: 2000 }, (_, index) => ({ text: ` ${index}`, logprob: -1 }));
    site.mock.reply({ tokens });
    await field("max_tokens").fill("2000");
    const longest = await longestTaskDuring(page, async () => {
      await button("Run").click();
      await page.getByText(/Finished: /).waitFor({ timeout: 50_000 });
      // Many tokens are shown over several frames.
      await continuation().getByText("1999").waitFor();
    });
    expect(await continuation().textContent()).toMatch(/^ 0 1 2 .* 1998 1999$/);
    expect(longest).toBeLessThan(200);
  });

  test("each of several choices has its own tokens", async () => {
    site.mock.reply({
      tokens: [
        { text: " is", logprob: -0.5 },
        { text: " white", logprob: -0.5 },
      ],
    });
    await page
      .locator(".parameter-group")
      .evaluateAll((groups) => groups.map((group) => group.setAttribute("open", "")));
    await field("n").fill("2");
    await button("Run").click();
    await continuation().nth(1).waitFor();
    await expect.poll(() => page.getByText("Finished: stop", { exact: true }).count()).toBe(2);
    await expect.poll(() => continuation().allTextContents()).toEqual([" is white", " is white"]);
  });

  test("the largest seed is compared with those after it", async () => {
    await page.getByLabel("Side by side").selectOption("seeds");
    await page.getByLabel("Number of seeds").selectOption("4");
    await field("seed").fill(String(Number.MAX_SAFE_INTEGER));
    await button("Run").click();
    await expect.poll(() => page.locator(".continuation").count()).toBe(4);
    // None of its requests arrives during the next test.
    await expect.poll(() => site.mock.requests.length).toBe(4);
  });

  test("a problem of the form is not shown with other continuations", async () => {
    await page
      .locator(".parameter-group")
      .evaluateAll((groups) => groups.map((group) => group.setAttribute("open", "")));
    await button("Run").click();
    await page.getByText(/Finished: /).waitFor();
    await field("logit_bias").fill("{");
    await button("Run").click();
    await page.getByRole("alert").waitFor();
    await button("Undo").click();
    await page.getByRole("alert").waitFor({ state: "detached" });
    expect(site.mock.requests).toHaveLength(1);
  });

  test("a value of logprobs that the spec forbids is an error, and is not left out", async () => {
    await page
      .locator(".parameter-group")
      .evaluateAll((groups) => groups.map((group) => group.setAttribute("open", "")));
    await field("logprobs").fill("6");
    await button("Run").click();
    await page.getByRole("alert").waitFor();
    expect(await field("logprobs").getAttribute("aria-invalid")).toBe("true");
    expect(site.mock.requests).toHaveLength(1);
  });

  test("the link that skips to the content leaves the form alone", async () => {
    await field("Prompt").fill("Where is the whale?");
    await page.locator(".skip-link").evaluate((link) => (link as HTMLAnchorElement).click());
    await expect.poll(() => page.url()).toMatch(/#face=.*whale/);
    expect(await field("Prompt").inputValue()).toBe("Where is the whale?");
    await page.reload();
    expect(await field("Prompt").inputValue()).toBe("Where is the whale?");
  });

  test("a click on a token lists the likeliest, and another one continues from there", async () => {
    const alternatives = { " white": -0.5, " black": -1.5 };
    site.mock.once({ tokens: [" is", { text: " white", logprob: -0.5, alternatives }, " today"] });
    await button("Run").click();
    await ended("Finished: stop");
    site.mock.once(" as night");
    await page.locator("[data-place='1']").click();
    const list = page.getByRole("dialog", { name: "Likeliest tokens here" });
    expect(await list.textContent()).toMatch(/white.*black/);
    await list.getByRole("button", { name: /black/ }).click();
    await ended("Finished: stop");
    expect(sent()).toMatchObject({ prompt: "Call me is black" });
    await expect.poll(() => continuation().textContent()).toBe(" is black as night");
    await button("Undo").click();
    await expect.poll(() => continuation().textContent()).toBe(" is white today");
    expect(opened.trouble).toEqual([]);
  });

  test("a reload keeps the form but nothing of the key", async () => {
    const key = "key-that-nobody-may-keep";
    await field("API key").fill(key);
    await field("Prompt").fill("Where is the whale?");
    await field("temperature").fill("0.5");
    await button("Run").click();
    await page.getByText(/Finished: /).waitFor();
    expect(site.mock.lastRequest?.headers.authorization).toBe("Bearer ***");
    for (const tab of ["Code", "Wire"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect(await page.content()).not.toContain(key);
    }
    await page.reload();
    expect(await field("Prompt").inputValue()).toBe("Where is the whale?");
    expect(await field("temperature").inputValue()).toBe("0.5");
    expect(await field("API key").inputValue()).toBe("");
    const kept = await page.evaluate(async () =>
      JSON.stringify([
        location.href,
        { ...localStorage },
        { ...sessionStorage },
        history.state,
        document.cookie,
        await indexedDB.databases(),
        await caches.keys(),
      ]),
    );
    expect(kept).toContain("Where");
    expect(kept).not.toContain(key);
    const state = await page.context().storageState({ indexedDB: true });
    expect(JSON.stringify(state)).not.toContain(key);
  });

  test("an address with a key, opened in the tab of the page, leaves only the key in its field", async () => {
    await field("Prompt").fill("Where is the whale?");
    await expect.poll(() => page.url()).toContain("whale");
    await page.evaluate(() => {
      location.hash = "#key=a-key-of-the-test";
    });
    await expect.poll(() => field("API key").inputValue()).toBe("a-key-of-the-test");
    expect(page.url()).not.toContain("a-key-of-the-test");
    expect(await page.getByText(/ignored/).count()).toBe(0);
  });

  test.each(hostileTexts)("%j is a text, as a prompt and as a completion", async (text) => {
    const elements = () => page.locator("main :is(img, script, iframe, [onmouseover], [onfocus])").count();
    site.mock.reply({ text: `${text} end` });
    await field("Prompt").fill(text);
    await button("Run").click();
    await page.getByText(/Finished: /).waitFor();
    expect(await elements()).toBe(0);
    expect(sent()).toMatchObject({ prompt: await field("Prompt").inputValue() });
    await continuation().getByText("end").waitFor();
    const shown = await continuation().textContent();
    // Characters that hide or reorder a text are written out.
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    if (text.startsWith("<")) expect(shown).toContain(text);
    for (const tab of ["Code", "Wire"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect(await elements()).toBe(0);
    }
    expect(opened.trouble).toEqual([]);
  });

  test("a text of 1 MB neither breaks nor freezes the page", async () => {
    const text = "The whale swims. ".repeat(60_000);
    // The client reads events of up to 1 MiB.
    site.mock.reply({ tokens: Array.from({ length: 10 }, () => text.slice(0, text.length / 10)) });
    await field("Prompt").fill(text, { timeout: 30_000 });
    await button("Run").click();
    await page.getByText(/Finished: /).waitFor({ timeout: 30_000 });
    await expect.poll(async () => (await continuation().textContent())?.length).toBe(text.length);
    await field("API key").fill("still alive");
    expect(opened.trouble).toEqual([]);
  });

  test("the search finds a parameter by keyboard", async () => {
    await opened.startAgain("/");
    await page.keyboard.press("/");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("temperature");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/reference\/.*#.*temperature/);
    const target = page.locator(":target");
    expect(await target.textContent()).toContain("temperature");
    await expect
      .poll(() => target.evaluate((element) => element.getBoundingClientRect().top))
      .toBeLessThan(900);
    expect(opened.trouble).toEqual([]);
  });
});
