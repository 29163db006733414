// Runs the commands of the root's package.json as they are written there, in a workspace where pnpm, Turbo and the servers are
// small programs of this test.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "commands-"));
  for (const file of ["package.json", "pnpm-workspace.yaml", "scripts"])
    cpSync(join(root, file), join(workspace, file), { recursive: true });
  for (const [name, file] of Object.entries({
    gateway: "apps/gateway/dist/cli.js",
    mock: "packages/mock/dist/cli.js",
    review: "packages/review/src/cli.ts",
    consumers: "spec/consumers/src/cli.ts",
    "gateway from source": "apps/gateway/src/cli.ts",
  }))
    write(
      file,
      `console.log("${name}", process.argv[2]); if (process.argv[2] === "--stay") setInterval(String, 1e6);`,
    );
  for (const tool of ["pnpm", "turbo"]) writeTool(tool, `echo noise of ${tool}; echo news of ${tool} >&2`);
  symlinkSync(process.execPath, join(workspace, "node_modules/.bin/node"));
});

afterEach(() => rmSync(workspace, { recursive: true }));

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(join(workspace, dirname(file)), { recursive: true });
  writeFileSync(join(workspace, file), text, { mode });
}

/** Starts a command with the small programs of this test on its path, as pnpm does for a script. */
function startAsScript(command: string, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return start("env", `PATH=${join(workspace, "node_modules/.bin")}:${process.env.PATH}`, command, ...args);
}

/** Replaces the program that scripts find by the name `tool`. */
function writeTool(tool: string, script: string): void {
  write(`node_modules/.bin/${tool}`, `#!/bin/sh\n${script}\n`, 0o755);
}

function start(command: string, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(command, args, { cwd: workspace, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(command: string, ...args: string[]) {
  const child = start(command, ...args);
  const [stdout, stderr, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, "exit"),
  ]);
  // On a slow machine a line of progress stands before the rest.
  return { code, stdout, stderr: stderr.replaceAll(/^(Installing|Building)…\n/gm, "") };
}

test.each([
  { command: "start", program: "gateway" },
  { command: "mock", program: "mock" },
  { command: "site", program: "mock" },
  { command: "dev", program: "gateway from source" },
  { command: "review", program: "review" },
  { command: "consumers", program: "consumers" },
])(
  "$command prints nothing but what its program prints, which gets the options",
  async ({ command, program }) => {
    expect(await run("pnpm", command, "--help")).toEqual({
      code: 0,
      stdout: `${program} --help\n`,
      stderr: "",
    });
  },
);

describe.each(["start", "mock"])("%s", (command) => {
  test("stops the server when pnpm is killed", async () => {
    const child = start("pnpm", command, "--stay");
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    // The output ends when the last process that could write to it has ended.
    await once(child.stdout, "close");
    expect(child.signalCode).toBe("SIGKILL");
  });

  test.each([
    { tool: "pnpm", label: "Installing" },
    { tool: "turbo", label: "Building" },
  ])("shows all that $tool printed if it fails, and serves nothing", async ({ tool, label }) => {
    writeTool(tool, `echo noise of ${tool}; sleep 0.1; echo news of ${tool} >&2; exit 7`);
    const { code, stdout, stderr } = await run("pnpm", command);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(
      `noise of ${tool}\nnews of ${tool}\n${label} failed: ${tool} exited with code 7.\n`,
    );
  });
});

test("a slow step is announced in one line on stderr", async () => {
  writeTool("pnpm", "echo noise; until [ -e go ]; do sleep 0.05; done");
  const child = startAsScript("node", "scripts/install.js");
  const [line] = await once(child.stderr, "data");
  expect(String(line)).toBe("Installing…\n");
  const rest = Promise.all([readText(child.stdout), readText(child.stderr), once(child, "exit")]);
  write("go", "");
  expect(await rest).toEqual(["", "", [0, null]]);
});

test.each([
  { signal: "SIGTERM", exitCode: 143 },
  { signal: "SIGINT", exitCode: 130 },
] as const)("$signal stops a build and what it runs", async ({ signal, exitCode }) => {
  writeTool("turbo", "exec sleep 1000");
  const child = startAsScript("node", "scripts/build.js");
  await once(child.stderr, "data");
  child.kill(signal);
  // The script waits for the end of Turbo's output, so Turbo has ended too.
  expect(await once(child, "exit")).toEqual([exitCode, null]);
});
