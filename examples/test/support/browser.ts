import { existsSync } from "node:fs";
import { chromiumBinary } from "@completions-api/testing";
import { type Browser, chromium } from "playwright-core";

/** Why tests in a browser cannot run here, or undefined if they can. */
export const noBrowser: string | undefined = existsSync(chromiumBinary)
  ? undefined
  : "Chromium is not installed: install it from your system's packages.";

/** Starts Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumBinary });
}
