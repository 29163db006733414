import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const unit = new URL("../../deploy/systemd/completions-gateway.service", import.meta.url);
const text = readFileSync(unit, "utf8");
const cli = new URL("../../src/cli.ts", import.meta.url);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "systemd-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the value of a setting of the unit. */
function read(setting: string): string {
  const value = new RegExp(`^${setting}=(.*)$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`The unit has no ${setting}.`);
  return value;
}

/** Writes a configuration file. Returns the arguments that the unit gives the gateway, with this file and a free port. */
function listArguments(config: object): string[] {
  const file = join(folder, "gateway.yaml");
  writeFileSync(file, JSON.stringify(config));
  const command = read("ExecStart").replace("/etc/completions-gateway/gateway.yaml", file).split(" ");
  return [...command.slice(command.indexOf("/opt/completions-gateway/dist/cli.js") + 1), "--port", "0"];
}

const config = { deployments: { d: { engine: "embedded" } } };

test("the gateway starts, reloads and stops with the unit's commands", async () => {
  await using gateway = await RunningProgram.start(cli, listArguments(config));
  const reload = read("ExecReload").replace("$MAINPID", String(gateway.child.pid));
  const reloaded = spawnSync("sh", ["-c", reload]);
  expect(reloaded.status).toBe(0);
  await expect.poll(() => gateway.stderr).toContain("reloaded the configuration");
  expect(await gateway.stop("SIGTERM")).toEqual([0, null]);
});

test("systemd does not restart a gateway whose configuration has problems", async () => {
  const args = ["--conditions=@completions-api/source", fileURLToPath(cli), ...listArguments({})];
  const [code] = await once(spawn(process.execPath, args, { stdio: "ignore" }), "exit");
  expect(read("RestartPreventExitStatus")).toBe(String(code));
});

test("systemd waits longer than requests may take to finish", () => {
  const schema = JSON.parse(readFileSync(new URL("../../config.schema.json", import.meta.url), "utf8"));
  const drain = schema.properties.drain.properties.timeout.default;
  // The first of several processes waits 5 seconds more.
  expect(Number(read("TimeoutStopSec")) * 1000).toBeGreaterThan(drain + 5000);
});

const withoutSystemd =
  spawnSync("systemd-analyze", ["security", "--offline=true", "--help"]).status === 0
    ? undefined
    : "systemd-analyze 250 or later is not installed: Debian's package systemd has it";

describe("systemd-analyze", () => {
  beforeEach(({ skip }) => {
    if (withoutSystemd) skip(withoutSystemd);
  });

  /** Runs a command on the unit. The program that it starts has to exist. */
  function analyze(...command: string[]): { code: number | null; output: string } {
    const file = join(folder, "completions-gateway.service");
    writeFileSync(file, text.replaceAll("/usr/bin/node", process.execPath));
    const { status, stdout, stderr } = spawnSync("systemd-analyze", [...command, file], { encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  }

  test("finds no mistake", () => {
    expect(analyze("verify", "--man=no")).toEqual({ code: 0, output: "" });
  });

  test("finds little that the gateway could do beyond its task", () => {
    // In tenths, of ten: what is left is the network.
    expect(analyze("security", "--offline=true", "--threshold=15", "--no-pager")).toMatchObject({ code: 0 });
  });
});
