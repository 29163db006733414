import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** The command, once it serves. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const args = ["--conditions=@completions-api/source", cli, "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [greeting] = await once(child.stdout, "data");
  return { child, url: /http:\/\/\S+:\d+/.exec(String(greeting))?.[0] ?? "" };
}

test.each([
  ["at its exit", 0],
  ["while it serves", 300],
])("it serves, and stops, where nobody reads its log: found out %s", async (_when, requests) => {
  const { child, url } = await start();
  child.stderr?.destroy();
  // Each has a line, which together are more than is held back.
  for (let request = 0; request < requests; request += 1) {
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  }
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
});

test("what has not been written is written at exit", async () => {
  const { child, url } = await start();
  const log: Buffer[] = [];
  child.stderr?.on("data", (chunk) => log.push(chunk));
  const closed = once(child, "close");
  for (let request = 0; request < 300; request += 1) await fetch(`${url}/nowhere`);
  child.kill("SIGTERM");
  await closed;
  const lines = String(Buffer.concat(log)).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    ...Array.from({ length: 300 }, () => "request"),
    "draining: open requests may finish",
  ]);
});
