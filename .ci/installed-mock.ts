import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { nodeBinary, runtimesHint } from "../packages/testing/src/runtimes.ts";

/** In bytes: 25 MB. */
const sizeLimit = 25_000_000;
const packageLimit = 30;

/** Packages that report on their users. */
const telemetry = /scarf|telemetry|analytics|posthog|sentry/;

/**
 * Installs the mock into an empty folder, as its users do. Checks what that brings with it, and runs the command there by npx, on
 * Node 20 if that is installed.
 *
 * @param tarballs - the paths of the mock's tarball and of those that it depends on.
 * @throws Error if the installation is too large or contains telemetry, or if the command does not start, respond or stop.
 */
export async function checkInstalledMock(tarballs: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "installed-mock-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
    execFileSync("npm", ["install", ...options, ...tarballs], { cwd: folder, stdio: "pipe" });
    checkPackages(join(folder, "node_modules"));
    await runWithNpx(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkPackages(folder: string): void {
  const lockfile = JSON.parse(readFileSync(join(folder, ".package-lock.json"), "utf8"));
  const names = Object.keys(lockfile.packages);
  if (names.length > packageLimit)
    throw new Error(`The mock installs ${names.length} packages, of at most ${packageLimit}.`);
  const spies = names.filter((name) => telemetry.test(name));
  if (spies.length > 0) throw new Error(`The mock installs telemetry: ${spies.join(", ")}.`);
  const size = measure(folder);
  if (size > sizeLimit) throw new Error(`The mock installs ${size} bytes, of at most ${sizeLimit}.`);
}

/** Returns the bytes that a folder takes on the disk. */
function measure(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).blocks * 512, 0);
}

async function runWithNpx(cwd: string): Promise<void> {
  const options = { cwd, env: { ...process.env, PATH: oldestNodePath() } };
  execFileSync("npx", ["completions-mock", "--version"], { ...options, stdio: "pipe" });

  const npx = spawn("npx", ["completions-mock", "--port", "0"], {
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [greeting] = await once(npx.stdout, "data");
  const [url] = /http:\/\/[\d.]+:\d+/.exec(String(greeting)) ?? [];
  const response = await fetch(`${url}/v1/models`, { headers: { authorization: "Bearer any-key" } });
  const body = await response.text();
  if (!response.ok) throw new Error(`The mock responded with ${response.status}: ${body}`);
  npx.kill("SIGTERM");
  // The mock has inherited the pipe, so this event waits for it, too.
  await once(npx.stdout, "close", { signal: AbortSignal.timeout(10_000) }).catch((cause) => {
    throw new Error("The mock goes on after the npx that started it.", { cause });
  });
}

/** Returns a PATH on which `node` is the oldest that the mock supports, if it is installed. */
export function oldestNodePath(): string {
  const binary = nodeBinary(20);
  if (existsSync(binary)) return `${dirname(binary)}${delimiter}${process.env.PATH}`;
  console.error(`Node 20 is not installed, so the mock runs on ${process.version}: ${runtimesHint}.`);
  return process.env.PATH ?? "";
}
