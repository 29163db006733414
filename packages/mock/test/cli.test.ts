import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openConnection } from "../../../raw-http.shared.ts";
import packageJson from "../package.json" with { type: "json" };
import { knownPreferences } from "../src/known-preferences.ts";
import { program } from "../src/program.ts";

const cli = [
  "--conditions=@completions-api/source",
  fileURLToPath(new URL("../src/cli.ts", import.meta.url)),
];

/** Runs the command until it exits. */
async function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [...cli, ...args])) };
  } catch (error) {
    return error as { code: unknown; stdout: string; stderr: string };
  }
}

/** Runs the command until it has printed its greeting. */
async function serve(
  ...args: string[]
): Promise<{ child: ChildProcess; greeting: string; url: string; stderr: Promise<string> }> {
  const child = spawn(process.execPath, [...cli, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stderr = readText(child.stderr);
  let greeting = "";
  for await (const chunk of child.stdout) {
    greeting += chunk;
    if (greeting.includes('"stream":true')) break;
  }
  return { child, greeting, url: /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)?.[0] ?? "", stderr };
}

test("the curl lines of the greeting work when pasted, and a signal stops the mock, even with an open stream", async () => {
  const { child, greeting, url } = await serve();
  const [whole = "", stream = ""] = greeting.split("\n").filter((line) => line.startsWith("curl "));
  const shell = async (line: string) => (await promisify(execFile)("sh", ["-c", line])).stdout;
  expect(JSON.parse(await shell(whole))).toMatchObject({ object: "text_completion" });
  expect(await shell(stream)).toMatch(/^data: \{.*data: \[DONE\]\n\n$/s);

  const open = spawn("sh", ["-c", `${stream} -H 'Prefer: fault=stall'`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(open.stdout, "data");
  const ended = once(child, "exit");
  child.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("a client that leaves after an early response is not reported", async () => {
  const { child, url, stderr } = await serve();
  const socket = await openConnection({ url });
  socket.write("POST /completions HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
  socket.write(Buffer.alloc(1_500_000));
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
  socket.destroy();
  expect((await fetch(url)).status).toBe(404);
  child.kill("SIGTERM");
  expect(await stderr).toBe("");
});

test("--deployment names deployments", async () => {
  const { child, url } = await serve("--deployment", "mine", "--deployment", "yours");
  const status = async (deployment: string) => {
    const response = await fetch(`${url}/completions?api-version=2024-04-01-preview`, {
      method: "POST",
      headers: {
        authorization: "Bearer abc",
        "content-type": "application/json",
        "azureml-model-deployment": deployment,
      },
      body: '{"prompt":"Hello","max_tokens":1}',
    });
    return response.status;
  };
  expect([await status("mine"), await status("yours"), await status("theirs")]).toEqual([200, 200, 404]);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("--help documents every option and preference", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const option of [...Object.keys(program.options), "help", "version"])
    expect(stdout).toContain(`\n  --${option} `);
  for (const [name, { value }] of Object.entries(knownPreferences))
    expect(stdout).toContain(`  ${name}=${value}\n`);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("--version prints the version", async () => {
  expect(await run("--version")).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
});

test("a port in use is one line and exit code 2", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { code, stdout, stderr } = await run("--port", String(port));
  server.close();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    `completions-mock: Port ${port} of 127.0.0.1 is in use. Choose another with --port, or any with --port 0.\n`,
  );
});

test.each([
  ["--port", "http"],
  ["--port", "65536"],
  ["--nonesuch"],
  ["a-file"],
  ["--port"],
  ["--host", "no such host"],
  // It would listen on every address.
  ["--host", ""],
])("%s %s cannot run", async (...args) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^completions-mock: .+\n$/);
});
