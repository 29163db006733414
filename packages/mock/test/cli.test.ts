import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { executeProgram, listenOnFreePort, openConnection, RunningProgram } from "@completions-api/testing";
import { expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { program } from "../src/command/program.ts";
import { knownPreferences } from "../src/preferences/known-preferences.ts";
import { ask } from "./support/ask.ts";

const cli = new URL("../src/cli.ts", import.meta.url);

/** Starts the command and waits for its greeting. */
function serve(...args: string[]): Promise<RunningProgram> {
  return RunningProgram.start(cli, ["--port", "0", ...args], { until: /"stream":true.*\n/ });
}

test("the printed curl commands work when pasted, and a signal stops the mock despite open streams", async () => {
  await using mock = await serve();
  const [whole = "", stream = ""] = mock.stdout.split("\n").filter((line) => line.startsWith("curl "));
  const shell = async (line: string) => (await promisify(execFile)("sh", ["-c", line])).stdout;
  expect(JSON.parse(await shell(whole))).toMatchObject({ object: "text_completion" });
  expect(await shell(stream)).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);

  const open = spawn("sh", ["-c", `${stream} -H 'Prefer: fault=stall'`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(open.stdout, "data");
  expect(await mock.stop("SIGINT")).toEqual([0, null]);
  await expect(fetch(mock.url)).rejects.toThrow("fetch failed");
});

test("logs nothing about a client that disconnects after its response, with its request half sent", async () => {
  await using mock = await serve();
  const socket = await openConnection(mock);
  socket.write("POST /completions HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
  socket.write(Buffer.alloc(1_500_000));
  const [response] = await once(socket, "data");
  expect(String(response)).toMatch(/^HTTP\/1.1 413 /);
  socket.destroy();
  expect((await fetch(`${mock.url}/nowhere`)).status).toBe(404);
  await mock.stop();
  expect(mock.stderr).toBe("");
});

test("--deployment adds a deployment", async () => {
  await using mock = await serve("--deployment", "mine", "--deployment", "yours");
  const status = async (deployment: string) => {
    const headers = { "azureml-model-deployment": deployment };
    return (await ask(mock, { headers, body: { prompt: "Hello", max_tokens: 1 } })).status;
  };
  expect([await status("mine"), await status("yours"), await status("theirs")]).toEqual([200, 200, 404]);
  const [baseUrl = ""] = /http:\S+\/v1/.exec(mock.stdout) ?? [];
  const models = await fetch(`${baseUrl}/models`, { headers: { authorization: "Bearer any-key" } });
  expect(await models.json()).toMatchObject({ data: [{ id: "mine" }, { id: "yours" }, { id: "moby-dick" }] });
  expect(await mock.stop()).toEqual([0, null]);
});

test("--strict refuses a request that no reply fits", async () => {
  await using mock = await serve("--strict");
  const response = await ask(mock, { body: { prompt: "Hello" } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("No reply fits this request");
  expect(await mock.stop()).toEqual([0, null]);
});

test("--help documents every option and preference", async () => {
  const { code, stdout } = await executeProgram(cli, ["--help"]);
  expect(code).toBe(0);
  for (const option of [...Object.keys(program.options), "help", "version"])
    expect(stdout).toContain(`\n  --${option} `);
  for (const [name, { value }] of Object.entries(knownPreferences))
    expect(stdout).toContain(`  ${name}=${value}\n`);
  expect(stdout).toMatch(/\n {2}--help .*\n\nA real server: check, record, replay:\n {2}--proxy URL /s);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("--version prints the version", async () => {
  expect(await executeProgram(cli, ["--version"])).toMatchObject({
    code: 0,
    stdout: `${packageJson.version}\n`,
  });
});

test("a port in use is reported in one line with exit code 2", async () => {
  await using server = createServer();
  const { port } = await listenOnFreePort(server);
  const { code, stdout, stderr } = await executeProgram(cli, ["--port", String(port)]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    `completions-mock: Port ${port} of 127.0.0.1 is in use. Choose another with --port, or any with --port 0.\n`,
  );
});

test.each([
  ["--port", "65536"],
  ["--host", "no such host"],
  // An empty host would listen on every address.
  ["--host", ""],
])("%s %s is reported in one line with exit code 2", async (...args) => {
  const { code, stdout, stderr } = await executeProgram(cli, args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-mock: .+\n$/);
});
