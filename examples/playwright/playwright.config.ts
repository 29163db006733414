import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  expect: { timeout: 15_000 },
  projects: [{ name: "chromium", use: devices["Desktop Chrome"] }],
  use: {
    // If the variable is not set, Playwright starts the browser that `npx playwright install chromium` downloads.
    launchOptions: { executablePath: process.env.CHROMIUM_PATH },
  },
  webServer: [
    {
      command: "completions-mock --port 0",
      // Sets the variable COMPLETIONS_URL for the app, which is started next, and for the tests.
      wait: { stdout: /(?<completions_url>http:\/\/[\w.]+:\d+)/ },
    },
    {
      command: "npm run dev -- --port 0",
      cwd: "../react",
      wait: { stdout: /(?<app_url>http:\/\/[\w.]+:\d+)/ },
    },
  ],
});
