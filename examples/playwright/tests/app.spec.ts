import { expect, test } from "@playwright/test";

test.use({ baseURL: process.env.APP_URL });

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("shows the completion", async ({ page, request }) => {
  await page.getByLabel("Prompt").fill("Call me");
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("status")).toHaveText(/\S/);

  // The mock lists the requests it received.
  const log = await request.get(`${process.env.COMPLETIONS_URL}/__mock/requests`);
  expect(await log.json()).toContainEqual(
    expect.objectContaining({ body: { prompt: "Call me", temperature: 1, max_tokens: 200, stream: true } }),
  );
});

test("stops when the user asks it to", async ({ page }) => {
  // The mock waits this many milliseconds between two events.
  await page.setExtraHTTPHeaders({ prefer: "itl=1000" });
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("status")).toHaveText(/\S/);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeDisabled();
  await expect(page.getByRole("alert")).toBeHidden();
});

test("shows why a request is refused", async ({ page }) => {
  await page.getByLabel("Temperature").fill("3");
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("alert")).toContainText("must be at most 2");
});

test("keeps the text of a stream that ends early", async ({ page }) => {
  // The mock ends the stream after three events.
  await page.setExtraHTTPHeaders({ prefer: "fault=truncate, after=3" });
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(/\S/);
});
