import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { startMock } from "@completions-api/mock";
import { nodeBinary, nodeVersions, runtimesHint } from "@completions-api/testing";
import { expect, test } from "vitest";
import { startProxy } from "../support/proxy.ts";

const text = " Ishmael.\n\nIt was";

for (const version of nodeVersions) {
  const binary = nodeBinary(version);

  /** Runs a program that must print no warning, and returns its output. */
  async function run(program: string, env: Readonly<Record<string, string>>): Promise<string> {
    const options = { cwd: import.meta.dirname, env, timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(binary, ["--trace-warnings", program], options);
    expect(stderr).toBe("");
    return stdout.trim();
  }

  test(`Node ${version} does not warn about 1,000 calls that share a signal`, async ({ skip }) => {
    if (!existsSync(binary)) skip(`Not installed: ${runtimesHint}.`);
    await using mock = await startMock({ port: 0 });
    expect(await run("one-signal.js", { BASE_URL: mock.url })).toBe("1000");
  });

  test(`Node ${version} calls through a proxy with undici's own fetch`, async ({ skip }) => {
    if (!existsSync(binary)) skip(`Not installed: ${runtimesHint}.`);
    await using mock = await startMock({ port: 0 });
    await using proxy = await startProxy();
    // undici 8 needs Node 22.
    const undici = version === 20 ? "undici-7" : "undici";
    const env = { BASE_URL: mock.url, HTTP_PROXY: proxy.url, UNDICI: undici };
    expect(JSON.parse(await run("proxied.js", env))).toEqual([text, text]);
    expect(proxy.targets.length).toBeGreaterThan(0);
  });
}
