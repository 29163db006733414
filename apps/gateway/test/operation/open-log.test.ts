import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "@completions-api/testing";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const cli = new URL("../../src/cli.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "open-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a configuration file and returns the options that select it. */
function configure(format: string): string[] {
  const file = join(folder, `${format}.json`);
  writeFileSync(file, JSON.stringify({ deployments: { d: { engine: "embedded" } }, log: { format } }));
  return ["--config", file, "--port", "0"];
}

/** Sends a request on a connection of its own, which does not hold up the gateway's end. */
async function request(url: string): Promise<void> {
  const response = await fetch(`${url}/nowhere`, { headers: { connection: "close" } });
  await response.text();
}

const row = /\[\d\d:\d\d:\d\d\.\d{3}\] \S+: \S*404 GET \/nowhere not_found, [\d.]+ ms/;
const colors = "\x1b[";
const controlC = "\x03";

const withoutScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux")
  ? undefined
  : "script of util-linux, which provides a terminal, is not installed";

/** Runs the gateway on a terminal of its own, sends a request, and stops it. Returns what the terminal showed. */
async function runOnTerminal(format: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = [
    process.execPath,
    "--conditions=@completions-api/source",
    fileURLToPath(cli),
    ...configure(format),
  ];
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...environment } = process.env;
  const child = spawn(
    "script",
    ["--quiet", "--return", "--flush", "--command", `exec ${command.join(" ")}`, "/dev/null"],
    {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...environment, TERM: "xterm-256color", ...variables },
    },
  );
  let shown = "";
  const ready = Promise.withResolvers<string>();
  child.stdout.setEncoding("utf8").on("data", (text) => {
    shown += text;
    const url = /http:\/\/\S+:\d+/.exec(shown)?.[0];
    if (url) ready.resolve(url);
    if (shown.includes("/nowhere")) child.stdin.end(controlC);
  });
  await request(await ready.promise);
  await once(child, "close");
  return shown;
}

describe("on a terminal", () => {
  beforeEach(({ skip }) => {
    if (withoutScript) skip(withoutScript);
  });

  test("the log is text in colors", async () => {
    const shown = await runOnTerminal("auto");
    expect(shown).toMatch(row);
    expect(shown).toContain(colors);
  });

  test.each([
    { variables: { NO_COLOR: "1" } },
    { variables: { NO_COLOR: "1", FORCE_COLOR: "1" } },
    { variables: { TERM: "dumb" } },
  ])("it has no colors with $variables", async ({ variables }) => {
    const shown = await runOnTerminal("auto", variables);
    expect(shown).toMatch(row);
    expect(shown).not.toContain(colors);
  });

  test("it is JSON if configured", async () => {
    expect(await runOnTerminal("json")).toContain('"path":"/nowhere","status":404');
  });
});

describe("in a pipe", () => {
  async function runInPipe(format: string): Promise<string> {
    await using gateway = await RunningProgram.start(cli, configure(format), {
      env: { NO_COLOR: undefined, FORCE_COLOR: "1" },
    });
    await request(gateway.url);
    await gateway.stop();
    return gateway.stderr;
  }

  test("the log is JSON", async () => {
    const [line = ""] = (await runInPipe("auto")).split("\n");
    expect(JSON.parse(line)).toMatchObject({ path: "/nowhere", status: 404 });
  });

  test("it is text without colors if configured", async () => {
    const log = await runInPipe("text");
    expect(log).toMatch(row);
    expect(log).not.toContain(colors);
  });
});
