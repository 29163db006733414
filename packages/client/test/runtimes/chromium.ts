import { chromiumBinary } from "@completions-api/testing";
import { chromium } from "playwright-core";

/** Opens a page and returns the first line it logs. */
export async function openPage(url: string): Promise<string> {
  const browser = await chromium.launch({ executablePath: chromiumBinary, args: ["--disable-quic"] });
  try {
    const page = await browser.newPage();
    await page.addInitScript(throwViolations);
    const logged = page.waitForEvent("console", (message) => message.type() === "log");
    const thrown = page.waitForEvent("pageerror").then((error) => Promise.reject(error));
    const [first] = await Promise.all([Promise.race([logged, thrown]), page.goto(url)]);
    return first.text();
  } finally {
    await browser.close();
  }
}

/** Throws on violations of the page's policy, which otherwise fail silently. It is a string because it runs in the page. */
const throwViolations = `addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  throw new Error(\`The page's \${violatedDirective} forbids \${blockedURI}.\`);
});`;
