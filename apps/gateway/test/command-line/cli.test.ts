import { execFile } from "node:child_process";
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  executeProgram,
  listenOnFreePort,
  type ProgramResult,
  RunningProgram,
} from "@completions-api/testing";
import { expect, test } from "vitest";
import schema from "../../config.schema.json" with { type: "json" };
import packageJson from "../../package.json" with { type: "json" };
import { formatNewKey } from "../../src/command-line/new-key.ts";
import { program } from "../../src/command-line/program.ts";
import { ask } from "../support/start-gateway.ts";

const cli = new URL("../../src/cli.ts", import.meta.url);
const cases = fileURLToPath(new URL("../config/cases/", import.meta.url));
const minimal = join(cases, "minimal/config.yaml");

/** Runs the command until it ends by itself. */
async function run(...args: string[]): Promise<ProgramResult> {
  const { code, stdout, stderr } = await executeProgram(cli, args, {
    env: { REDIS_URL: "redis://127.0.0.1:9" },
  });
  return { code, stdout, stderr };
}

/** Starts the command and waits for its greeting. */
function serve(...args: string[]): Promise<RunningProgram> {
  return RunningProgram.start(cli, ["--port", "0", ...args], { until: /"stream":true.*\n/ });
}

const curlLines = (greeting: string) => greeting.split("\n").filter((line) => line.startsWith("curl "));

async function shell(line: string, environment: Record<string, string> = {}): Promise<string> {
  const options = { env: { ...process.env, ...environment } };
  return (await promisify(execFile)("sh", ["-c", line], options)).stdout;
}

/** Returns the status of a completion with this key, on a connection of its own, which does not hold up the gateway's end. */
async function statusFor(gateway: { readonly url: string }, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, connection: "close" };
  const response = await ask(gateway, { prompt: "Hello", max_tokens: 1 }, { headers });
  await response.text();
  return response.status;
}

/** Writes a configuration file that admits the key which `--make-key` has printed, by default a new one. */
function writeConfig(printed = formatNewKey("tester: one")): { file: string; key: string } {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  writeFileSync(
    file,
    `deployments: { small: { engine: embedded } }\n${printed.slice(printed.indexOf("keys:"))}`,
  );
  return { file, key: /^capi_\S+$/m.exec(printed)?.[0] ?? "" };
}

test("without a configuration, the printed curl commands work when pasted, with a temporary key", async () => {
  await using gateway = await serve();
  const [whole = "", stream = ""] = curlLines(gateway.stdout);
  const { model } = JSON.parse(await shell(whole));
  const headers = { connection: "close", authorization: `Bearer ${/^capi_\S+$/m.exec(gateway.stdout)?.[0]}` };
  const models = await fetch(`${gateway.url}/v1/models`, { headers });
  expect(await models.json()).toMatchObject({ data: [{ id: model }] });
  gateway.child.kill("SIGHUP");
  await expect.poll(() => gateway.stderr).toContain("reloaded the configuration");
  expect(await shell(stream)).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);
  expect(await statusFor(gateway, "any-token")).toBe(401);
  expect(await gateway.stop()).toEqual([0, null]);
});

test("creates another temporary key each time, which every worker accepts", async () => {
  await using first = await serve();
  await using second = await serve("--workers", "2");
  expect(first.url).not.toBe(second.url);
  const keyOf = ({ stdout }: RunningProgram) => /capi_[\w-]+/.exec(stdout)?.[0] ?? "";
  expect(await statusFor(first, keyOf(first))).toBe(200);
  expect(await statusFor(second, keyOf(first))).toBe(401);
  // curl opens a connection each time, so that every worker gets some.
  const [whole = ""] = curlLines(second.stdout);
  for (let request = 0; request < 4; request += 1) {
    expect(JSON.parse(await shell(whole))).toMatchObject({ object: "text_completion" });
  }
  expect(await second.stop()).toEqual([0, null]);
});

test("--make-key prints a key and its configuration entry, and the greeting does not print the key", async () => {
  const { file, key } = writeConfig((await run("--make-key", "tester: one")).stdout);
  expect(readFileSync(file, "utf8")).not.toContain(key);
  await using gateway = await serve("--config", file);
  expect(gateway.stdout).not.toContain("capi_");
  const [whole = "", stream = ""] = curlLines(gateway.stdout);
  expect(JSON.parse(await shell(whole, { KEY: key }))).toMatchObject({ object: "text_completion" });
  expect(await shell(stream, { KEY: key })).toContain("data: [DONE]");
  expect(await statusFor(gateway, "capi_another")).toBe(401);
});

test("SIGHUP reloads the keys of the file, but keeps them if the file has problems", async () => {
  const before = writeConfig();
  const after = writeConfig();
  await using gateway = await serve("--config", before.file);
  copyFileSync(after.file, before.file);
  gateway.child.kill("SIGHUP");
  await expect.poll(() => statusFor(gateway, after.key)).toBe(200);
  expect(await statusFor(gateway, before.key)).toBe(401);
  writeFileSync(before.file, "keys: [{}]");
  gateway.child.kill("SIGHUP");
  await expect.poll(() => gateway.stderr).toContain("config.yaml:1:8: keys[0].sha256: is missing.");
  expect(await statusFor(gateway, after.key)).toBe(200);
  expect(await gateway.stop()).toEqual([0, null]);
});

test("the whole output of --make-key is not valid in a configuration, so the key does not end up in one", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  writeFileSync(file, "deployments: { small: { engine: embedded } }\n");
  appendFileSync(file, (await run("--make-key", "a")).stdout);
  expect(await run("--check", "--config", file)).toMatchObject({ code: 1 });
});

test("--check reports a valid file and its number of deployments", async () => {
  expect(await run("--check", "--config", minimal)).toEqual({
    code: 0,
    stdout: `${minimal} is valid: 1 deployment.\n`,
    stderr: "",
  });
});

test("--check warns of limits that a restart forgets, and of keys that have expired", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  const key = `  - { name: old, sha256: "${"0".repeat(64)}", expires: 2020-01-31 }\n`;
  const deployments = "deployments: { small: { engine: embedded } }\n";
  writeFileSync(file, `limits: { tokensPerDay: 1000 }\nkeys:\n${key}${deployments}`);
  const { code, stdout } = await run("--check", "--config", file);
  expect(code).toBe(0);
  expect(stdout).toContain("Warning: A restart forgets what counts against `tokensPerDay`");
  expect(stdout).toContain(
    "Warning: Some API keys have expired, and requests with them get a 401: old (line 3).",
  );
});

test("--check prints every problem and their number", async () => {
  const file = join(cases, "wrong-types/config.yaml");
  const expected = readFileSync(join(cases, "wrong-types/expected.txt"), "utf8");
  const { code, stdout, stderr } = await run("--check", "--config", file);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  const problems = expected.replaceAll("config.yaml", file);
  expect(stdout).toBe(`${problems}${expected.trim().split("\n").length} problems in ${file}.\n`);
});

test("--check --without-environment accepts a file whose environment variables are not set", async () => {
  const file = join(cases, "everything/config.yaml");
  expect((await run("--check", "--config", file)).stdout).toContain("environment variable that is unset");
  expect(await run("--check", "--without-environment", "--config", file)).toMatchObject({ code: 0 });
});

test("--check --probe asks each server, and prints problems with their lines", async () => {
  await using server = createHttpServer((_, response) => response.writeHead(404).end());
  const { url, port } = await listenOnFreePort(server);
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  writeFileSync(
    file,
    `deployments:\n  a: { engine: openai, model: m, urls: [http://127.0.0.1:${port}/v1] }\n`,
  );
  expect(await run("--check", "--probe", "--config", file)).toEqual({
    code: 1,
    stdout:
      `${file}:2:41: deployments.a.urls[0]: The model's server responded with 404. Check the path of the URL, which usually ends in /v1, and the deployment's \`model\`.\n` +
      `1 problem in ${file}.\n`,
    stderr: `a: ${url}/v1: with problems\n`,
  });
  expect(await run("--check", "--probe", "--config", minimal)).toMatchObject({ code: 0 });
});

test("--schema prints the schema of the configuration", async () => {
  const { code, stdout, stderr } = await run("--schema");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual(schema);
});

test("refuses to serve a file with problems, which it prints to stderr, with exit code 2", async () => {
  const { code, stdout, stderr } = await run(
    "--port",
    "0",
    "--config",
    join(cases, "wrong-types/config.yaml"),
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("config.yaml:1:9: listen: must be ");
});

test("refuses to start without credentials at an address that other machines reach", async () => {
  const { code, stdout, stderr } = await run("--port", "0", "--host", "0.0.0.0");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /^completions-gateway: Without credentials the gateway listens only on loopback addresses such as .+\n$/,
  );
});

test("starts with credentials at every address", async () => {
  const { file, key } = writeConfig();
  await using gateway = await serve("--host", "0.0.0.0", "--config", file);
  expect(await statusFor(gateway, key)).toBe(200);
});

test.each(["1", "2"])(
  "a port in use is reported in one line with exit code 2, by %s workers",
  async (workers) => {
    await using server = createServer();
    const { port } = await listenOnFreePort(server);
    const { file } = writeConfig();
    // A connection that is retried must not keep the process alive.
    appendFileSync(file, "redis: { url: { env: REDIS_URL } }\nlog: { level: error }\n");
    const args = ["--config", file, "--port", String(port), "--workers", workers];
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `completions-gateway: Port ${port} of 127.0.0.1 is in use. Choose another with --port, or any with --port 0.\n`,
    });
  },
);

test.each(["1", "2"])("a port for the metrics that is in use is named, by %s workers", async (workers) => {
  await using server = createServer();
  const { port } = await listenOnFreePort(server);
  const { file } = writeConfig();
  appendFileSync(file, `metrics: { port: ${port} }\nlog: { level: error }\n`);
  expect(await run("--config", file, "--port", "0", "--workers", workers)).toEqual({
    code: 2,
    stdout: "",
    stderr: `completions-gateway: Port ${port} of 127.0.0.1 is in use. Choose another one for \`metrics.port\`.\n`,
  });
});

test("--help documents every option", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const option of [...Object.keys(program.options), "help", "version"])
    expect(stdout).toContain(`\n  --${option} `);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("--version prints the version", async () => {
  expect(await run("--version")).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
});

test.each([
  ["--nonesuch"],
  // It needs `--config`.
  ["--check"],
  ["--config=no-such-file.yaml"],
  // A folder.
  ["--config=."],
])("%s is reported in one line with exit code 2", async (option) => {
  const { code, stdout, stderr } = await run(option);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-gateway: .+\n$/);
});

test("an unknown host is reported in one line with exit code 2", async () => {
  const { file } = writeConfig();
  const { code, stdout, stderr } = await run("--config", file, "--host", "no such host");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-gateway: Cannot listen on port 8080 of no such host: .+\n$/);
});

test("--check of a missing file is reported in one line with exit code 2", async () => {
  expect(await run("--check", "--config", "none.yaml")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: "completions-gateway: The file none.yaml cannot be read: no such file or directory.\n",
  });
});
