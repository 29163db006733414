import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test.use({ baseURL: process.env.APP_URL });
test.describe.configure({ mode: "parallel" });

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("shows the completion", async ({ page, mock }) => {
  await mock.reply(" me Ishmael.");
  await page.getByLabel("Prompt").fill("Call");
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("status")).toHaveText(/me Ishmael\./);
  expect(await mock.bodies()).toEqual([{ prompt: "Call", temperature: 1, max_tokens: 200, stream: true }]);
});

test("stops when the user asks it to", async ({ page, mock }) => {
  // The mock waits this many milliseconds between two events.
  await mock.reply({ text: "One two three four", latency: { itl: 1000 } });
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("status")).toHaveText(/One/);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeDisabled();
  await expect(page.getByRole("alert")).toBeHidden();
});

test("shows why a request is refused", async ({ page }) => {
  await page.getByLabel("Temperature").fill("3");
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("alert")).toContainText("must be at most 2");
});

test("keeps the text of a stream that ends early", async ({ page, mock }) => {
  await mock.reply({ text: "One two three four", fault: { type: "truncate", after: 3 } });
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(/One two three/);
});
