import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { program } from "../../src/command-line/program.ts";

const cli = [
  "--conditions=@completions-api/source",
  fileURLToPath(new URL("../../src/cli.ts", import.meta.url)),
];
const cases = fileURLToPath(new URL("../config/cases/", import.meta.url));
const minimal = join(cases, "minimal/config.yaml");

/** Runs the command until it exits. */
async function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = { ...process.env, REDIS_URL: "redis://127.0.0.1:9" };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [...cli, ...args], { env })) };
  } catch (error) {
    return error as { code: unknown; stdout: string; stderr: string };
  }
}

/** Runs the command until it has printed its greeting. */
async function serve(
  ...args: string[]
): Promise<{ child: ChildProcess; greeting: string; url: string; log: string[] }> {
  const child = spawn(process.execPath, [...cli, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: string[] = [];
  child.stderr.on("data", (chunk) => log.push(String(chunk)));
  onTestFinished(() => void child.kill("SIGKILL"));
  let greeting = "";
  for await (const chunk of child.stdout) {
    greeting += chunk;
    if (greeting.includes('"stream":true')) break;
  }
  return { child, greeting, url: /http:\/\/\S+:\d+/.exec(greeting)?.[0] ?? "", log };
}

async function stop(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = await ended;
  return code;
}

const curlLines = (greeting: string) => greeting.split("\n").filter((line) => line.startsWith("curl "));

async function shell(line: string, environment: Record<string, string> = {}): Promise<string> {
  const options = { env: { ...process.env, ...environment } };
  return (await promisify(execFile)("sh", ["-c", line], options)).stdout;
}

async function ask(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/completions?api-version=2024-04-01-preview`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: '{"prompt":"Hello","max_tokens":1}',
  });
  await response.body?.cancel();
  return response.status;
}

/** A configuration file that admits a new key. */
async function writeConfig(): Promise<{ file: string; key: string }> {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  const { stdout } = await run("--make-key", "tester: one");
  writeFileSync(
    file,
    `deployments: { small: { engine: embedded } }\n${stdout.slice(stdout.indexOf("keys:"))}`,
  );
  return { file, key: /^capi_\S+$/m.exec(stdout)?.[0] ?? "" };
}

test("without a configuration, the curl lines of the greeting work when pasted, with a temporary key", async () => {
  const { child, greeting, url, log } = await serve();
  const [whole = "", stream = ""] = curlLines(greeting);
  expect(JSON.parse(await shell(whole))).toMatchObject({ object: "text_completion" });
  child.kill("SIGHUP");
  await expect.poll(() => log.join("")).toContain("reloaded the API keys");
  expect(await shell(stream)).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);
  expect(await ask(url, "any-token")).toBe(401);
  expect(await stop(child)).toBe(0);
});

test("each start has another temporary key", async () => {
  const first = await serve();
  const second = await serve();
  expect(first.url).not.toBe(second.url);
  const keyOf = (greeting: string) => /capi_[\w-]+/.exec(greeting)?.[0] ?? "";
  expect(await ask(first.url, keyOf(first.greeting))).toBe(200);
  expect(await ask(second.url, keyOf(first.greeting))).toBe(401);
});

test("every worker accepts the temporary key of the first process", async () => {
  const { child, greeting } = await serve("--workers", "2");
  const [whole = ""] = curlLines(greeting);
  for (let request = 0; request < 4; request += 1) {
    expect(JSON.parse(await shell(whole))).toMatchObject({ object: "text_completion" });
  }
  expect(await stop(child)).toBe(0);
});

test("--make-key prints a key and the entry that admits it; the greeting then has no key", async () => {
  const { file, key } = await writeConfig();
  expect(readFileSync(file, "utf8")).not.toContain(key);
  const { greeting, url } = await serve("--config", file);
  expect(greeting).not.toContain("capi_");
  const [whole = "", stream = ""] = curlLines(greeting);
  expect(JSON.parse(await shell(whole, { KEY: key }))).toMatchObject({ object: "text_completion" });
  expect(await shell(stream, { KEY: key })).toContain("data: [DONE]");
  expect(await ask(url, "capi_another")).toBe(401);
});

test("SIGHUP reads the keys of the file again; if the file has problems, the earlier keys stay", async () => {
  const before = await writeConfig();
  const after = await writeConfig();
  const { child, url, log } = await serve("--config", before.file);
  copyFileSync(after.file, before.file);
  child.kill("SIGHUP");
  await expect.poll(() => ask(url, after.key)).toBe(200);
  expect(await ask(url, before.key)).toBe(401);
  writeFileSync(before.file, "keys: [{}]");
  child.kill("SIGHUP");
  await expect.poll(() => log.join("")).toContain("config.yaml:1:8: keys[0].sha256: is missing.");
  expect(await ask(url, after.key)).toBe(200);
  expect(await stop(child)).toBe(0);
});

test("a configuration file to which all output of --make-key is appended is invalid", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "config.yaml");
  writeFileSync(file, "deployments: { small: { engine: embedded } }\n");
  appendFileSync(file, (await run("--make-key", "a")).stdout);
  expect(await run("--check", "--config", file)).toMatchObject({ code: 1 });
});

test("--check prints that a file is valid, and its number of deployments", async () => {
  expect(await run("--check", "--config", minimal)).toEqual({
    code: 0,
    stdout: `${minimal} is valid: 1 deployment.\n`,
    stderr: "",
  });
});

test("--check prints every problem and their number", async () => {
  const file = join(cases, "wrong-types/config.yaml");
  const expected = readFileSync(join(cases, "wrong-types/expected.txt"), "utf8");
  const { code, stdout, stderr } = await run("--check", "--config", file);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  const problems = expected.replaceAll("config.yaml", file);
  expect(stdout).toBe(`${problems}${expected.trim().split("\n").length} problems in ${file}.\n`);
});

test("a file with problems is not served: stderr has the problems, and the exit code is 2", async () => {
  const { code, stdout, stderr } = await run(
    "--port",
    "0",
    "--config",
    join(cases, "wrong-types/config.yaml"),
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("config.yaml:1:9: listen: must be ");
});

test("without credentials it refuses to listen on an address that others can reach", async () => {
  const { code, stdout, stderr } = await run("--port", "0", "--host", "0.0.0.0");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(
    /^completions-gateway: Without credentials the gateway serves on loopback only, .+\n$/,
  );
});

test("with credentials it starts on every address", async () => {
  const { file, key } = await writeConfig();
  const { url } = await serve("--host", "0.0.0.0", "--config", file);
  expect(await ask(url, key)).toBe(200);
});

test("a port in use is one line and exit code 2", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { file } = await writeConfig();
  // A connection that is tried again and again would keep the process.
  appendFileSync(file, "redis: { url: { env: REDIS_URL } }\nlog: { level: error }\n");
  for (const workers of ["1", "2"]) {
    const args = ["--config", file, "--port", String(port), "--workers", workers];
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `completions-gateway: Port ${port} of 127.0.0.1 is in use. Choose another with --port, or any with --port 0.\n`,
    });
  }
  server.close();
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
])("%s cannot run", async (option) => {
  const { code, stdout, stderr } = await run(option);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-gateway: .+\n$/);
});

test("an unknown host is one line and exit code 2", async () => {
  const { file } = await writeConfig();
  const { code, stdout, stderr } = await run("--config", file, "--host", "no such host");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-gateway: Cannot listen on port 8080 of no such host: .+\n$/);
});

test("--check of a missing file cannot run", async () => {
  expect(await run("--check", "--config", "none.yaml")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: "completions-gateway: The file none.yaml cannot be read: no such file or directory.\n",
  });
});
