import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromiumBinary } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { noBrowser } from "./support/browser.ts";
import { environmentOf } from "./support/start-example.ts";
import { testPage } from "./support/test-page.ts";

describe("the page", () => testPage("react", ["--port", "0"]));

// In this file, because Playwright starts the same app, and Vite refuses to serve an app twice at a time.
test("the app's own tests in Playwright pass", async ({ skip }) => {
  if (noBrowser) skip(noBrowser);
  const { stdout } = await promisify(execFile)("npm", ["run", "e2e", "--", "--timeout=120000"], {
    cwd: join(import.meta.dirname, "../playwright"),
    env: { ...environmentOf(), CHROMIUM_PATH: chromiumBinary },
  });
  expect(stdout).toMatch(/^ *4 passed/m);
}, 180_000);
